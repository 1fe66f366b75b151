import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { defineEvent } from '../define-event.js';
import { defineProblem } from '../problem.js';
import { Choice, Choices, Division, Flag, Id, InstantField, Nullable, Part, Parts, Slug, Text, Texts, Whole } from '../fields.js';
import { defineRequest, get, post } from '../define-request.js';
import { Nothing, PageQuery } from '../page.js';
import { Party } from '../step.js';
import { ITEM_TYPES } from './requests.js';

export const normProblems = {
  mayNotIssue: defineProblem('catalogue/may-not-issue', 403, '不得由本级制定', 'Not this level’s to issue'),
  breached: defineProblem('catalogue/norm-breached', 422, '条目不符合目录编制规范或者数据标准', 'The entry breaks the catalogue norm or a data standard'),
  unknownStandard: defineProblem('catalogue/unknown-standard', 422, '所引用的数据标准不存在或者不是现行版本', 'No such data standard, or not its current version'),
  issuedElsewhere: defineProblem('catalogue/standard-issued-elsewhere', 409, '该标准由上级发布', 'The standard is issued one level up'),
} as const;

/** Texts of an entry that a norm may speak of. */
export const NORM_FIELDS = [
  'name', 'abstract', 'entryClass', 'subclass', 'format', 'formatClass', 'dataForm', 'acquisitionMode', 'sharingType', 'sharingCondition', 'openType', 'openCondition', 'updateCycle', 'securityLevel',
  'scopeOfUse', 'contact', 'spatialCoverage', 'domain',
] as const;

/** What a norm demands of one field. */
export class NormRule {
  @Choice(NORM_FIELDS) readonly field!: string;
  @Flag({ optional: true, description: 'The field must be stated' }) readonly stated?: boolean;
  @Whole({ min: 1, max: 2000, optional: true, description: 'Fewest characters' }) readonly shortest?: number;
  @Whole({ min: 1, max: 2000, optional: true, description: 'Most characters' }) readonly longest?: number;
  @Texts({ optional: true, min: 1, most: 100, description: 'Admissible values' }) readonly oneOf?: string[];
}
export class IssueCatalogueNorm {
  @Text({ example: '辽宁省政务信息资源目录编制指南' }) readonly title!: string;
  @Parts(() => NormRule, { min: 1, most: 100 }) readonly rules!: NormRule[];
}
export class CatalogueNorm extends IssueCatalogueNorm {
  @Division({ description: 'Node that issued it' }) readonly issuer!: string;
  @Whole({ min: 1, max: 1_000_000 }) readonly version!: number;
  @InstantField() readonly issuedAt!: string;
}
export const issueCatalogueNorm = defineRequest({
  service: 'catalogue', name: 'issue-catalogue-norm', kind: 'command', input: IssueCatalogueNorm, output: CatalogueNorm, permission: roles('DATA_AUTHORITY'),
  http: post('/catalogue-norms'), summary: { zh: '发布目录编制规范(新版本)', en: 'Issue the catalogue norm, or its next version' },
});
export class CatalogueNorms {
  @Parts(() => CatalogueNorm) readonly items!: CatalogueNorm[];
}
export const findCatalogueNorms = defineRequest({
  service: 'catalogue', name: 'find-catalogue-norms', kind: 'query', input: Nothing, output: CatalogueNorms, permission: roles(...ROLES),
  http: get('/catalogue-norms'), summary: { zh: '目录编制规范的各版本', en: 'Versions of the catalogue norm, the newest first' },
});
export class FindNormViolations extends PageQuery {}
export class Breach {
  @Text({ description: 'Field of the entry' }) readonly pointer!: string;
  @Text() readonly code!: string;
  @Text({ max: 500 }) readonly detail!: string;
}
export class NormViolation {
  @Id() readonly id!: string;
  @Nullable() readonly code!: string | null;
  @Text() readonly name!: string;
  @Part(() => Party) readonly provider!: Party;
  @Parts(() => Breach) readonly breaches!: Breach[];
}
export class NormViolations {
  @Parts(() => NormViolation) readonly items!: NormViolation[];
  @Nullable({ description: 'Where the next page begins; a page that finds little may be short' }) readonly nextCursor!: string | null;
}
export const findNormViolations = defineRequest({
  service: 'catalogue', name: 'find-norm-violations', kind: 'query', input: FindNormViolations, output: NormViolations, permission: roles('DATA_AUTHORITY', 'DATA_ADMINISTRATOR', 'AUDITOR'),
  http: get('/catalogue-norm-violations'), summary: { zh: '不符合现行规范和标准的已发布条目', en: 'Published entries that break the norm or standards in force' },
});
export const catalogueNormIssued = defineEvent({ service: 'catalogue', name: 'catalogue-norm-issued', data: CatalogueNorm, crosses: { lane: 'catalogue', to: 'neighbours' } });

