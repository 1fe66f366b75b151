import { roles } from '../permission.js';
import { Choice, DayField, InstantField, JsonField, Nullable, Part, Parts, Slug, Text, Whole } from '../fields.js';
import { defineEvent } from '../define-event.js';
import { defineRequest, get, put } from '../define-request.js';
import { PageQuery } from '../page.js';
import { CitedArticle } from '../cited-article.js';
import { Label, Party } from '../step.js';

export const DEPARTMENT_RULES = ['UPDATE_POLICY', 'COLLECTION_PROCEDURE'] as const;
export const CATALOGUE_DUTIES = [...DEPARTMENT_RULES, 'DIGITISATION'] as const;
const READERS = ['DATA_ADMINISTRATOR', 'CATALOGUE_REVIEWER', 'PROVIDER_HEAD', 'DATA_AUTHORITY', 'PROJECT_APPROVER', 'AUDITOR'] as const;

/** How a department keeps its catalogue up to date. */
export class UpdatePolicyContent {
  @Text({ description: 'Who updates: unit or post', example: '信息中心' }) readonly updatedBy!: string;
  @Text({ max: 1000, description: 'On what trigger', example: '职能或者数据结构发生变化' }) readonly trigger!: string;
  @Whole({ min: 1, max: 250, description: 'Within how many working days' }) readonly withinDays!: number;
}
export class UpdatePolicyView extends UpdatePolicyContent {
  @Part(() => Party) readonly department!: Party;
  @Whole({ min: 1, max: 1_000_000 }) readonly version!: number;
  @InstantField() readonly statedAt!: string;
}
export const setUpdatePolicy = defineRequest({
  service: 'catalogue', name: 'set-update-policy', kind: 'command', input: UpdatePolicyContent, output: UpdatePolicyView, permission: roles('DATA_ADMINISTRATOR'),
  http: put('/update-policies'), summary: { zh: '建立目录更新机制', en: 'State how the department keeps its catalogue up to date' },
});
export class DepartmentRuleId {
  @Slug() readonly organisationId!: string;
}
export const getUpdatePolicy = defineRequest({
  service: 'catalogue', name: 'get-update-policy', kind: 'query', input: DepartmentRuleId, output: UpdatePolicyView, permission: roles(...READERS),
  http: get('/update-policies/{organisationId}'), summary: { zh: '查看目录更新机制', en: 'A department’s update policy' },
});

/** Rules and procedure by which a department collects, publishes and maintains its data. */
export class CollectionProcedureContent {
  @Text() readonly title!: string;
  @Text({ max: 20_000 }) readonly text!: string;
  @DayField({ description: 'Date of the rules' }) readonly issuedOn!: string;
}
export class CollectionProcedureView extends CollectionProcedureContent {
  @Part(() => Party) readonly department!: Party;
  @Whole({ min: 1, max: 1_000_000 }) readonly version!: number;
  @InstantField() readonly statedAt!: string;
}
export const setCollectionProcedure = defineRequest({
  service: 'catalogue', name: 'set-collection-procedure', kind: 'command', input: CollectionProcedureContent, output: CollectionProcedureView, permission: roles('DATA_ADMINISTRATOR'),
  http: put('/collection-procedures'), summary: { zh: '明确数据采集、发布、维护的规范和程序', en: 'State the rules by which the department collects, publishes and maintains data' },
});
export const getCollectionProcedure = defineRequest({
  service: 'catalogue', name: 'get-collection-procedure', kind: 'query', input: DepartmentRuleId, output: CollectionProcedureView, permission: roles(...READERS),
  http: get('/collection-procedures/{organisationId}'), summary: { zh: '查看数据采集规范和程序', en: 'A department’s rules of collection' },
});

/** What the law in force demands of a department and is missing. */
export class MissingCatalogueDuty {
  @Choice(CATALOGUE_DUTIES) readonly what!: string;
  @JsonField({ description: 'Label of the demand, zh and en' }) readonly label!: Label;
  @Whole({ min: 1, max: 10_000_000, description: 'How many: of material that is not digitised yet' }) readonly count!: number;
  @Part(() => CitedArticle) readonly demandedBy!: CitedArticle;
}
export class DepartmentCompliance {
  @Part(() => Party) readonly department!: Party;
  @Parts(() => MissingCatalogueDuty) readonly missing!: MissingCatalogueDuty[];
}
export class CatalogueCompliance {
  @Parts(() => DepartmentCompliance, { description: 'Departments that lack something' }) readonly items!: DepartmentCompliance[];
  @Nullable() readonly nextCursor!: string | null;
}
export const getCatalogueCompliance = defineRequest({
  service: 'catalogue', name: 'get-catalogue-compliance', kind: 'query', input: PageQuery, output: CatalogueCompliance, permission: roles('DATA_AUTHORITY', 'DATA_ADMINISTRATOR', 'PROVIDER_HEAD', 'AUDITOR'),
  http: get('/compliance-reports/catalogue'), summary: { zh: '目录管理的合规情况', en: 'What the law in force here demands of departments for their catalogue and is missing, each with its article' },
});

export class DepartmentRuleStated {
  @Slug() readonly organisationId!: string;
  @Choice(DEPARTMENT_RULES) readonly kind!: string;
  @Whole({ min: 1, max: 1_000_000 }) readonly version!: number;
}
export const departmentRuleStated = defineEvent({ service: 'catalogue', name: 'department-rule-stated', data: DepartmentRuleStated });
