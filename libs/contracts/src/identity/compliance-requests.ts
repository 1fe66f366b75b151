import { roles } from '../permission.js';
import { LEVELS } from '../role.js';
import { Choice, Division, JsonField, Nullable, Parts, Slug, Text } from '../fields.js';
import { defineRequest, get } from '../define-request.js';
import { PageQuery } from '../page.js';
import { Label } from '../step.js';

export const STAFFING_DUTIES = ['SECURITY_LEAD', 'DATA_ADMINISTRATOR', 'CATALOGUE_REVIEWER', 'DEDICATED_UNIT', 'DATA_POST', 'DATA_AUTHORITY'] as const;

/** What is missing, and the provision that demands it. */
export class MissingDuty {
  @Choice(STAFFING_DUTIES) readonly what!: string;
  @JsonField({ description: 'Label of the demand, zh and en' }) readonly label!: Label;
  @Text() readonly pack!: string;
  @Text() readonly packVersion!: string;
  @Text() readonly article!: string;
  @Text({ max: 1000 }) readonly quote!: string;
}
export class IncompleteOrganisation {
  @Slug() readonly organisationId!: string;
  @Text() readonly name!: string;
  @Choice(LEVELS) readonly level!: string;
  @Division() readonly division!: string;
  @Parts(() => MissingDuty) readonly missing!: MissingDuty[];
}
export class IncompletePlace {
  @Division() readonly division!: string;
  @Choice(LEVELS) readonly level!: string;
  @Nullable({ description: 'Name, where the place is a node or tenant' }) readonly name!: string | null;
  @Parts(() => MissingDuty) readonly missing!: MissingDuty[];
}
export class OrganisationCompliance {
  @Parts(() => IncompletePlace, { description: 'Counties, cities and nodes without a named data authority; on the first page' }) readonly places!: IncompletePlace[];
  @Parts(() => IncompleteOrganisation) readonly items!: IncompleteOrganisation[];
  @Nullable() readonly nextCursor!: string | null;
}
export const getOrganisationCompliance = defineRequest({
  service: 'identity', name: 'get-organisation-compliance', kind: 'query', input: PageQuery, output: OrganisationCompliance,
  permission: roles('OPERATOR', 'DATA_AUTHORITY', 'PROVIDER_HEAD', 'DATA_ADMINISTRATOR', 'SECURITY_LEAD'),
  http: get('/compliance-reports/organisations'), summary: { zh: '机构与人员的合规情况', en: 'What the law in force here demands of organisations and is missing, each with its article' },
});
