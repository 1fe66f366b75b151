import { rolesBelowToo } from '../permission.js';
import { Flag, Id, JsonField, Part, Parts, Text, Whole } from '../fields.js';
import { defineRequest, get } from '../define-request.js';

const NUMBER = { min: 0, max: 1_000_000_000 } as const;

export class CheckCompleteness {
  @Id() readonly id!: string;
  @Whole({ min: 1, max: 1_000_000_000, optional: true, description: 'First number to check; 1 when absent' }) readonly from?: number;
}
/** The first place where the record is not what was written. */
export class ChainBreak {
  @Whole({ ...NUMBER }) readonly number!: number;
  @Text({ description: 'gap, link, closing, or head' }) readonly what!: string;
}
export class NumberRange {
  @Whole({ ...NUMBER }) readonly first!: number;
  @Whole({ ...NUMBER }) readonly last!: number;
}
export class CompletenessView {
  @Whole({ ...NUMBER, description: 'First number checked' }) readonly from!: number;
  @Whole({ ...NUMBER, description: 'Last number checked; below `last`: go on with `from` after it' }) readonly to!: number;
  @Whole({ ...NUMBER, description: 'Highest number given out' }) readonly last!: number;
  @Whole({ ...NUMBER, description: 'Permits found between `from` and `to`' }) readonly count!: number;
  @Parts(() => NumberRange, { description: 'Numbers given out of which no permit is left; none when whole' }) readonly gaps!: NumberRange[];
  @Whole({ ...NUMBER, description: 'Permits of the range that were not closed yet' }) readonly open!: number;
  @Parts(() => NumberRange, { description: 'Their numbers, the first hundred ranges' }) readonly openNumbers!: NumberRange[];
  @Text({ description: 'Digest of the last link, hex' }) readonly head!: string;
  @Flag() readonly complete!: boolean;
  @Part(() => ChainBreak, { nullable: true, description: 'Null: the chain computed again is the one on record' }) readonly brokenAt!: ChainBreak | null;
  @JsonField({ description: 'What is signed: grantId, from, to, last, head, complete, at' }) readonly statement!: unknown;
  @Text({ max: 10_000 }) readonly jws!: string;
}
/** link n = SHA-256(JSON array of link n−1, grant, number, permit, client, instant), hex; link 0 is 64 zeros. */
export const checkCompleteness = defineRequest({
  service: 'sharing', name: 'check-completeness', kind: 'query', input: CheckCompleteness, output: CompletenessView, permission: rolesBelowToo('DATA_ADMINISTRATOR', 'DATA_AUTHORITY', 'PROVIDER_HEAD', 'AUDITOR'),
  http: get('/grants/{id}/completeness'), summary: { zh: '调用凭证的完整性证明', en: 'Proof that the permits of a grant are complete and unchanged' },
});
