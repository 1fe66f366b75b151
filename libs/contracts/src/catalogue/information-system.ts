import { roles } from '../permission.js';
import { DayField, Flag, Id, InstantField, Nullable, Part, Parts, Slug, Text, Texts, Whole } from '../fields.js';
import { defineEvent } from '../define-event.js';
import { defineRequest, get, post, put } from '../define-request.js';
import { PageQuery } from '../page.js';
import { CitedArticle } from '../cited-article.js';
import { Party } from '../step.js';

/** A data set that a system holds. */
export class SystemDataSet {
  @Text({ example: '低保对象信息' }) readonly name!: string;
  @Id({ optional: true, description: 'Entry of the department that describes it; absent: the published entry of the same name' }) readonly entryId?: string;
}
export class InformationSystemContent {
  @Text({ example: '社会救助管理信息系统' }) readonly name!: string;
  @Text({ optional: true, max: 1000 }) readonly description?: string;
  @Flag({ optional: true, description: 'Run by a third party on behalf of the department' }) readonly runByThirdParty?: boolean;
  @DayField({ optional: true, description: 'In operation since' }) readonly inOperationSince?: string;
  @Parts(() => SystemDataSet, { min: 1, most: 500 }) readonly dataSets!: SystemDataSet[];
}
export class InformationSystemView extends InformationSystemContent {
  @Id() readonly id!: string;
  @Part(() => Party) readonly department!: Party;
  @InstantField() readonly registeredAt!: string;
  @Texts({ most: 500, description: 'Data sets without a published entry' }) readonly missing!: string[];
}
export const registerInformationSystem = defineRequest({
  service: 'catalogue', name: 'register-information-system', kind: 'command', input: InformationSystemContent, output: InformationSystemView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/information-systems'), summary: { zh: '登记信息系统', en: 'Register an information system with its data sets' },
});
export class ReviseInformationSystem extends InformationSystemContent {
  @Id() readonly id!: string;
}
export const reviseInformationSystem = defineRequest({
  service: 'catalogue', name: 'revise-information-system', kind: 'command', input: ReviseInformationSystem, output: InformationSystemView, permission: roles('DATA_ADMINISTRATOR'),
  http: put('/information-systems/{id}'), summary: { zh: '修改信息系统', en: 'Revise an information system' },
});
export class InformationSystemPage {
  @Parts(() => InformationSystemView) readonly items!: InformationSystemView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findInformationSystems = defineRequest({
  service: 'catalogue', name: 'find-information-systems', kind: 'query', input: PageQuery, output: InformationSystemPage,
  permission: roles('DATA_ADMINISTRATOR', 'CATALOGUE_REVIEWER', 'PROVIDER_HEAD', 'DATA_AUTHORITY', 'AUDITOR'),
  http: get('/information-systems'), summary: { zh: '信息系统列表', en: 'Information systems: of the caller’s department, or of all departments of its authority' },
});

/** A data set of a registered system that no published entry describes. */
export class CatalogueOmission {
  @Id() readonly systemId!: string;
  @Text() readonly systemName!: string;
  @Text() readonly dataSet!: string;
}
/** What a department has and its catalogue has not. */
export class DepartmentOmissions {
  @Part(() => Party) readonly department!: Party;
  @Whole({ min: 0, max: 1_000_000 }) readonly dataSets!: number;
  @Whole({ min: 0, max: 1_000_000 }) readonly omitted!: number;
  @Parts(() => CatalogueOmission, { most: 200, description: 'The first two hundred' }) readonly omissions!: CatalogueOmission[];
  @Part(() => CitedArticle, { nullable: true, description: 'The provision that omissions may violate; a person decides' }) readonly suggestedViolation!: CitedArticle | null;
}
export class FindCatalogueOmissions extends PageQuery {
  @Slug({ optional: true }) readonly organisationId?: string;
}
export class CatalogueOmissions {
  @Part(() => CitedArticle, { nullable: true, description: 'The provision that demands a whole catalogue' }) readonly demandedBy!: CitedArticle | null;
  @Parts(() => DepartmentOmissions) readonly items!: DepartmentOmissions[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findCatalogueOmissions = defineRequest({
  service: 'catalogue', name: 'find-catalogue-omissions', kind: 'query', input: FindCatalogueOmissions, output: CatalogueOmissions,
  permission: roles('DATA_ADMINISTRATOR', 'CATALOGUE_REVIEWER', 'PROVIDER_HEAD', 'DATA_AUTHORITY', 'AUDITOR'),
  http: get('/catalogue-omissions'), summary: { zh: '漏编目录情况', en: 'Registered systems against the catalogue: what is not catalogued, by department' },
});

export class InformationSystemChanged {
  @Id() readonly id!: string;
  @Slug() readonly organisationId!: string;
  @Whole({ min: 1, max: 500 }) readonly dataSets!: number;
}
export const informationSystemChanged = defineEvent({ service: 'catalogue', name: 'information-system-changed', data: InformationSystemChanged });
