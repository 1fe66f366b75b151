import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { defineProblem } from '../problem.js';
import { Flag, Id, InstantField, Parts, Text, Whole } from '../fields.js';
import { defineRequest, get } from '../define-request.js';

export const reviewVerdictProblems = {
  verdictsMissing: defineProblem('catalogue/verdicts-missing', 409, '应当逐条审核,尚有信息项没有审核意见', 'The review goes item by item: some data items have no verdict yet'),
} as const;

/** What the reviewer found of one data item: whether it is accurate, complete and compliant (jian 11). */
export class ItemVerdict {
  @Text({ max: 63, pattern: /^[a-z][a-z0-9_]*$/, description: 'Column of the data item' }) readonly column!: string;
  @Flag({ description: 'Accurate (准确性)' }) readonly accurate!: boolean;
  @Flag({ description: 'Complete (完整性)' }) readonly complete!: boolean;
  @Flag({ description: 'Compliant (合规性)' }) readonly compliant!: boolean;
  @Text({ optional: true, max: 500, description: 'What is to be corrected; required of an item that fails a check' }) readonly reasons?: string;
}
/** A verdict as it stands on record. */
export class RecordedVerdict extends ItemVerdict {
  @Whole({ min: 1, max: 1_000_000, description: 'Version of the entry' }) readonly version!: number;
  @Flag({ description: 'All three checks passed' }) readonly passed!: boolean;
  @Text() readonly reviewer!: string;
  @InstantField() readonly reviewedAt!: string;
}
export class EntryVerdicts {
  @Parts(() => RecordedVerdict, { most: 3000 }) readonly items!: RecordedVerdict[];
}
export class FindReviewVerdicts {
  @Id() readonly id!: string;
}
export const findReviewVerdicts = defineRequest({
  service: 'catalogue', name: 'find-review-verdicts', kind: 'query', input: FindReviewVerdicts, output: EntryVerdicts, permission: roles(...ROLES),
  http: get('/catalogue-entries/{id}/review-verdicts'), summary: { zh: '查看逐条审核意见', en: "The reviewer's verdicts on an entry's data items" },
});
