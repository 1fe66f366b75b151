import { roles } from '../permission.js';
import { LEVELS, ROLES } from '../role.js';
import { Choice, Division, InstantField, JsonField, Nullable, Part, Parts, Slug, Text, Whole } from '../fields.js';
import { defineRequest, get, post, put } from '../define-request.js';
import { Nothing, PageQuery } from '../page.js';
import { Label, LegalBasis } from '../step.js';

/** What an organisation is by law. Which of them may be sharing parties, and which need an authorising basis, is the regulation pack's to say. */
export const ORGANISATION_KINDS = [
  'GOVERNMENT_DEPARTMENT',
  'PUBLIC_INSTITUTION',
  'SOCIAL_ORGANISATION',
  'AUTHORISED_ORGANISATION',
  'PUBLIC_AFFAIRS_BODY',
  'PUBLIC_SERVICE_ENTERPRISE',
  'PRIVATE_ENTERPRISE',
  'CENTRAL_AGENCY',
  'AREA_COMMITTEE',
  'PEOPLES_GOVERNMENT',
  'LEADING_GROUP',
  'DATA_AUTHORITY',
  'PLATFORM',
] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

export class Organisation {
  @Slug({ example: '130000-natural-resources' }) readonly id!: string;
  @Text({ example: '河北省自然资源厅' }) readonly name!: string;
  @Choice(LEVELS) readonly level!: string;
  @Division() readonly division!: string;
  @Text({ description: 'Unified social credit code, GB 32100-2015', min: 18, max: 18 }) readonly uscc!: string;
  @Choice(ORGANISATION_KINDS) readonly kind!: string;
  @Part(() => LegalBasis, { optional: true, description: 'Law or regulation that authorises the organisation' }) readonly authorisingBasis?: LegalBasis;
  @Slug({ optional: true, description: 'Development zone or other area: of a committee the area it governs, of another organisation the one it lies in' }) readonly area?: string;
}
export const registerOrganisation = defineRequest({
  service: 'identity', name: 'register-organisation', kind: 'command', input: Organisation, output: Organisation, permission: roles('OPERATOR', 'DATA_AUTHORITY'),
  http: put('/organisations/{id}'), summary: { zh: '登记或更新机构', en: 'Register or update an organisation' },
});
export class OrganisationPage {
  @Parts(() => Organisation) readonly items!: Organisation[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findOrganisations = defineRequest({
  service: 'identity', name: 'find-organisations', kind: 'query', input: PageQuery, output: OrganisationPage, permission: roles(...ROLES),
  http: get('/organisations'), summary: { zh: '查询机构', en: 'List organisations' },
});

export class GetOrganisation {
  @Slug() readonly id!: string;
}
export class OrganisationChange {
  @Whole({ min: 1, max: 1_000_000, description: 'Number of the change, in order' }) readonly version!: number;
  @InstantField() readonly at!: string;
  @Text() readonly actor!: string;
  @Nullable({ description: 'Organisation of the actor' }) readonly actorOrganisation!: string | null;
  @Part(() => Organisation, { nullable: true, description: 'The record as it was before; null for the first registration' }) readonly before!: Organisation | null;
}
export class OrganisationHistory {
  @Part(() => Organisation) readonly organisation!: Organisation;
  @Parts(() => OrganisationChange, { description: 'Newest first, at most 200' }) readonly changes!: OrganisationChange[];
}
export const getOrganisationHistory = defineRequest({
  service: 'identity', name: 'get-organisation-history', kind: 'query', input: GetOrganisation, output: OrganisationHistory,
  permission: roles('OPERATOR', 'DATA_AUTHORITY', 'AUDITOR', 'PROVIDER_HEAD', 'DATA_ADMINISTRATOR'),
  http: get('/organisations/{id}/history'), summary: { zh: '机构登记的变更记录', en: 'Who changed the record of an organisation, when, and what it was before' },
});

export const ORGANISATION_IMPORT_MODES = ['ALL_OR_NOTHING', 'VALID_ROWS'] as const;
export class ImportOrganisations {
  @Choice(ORGANISATION_IMPORT_MODES, { description: 'Whether one faulty row refuses all rows, or only itself' }) readonly mode!: string;
  @Text({
    max: 400_000, example: '机构标识,机构名称,层级,行政区划代码,统一社会信用代码,机构类型\n130000-education,河北省教育厅,PROVINCE,130000,11130000MB00000516,GOVERNMENT_DEPARTMENT',
    description: 'CSV (RFC 4180) with a heading row, by the names of the fields or their Chinese titles; at most 2,000 rows',
  }) readonly csv!: string;
}
export class OrganisationImportFault {
  @Whole({ min: 1, max: 1_000_000, description: 'Row of the sheet; the heading is row 1' }) readonly row!: number;
  @Text({ description: 'Column, by the field’s name; the heading row’s text for an unknown one' }) readonly column!: string;
  @Text() readonly code!: string;
  @JsonField({ description: 'What is wrong, zh and en' }) readonly words!: Label;
}
export class OrganisationImportReport {
  @Choice(ORGANISATION_IMPORT_MODES) readonly mode!: string;
  @Whole({ min: 0, max: 2000 }) readonly rows!: number;
  @Whole({ min: 0, max: 2000, description: 'Rows that were registered' }) readonly registered!: number;
  @Parts(() => OrganisationImportFault, { most: 2000 }) readonly faults!: OrganisationImportFault[];
}
export const importOrganisations = defineRequest({
  service: 'identity', name: 'import-organisations', kind: 'command', input: ImportOrganisations, output: OrganisationImportReport, permission: roles('OPERATOR', 'DATA_AUTHORITY'),
  http: post('/organisations/imports', { status: 200 }), summary: { zh: '批量导入机构', en: 'Import organisations from a sheet, with a report by row and column' },
});

export class NameDataAuthority {
  @Division() readonly division!: string;
  @Slug({ description: 'A registered organisation of the division' }) readonly organisationId!: string;
}
export class NamedAuthority {
  @Division() readonly division!: string;
  @Choice(LEVELS) readonly level!: string;
  @Slug() readonly organisationId!: string;
  @Text({ description: 'Node that knows the organisation' }) readonly node!: string;
  @InstantField() readonly since!: string;
}
/** Its administrators act as data authority from their next token on; the clients of a former authority lose that role at once. */
export const nameDataAuthority = defineRequest({
  service: 'identity', name: 'name-data-authority', kind: 'command', input: NameDataAuthority, output: NamedAuthority, permission: roles('OPERATOR', 'PEOPLES_GOVERNMENT'),
  http: put('/divisions/{division}/data-authority'), summary: { zh: '明确本级政务数据主管部门', en: 'Name the data authority of a division' },
});

export const PLATFORM_SETTINGS = ['PLATFORM_NAME', 'SUPPORT_CONTACT', 'NOTICE'] as const;
export class PlatformSetting {
  @Choice(PLATFORM_SETTINGS) readonly key!: string;
  @Text({ max: 500 }) readonly value!: string;
}
export const changePlatformSetting = defineRequest({
  service: 'identity', name: 'change-platform-setting', kind: 'command', input: PlatformSetting, output: PlatformSetting, permission: roles('OPERATOR', 'DATA_AUTHORITY'),
  http: put('/platform-settings/{key}'), summary: { zh: '修改平台设置', en: 'Change a setting of the platform; only for operators and the authority of the node’s own level' },
});
export class PlatformSettings {
  @Parts(() => PlatformSetting) readonly items!: PlatformSetting[];
}
export const findPlatformSettings = defineRequest({
  service: 'identity', name: 'find-platform-settings', kind: 'query', input: Nothing, output: PlatformSettings, permission: roles(...ROLES),
  http: get('/platform-settings'), summary: { zh: '查询平台设置', en: 'Settings of the platform' },
});
