import { Injectable } from '@nestjs/common';
import { Problem, problems, reviewVerdictProblems, type FieldFault, type ItemVerdict } from '@gongshu/contracts';
import type { EffectivePack } from '@gongshu/regulation';
import { citation, optionalParameter, type Transaction } from '@gongshu/service-kit';
import type { Entry } from '../entry/entry.js';
import { ReviewVerdictStore } from './review-verdict.store.js';

const ITEM_BY_ITEM = 'catalogue.review.itemByItem';
/** The reviewer's act on which items are judged. */
const PASS = 'pass';
const MOST_REASONS = 2000;

/** What a review has found: an entry passes when every item passes every check. */
export interface Findings {
  readonly verdicts: readonly ItemVerdict[];
  readonly passed: boolean;
  /** What is to be corrected, item by item. */
  readonly reasons: string;
}

/** The reviewer's verdicts on the data items of an entry (jian 11). */
@Injectable()
export class ReviewItems {
  constructor(private readonly reviews: ReviewVerdictStore) {}

  /**
   * What the verdicts given with an act come to; undefined where there are none and the pack asks for none.
   *
   * @throws Problem 409 with the article for items without a verdict where the pack wants one on each; 422 for verdicts on what is not there
   */
  judge(pack: EffectivePack, { content: { items } }: Pick<Entry, 'content'>, act: string, verdicts: readonly ItemVerdict[] | undefined): Findings | undefined {
    const rule = optionalParameter(pack, ITEM_BY_ITEM);
    if (act === PASS && rule?.value === true) {
      const open = items.filter(({ column }) => verdicts?.some((verdict) => verdict.column === column) !== true);
      const errors = open.map(({ column, name }) => ({ pointer: '/verdicts', code: 'verdict-missing', detail: `${column} ${name}` }));
      if (errors.length > 0) throw new Problem(reviewVerdictProblems.verdictsMissing, { article: citation(rule.source), errors });
    }
    if (verdicts === undefined) return undefined;
    const errors = verdicts.flatMap((verdict, index) => faultsOf(verdict, index, act, items, verdicts));
    if (errors.length > 0) throw new Problem(problems.invalidInput, { errors });
    const failed = verdicts.filter((verdict) => !hasPassed(verdict));
    const reasons = failed.map(({ column, reasons: why }) => `${items.find((item) => item.column === column)?.name ?? column}(${column}):${why ?? ''}`).join(';');
    return { verdicts, passed: failed.length === 0, reasons: reasons.slice(0, MOST_REASONS) };
  }

  /** Puts findings on record with the act. */
  async keep(tx: Transaction, { id, version }: Entry, findings: Findings | undefined): Promise<void> {
    if (findings !== undefined) await this.reviews.insert(tx, { entryId: id, version, reviewer: tx.ctx.actor, verdicts: findings.verdicts, reviewedAt: tx.ctx.now });
  }
}

/** Whether an item stood every check. */
export function hasPassed({ accurate, complete, compliant }: ItemVerdict): boolean {
  return accurate && complete && compliant;
}

function faultsOf(verdict: ItemVerdict, index: number, act: string, items: Entry['content']['items'], verdicts: readonly ItemVerdict[]): FieldFault[] {
  const pointer = `/verdicts/${String(index)}`;
  const { column, reasons } = verdict;
  if (act !== PASS) return [{ pointer, code: 'no-use', detail: `the act ${act} has no use for verdicts` }];
  if (!items.some((item) => item.column === column)) return [{ pointer: `${pointer}/column`, code: 'unknown', detail: `no item has the column ${column}` }];
  if (verdicts.findIndex((other) => other.column === column) !== index) return [{ pointer: `${pointer}/column`, code: 'unique', detail: `column ${column} stands twice` }];
  return hasPassed(verdict) || reasons !== undefined ? [] : [{ pointer: `${pointer}/reasons`, code: 'required', detail: 'an item that fails a check says what is to be corrected' }];
}
