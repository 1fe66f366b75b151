import { defineEvent } from '../define-event.js';
import { defineRequest, get, post } from '../define-request.js';
import { Flag, Id, InstantField, Nullable, Parts, Text } from '../fields.js';
import { PageQuery } from '../page.js';
import { roles } from '../permission.js';

/** One part of a combination: an entry, a data item by its column in whatever entry, or an item of one entry. */
export class CombinationPart {
  @Id({ optional: true }) readonly entryId?: string;
  @Text({ optional: true, max: 63, description: 'Column of a data item' }) readonly column?: string;
}

/** The authority holds that certain data, each of them shareable, are sensitive together. Who would come to hold all of them is looked at before. */
export class DeclareSensitiveCombination {
  @Text({ max: 200 }) readonly name!: string;
  @Parts(() => CombinationPart, { min: 1, most: 20, description: 'At least two, sensitive together; each names an entry, a column, or both' }) readonly parts!: CombinationPart[];
  @Text({ max: 2000 }) readonly reasons!: string;
}
export class SensitiveCombinationView {
  @Id() readonly id!: string;
  @Text() readonly name!: string;
  @Parts(() => CombinationPart) readonly parts!: CombinationPart[];
  @Text({ max: 2000 }) readonly reasons!: string;
  @Flag({ description: 'Whether new requests are held against it' }) readonly inForce!: boolean;
  @InstantField() readonly declaredAt!: string;
  @Nullable({ description: 'Reasons for which it was lifted' }) readonly liftedReasons!: string | null;
}
export const declareSensitiveCombination = defineRequest({
  service: 'sharing', name: 'declare-sensitive-combination', kind: 'command', input: DeclareSensitiveCombination, output: SensitiveCombinationView, permission: roles('DATA_AUTHORITY'),
  http: post('/sensitive-combinations'), summary: { zh: '设定汇聚后敏感的数据组合', en: 'Declare data that are sensitive together' },
});
export class LiftSensitiveCombination {
  @Id() readonly id!: string;
  @Text({ max: 2000 }) readonly reasons!: string;
}
export const liftSensitiveCombination = defineRequest({
  service: 'sharing', name: 'lift-sensitive-combination', kind: 'command', input: LiftSensitiveCombination, output: SensitiveCombinationView, permission: roles('DATA_AUTHORITY'),
  http: post('/sensitive-combinations/{id}/lift', { status: 200 }), summary: { zh: '解除敏感数据组合', en: 'Lift a sensitive combination' },
});
export class SensitiveCombinationPage {
  @Parts(() => SensitiveCombinationView) readonly items!: SensitiveCombinationView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findSensitiveCombinations = defineRequest({
  service: 'sharing', name: 'find-sensitive-combinations', kind: 'query', input: PageQuery, output: SensitiveCombinationPage, permission: roles('DATA_AUTHORITY', 'SECURITY_LEAD', 'AUDITOR'),
  http: get('/sensitive-combinations'), summary: { zh: '查询敏感数据组合', en: 'List sensitive combinations' },
});

/** A combination was declared or lifted. */
export class SensitiveCombinationChanged {
  @Id() readonly id!: string;
  @Flag() readonly inForce!: boolean;
  @Text() readonly article!: string;
}
export const sensitiveCombinationChanged = defineEvent({ service: 'sharing', name: 'sensitive-combination-changed', data: SensitiveCombinationChanged });

/** A request goes to the security review, because of a combination. */
export class SensitiveCombinationMatched {
  @Id({ description: 'The request' }) readonly id!: string;
  @Id() readonly combinationId!: string;
  @Id() readonly entryId!: string;
  @Text() readonly article!: string;
}
export const sensitiveCombinationMatched = defineEvent({ service: 'sharing', name: 'sensitive-combination-matched', data: SensitiveCombinationMatched });
