import { roles } from '../permission.js';
import { Choice, Id, InstantField, Nullable, Part, Parts, Slug, Text, Texts, Whole } from '../fields.js';
import { defineEvent } from '../define-event.js';
import { defineRequest, get, post } from '../define-request.js';
import { PageQuery } from '../page.js';
import { Party } from '../step.js';

export const FUNCTION_STATES = ['IN_FORCE', 'WITHDRAWN'] as const;

/** One function of a department by its duty list (职责清单), and the data it is bound to have by it. */
export class FunctionItemContent {
  @Text({ max: 60, example: 'MZ-12' }) readonly code!: string;
  @Text({ example: '最低生活保障对象认定' }) readonly name!: string;
  @Text({ optional: true, max: 1000, description: 'Law, or document that sets the duty' }) readonly basis?: string;
  @Texts({ optional: true, most: 100, description: 'Data sets that arise by the function and belong into the catalogue, by name' }) readonly dataSets?: string[];
}
export class FunctionItemView extends FunctionItemContent {
  @Id() readonly id!: string;
  @Part(() => Party) readonly department!: Party;
  @Choice(FUNCTION_STATES) readonly state!: string;
  @InstantField() readonly registeredAt!: string;
  @Nullable({ max: 2000 }) readonly withdrawalReasons!: string | null;
  @Texts({ most: 1000, description: 'Ids of published entries that are linked to it' }) readonly entries!: string[];
}
export const registerFunctionItem = defineRequest({
  service: 'catalogue', name: 'register-function-item', kind: 'command', input: FunctionItemContent, output: FunctionItemView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/function-items'), summary: { zh: '登记职责事项', en: 'Register a function of the department' },
});
export class WithdrawFunctionItem {
  @Id() readonly id!: string;
  @Text({ max: 2000 }) readonly reasons!: string;
}
export const withdrawFunctionItem = defineRequest({
  service: 'catalogue', name: 'withdraw-function-item', kind: 'command', input: WithdrawFunctionItem, output: FunctionItemView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/function-items/{id}/withdrawal', { status: 200 }), summary: { zh: '取消职责事项', en: 'Withdraw a function; entries linked to it need an update' },
});
export class FindFunctionItems extends PageQuery {
  @Slug({ optional: true }) readonly organisationId?: string;
}
export class FunctionItemPage {
  @Parts(() => FunctionItemView) readonly items!: FunctionItemView[];
  @Nullable() readonly nextCursor!: string | null;
}
const READERS = ['DATA_ADMINISTRATOR', 'CATALOGUE_REVIEWER', 'PROVIDER_HEAD', 'DATA_AUTHORITY', 'AUDITOR'] as const;
export const findFunctionItems = defineRequest({
  service: 'catalogue', name: 'find-function-items', kind: 'query', input: FindFunctionItems, output: FunctionItemPage, permission: roles(...READERS),
  http: get('/function-items'), summary: { zh: '职责事项列表', en: 'Functions of departments' },
});

/** What a function demands and the catalogue has not. `dataSet` is null where nothing at all is linked to the function. */
export class MissingObligation {
  @Id() readonly functionItemId!: string;
  @Text() readonly functionName!: string;
  @Nullable() readonly dataSet!: string | null;
}
export class DepartmentCoverage {
  @Part(() => Party) readonly department!: Party;
  @Whole({ min: 0, max: 1_000_000 }) readonly functions!: number;
  @Whole({ min: 0, max: 1_000_000, description: 'What should exist' }) readonly expected!: number;
  @Whole({ min: 0, max: 1_000_000 }) readonly present!: number;
  @Parts(() => MissingObligation, { most: 200, description: 'The first two hundred' }) readonly missing!: MissingObligation[];
}
export class ObligationCoverage {
  @Parts(() => DepartmentCoverage) readonly items!: DepartmentCoverage[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findObligationCoverage = defineRequest({
  service: 'catalogue', name: 'find-obligation-coverage', kind: 'query', input: PageQuery, output: ObligationCoverage, permission: roles(...READERS),
  http: get('/obligation-coverage'), summary: { zh: '职责清单与目录的对应情况', en: 'Duty lists against the catalogue: what should exist and does not, by department' },
});

export class FunctionItemChanged {
  @Id() readonly id!: string;
  @Slug() readonly organisationId!: string;
  @Choice(FUNCTION_STATES) readonly state!: string;
}
export const functionItemChanged = defineEvent({ service: 'catalogue', name: 'function-item-changed', data: FunctionItemChanged });
/** What an entry says no longer fits, so that its provider has to open a change. */
export class EntryNeedsUpdate {
  @Id() readonly id!: string;
  @Text() readonly cause!: string;
  @InstantField() readonly since!: string;
}
export const entryNeedsUpdate = defineEvent({ service: 'catalogue', name: 'entry-needs-update', data: EntryNeedsUpdate });