/** What a standard demands of data items. */
export class StandardRule {
  @Text({ optional: true, description: 'Only items of this name; absent: every item', example: '公民身份号码' }) readonly item?: string;
  @Text({ optional: true, max: 63, pattern: /^[a-z0-9_#?*]+$/, description: 'Shape of the column code: # a digit, ? one character, * any', example: 'gmsfhm' }) readonly column?: string;
  @Choices(ITEM_TYPES, { optional: true, description: 'Admissible types' }) readonly types?: string[];
  @Whole({ min: 1, max: 63, optional: true, description: 'Most characters of a column code' }) readonly longestColumn?: number;
  @Whole({ min: 1, max: 200, optional: true, description: 'Most characters of an item’s name' }) readonly longestName?: number;
}
export class IssueDataStandard {
  @Slug({ example: 'person-basic' }) readonly code!: string;
  @Text() readonly name!: string;
  @Flag({ description: 'Applies to every entry, named by it or not' }) readonly mandatory!: boolean;
  @Parts(() => StandardRule, { min: 1, most: 200 }) readonly rules!: StandardRule[];
}
export class DataStandard extends IssueDataStandard {
  @Division() readonly issuer!: string;
  @Whole({ min: 1, max: 1_000_000 }) readonly version!: number;
  @InstantField() readonly issuedAt!: string;
}
export const issueDataStandard = defineRequest({
  service: 'catalogue', name: 'issue-data-standard', kind: 'command', input: IssueDataStandard, output: DataStandard, permission: roles('DATA_AUTHORITY'),
  http: post('/data-standards'), summary: { zh: '发布数据标准(新版本)', en: 'Issue a data standard, or its next version' },
});
export class FindDataStandards {
  @Slug({ optional: true, description: 'All versions of this standard; absent: the current version of each' }) readonly code?: string;
}
export class DataStandards {
  @Parts(() => DataStandard) readonly items!: DataStandard[];
}
export const findDataStandards = defineRequest({
  service: 'catalogue', name: 'find-data-standards', kind: 'query', input: FindDataStandards, output: DataStandards, permission: roles(...ROLES),
  http: get('/data-standards'), summary: { zh: '数据标准', en: 'Data standards' },
});
export class FindOutdatedEntries extends PageQuery {
  @Slug() readonly code!: string;
}
export class OutdatedEntry {
  @Id() readonly id!: string;
  @Nullable() readonly code!: string | null;
  @Text() readonly name!: string;
  @Part(() => Party) readonly provider!: Party;
  @Whole({ min: 1, max: 1_000_000, description: 'Version of the standard that the entry uses' }) readonly usedVersion!: number;
  @Whole({ min: 1, max: 1_000_000 }) readonly currentVersion!: number;
}
export class OutdatedEntries {
  @Parts(() => OutdatedEntry) readonly items!: OutdatedEntry[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findOutdatedEntries = defineRequest({
  service: 'catalogue', name: 'find-outdated-entries', kind: 'query', input: FindOutdatedEntries, output: OutdatedEntries, permission: roles('DATA_AUTHORITY', 'DATA_ADMINISTRATOR', 'AUDITOR'),
  http: get('/data-standards/{code}/outdated-entries'), summary: { zh: '仍使用旧版标准的条目', en: 'Published entries that still use an old version of a standard' },
});
export const dataStandardIssued = defineEvent({ service: 'catalogue', name: 'data-standard-issued', data: DataStandard, crosses: { lane: 'catalogue', to: 'neighbours' } });
