import { roles } from '../permission.js';
import { Choice, Choices, DayField, Flag, Id, InstantField, Nullable, Parts, Slug, Text, Texts, Whole } from '../fields.js';
import { defineRequest, get, post, put } from '../define-request.js';
import { PageQuery } from '../page.js';

/** What a person of an organisation is named for. */
export const DUTIES = ['DATA_ADMINISTRATOR', 'CATALOGUE_COMPILER', 'CATALOGUE_REVIEWER', 'SECURITY_LEAD'] as const;
export type Duty = (typeof DUTIES)[number];

export class Unit {
  @Slug() readonly organisationId!: string;
  @Slug() readonly unitId!: string;
  @Text({ example: '数据资源处' }) readonly name!: string;
  @Flag({ description: 'The body dedicated to data work, where the law demands one' }) readonly dedicated!: boolean;
}
export const setUnit = defineRequest({
  service: 'identity', name: 'set-unit', kind: 'command', input: Unit, output: Unit, permission: roles('OPERATOR', 'DATA_AUTHORITY', 'PROVIDER_HEAD'),
  http: put('/organisations/{organisationId}/units/{unitId}'), summary: { zh: '登记或更新内设机构', en: 'Register or update a unit of an organisation' },
});

/** Personal data: name, duties, unit and office phone, and nothing more. Events carry ids only. */
export class NamedPerson {
  @Slug() readonly organisationId!: string;
  @Slug({ example: 'wang-wei' }) readonly personId!: string;
  @Text({ max: 50 }) readonly name!: string;
  @Choices(DUTIES) readonly duties!: string[];
  @Slug({ optional: true }) readonly unitId?: string;
  @Text({ optional: true, pattern: /^[0-9+() -]{5,25}$/ }) readonly officePhone?: string;
  @DayField({ description: 'Day from which the person holds the duties; not after today' }) readonly since!: string;
}
export class NamePerson extends NamedPerson {
  @Slug({ optional: true, description: 'Person whose duties end with this naming' }) readonly replaces?: string;
}
export class PersonView extends NamedPerson {
  @Nullable({ description: 'Day on which the duties ended' }) readonly until!: string | null;
}
export const namePerson = defineRequest({
  service: 'identity', name: 'name-person', kind: 'command', input: NamePerson, output: PersonView, permission: roles('OPERATOR', 'DATA_AUTHORITY', 'PROVIDER_HEAD'),
  http: put('/organisations/{organisationId}/staff/{personId}'), summary: { zh: '指定工作人员及其职责', en: 'Name a person for duties, instead of another one where stated' },
});
export class EndPerson {
  @Slug() readonly organisationId!: string;
  @Slug() readonly personId!: string;
}
export const endPerson = defineRequest({
  service: 'identity', name: 'end-person', kind: 'command', input: EndPerson, output: PersonView, permission: roles('OPERATOR', 'DATA_AUTHORITY', 'PROVIDER_HEAD'),
  http: post('/organisations/{organisationId}/staff/{personId}/end', { status: 200 }), summary: { zh: '终止工作人员的职责', en: 'End a person’s duties, and with them every right of the person’s clients, at once' },
});
export class FindPeople {
  @Slug() readonly organisationId!: string;
}
export class People {
  @Parts(() => Unit) readonly units!: Unit[];
  @Parts(() => PersonView) readonly staff!: PersonView[];
}
export const findPeople = defineRequest({
  service: 'identity', name: 'find-people', kind: 'query', input: FindPeople, output: People,
  permission: roles('OPERATOR', 'DATA_AUTHORITY', 'PROVIDER_HEAD', 'DATA_ADMINISTRATOR', 'CATALOGUE_REVIEWER', 'SECURITY_LEAD'),
  http: get('/organisations/{organisationId}/staff'), summary: { zh: '查询机构的内设机构与工作人员', en: 'Units and staff of an organisation, for itself and for its authority' },
});

export class StaffFiling {
  @Id() readonly id!: string;
  @Slug() readonly organisationId!: string;
  @Text({ description: 'Name of the organisation' }) readonly organisation!: string;
  @Whole({ min: 1, max: 1_000_000, description: 'Version of the organisation’s filing' }) readonly version!: number;
  @Slug() readonly personId!: string;
  @Text() readonly name!: string;
  @Texts() readonly duties!: string[];
  @Choice(['NAMED', 'CHANGED', 'ENDED']) readonly change!: string;
  @DayField({ description: 'Day of the change' }) readonly filedOn!: string;
  @Text({ description: 'Article that demands the filing' }) readonly article!: string;
  @Nullable({ description: 'Number by which the authority confirmed it' }) readonly number!: string | null;
  @InstantField({ nullable: true }) readonly confirmedAt!: string | null;
}
export class StaffFilings {
  @Parts(() => StaffFiling) readonly items!: StaffFiling[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findStaffFilings = defineRequest({
  service: 'identity', name: 'find-staff-filings', kind: 'query', input: PageQuery, output: StaffFilings, permission: roles('DATA_AUTHORITY', 'PROVIDER_HEAD', 'DATA_ADMINISTRATOR'),
  http: get('/staff-filings'), summary: { zh: '查询人员备案', en: 'Filings of data staff: an authority’s own level, a department’s own' },
});
export class ConfirmStaffFiling {
  @Id() readonly id!: string;
  @Text({ max: 64, example: '威数备〔2026〕12号' }) readonly number!: string;
}
export const confirmStaffFiling = defineRequest({
  service: 'identity', name: 'confirm-staff-filing', kind: 'command', input: ConfirmStaffFiling, output: StaffFiling, permission: roles('DATA_AUTHORITY'),
  http: post('/staff-filings/{id}/confirmation', { status: 200 }), summary: { zh: '确认人员备案并编号', en: 'Confirm a filing with a number' },
});
