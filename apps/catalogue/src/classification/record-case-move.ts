import { Injectable } from '@nestjs/common';
import { caseMoved, negativeListMoved, typeChangeMoved } from '@gongshu/contracts';
import { localDay, type Moved, type WorkingCalendar } from '@gongshu/regulation';
import { historyEntry, keepDeadline, NodeRegulation, tellCase, type Transaction } from '@gongshu/service-kit';
import { EntryAccess } from '../entry/entry-access.js';
import { CASE_TIMERS, effectOf, listed, PROCEDURES, type ClassificationCase } from './classification-case.js';
import { ClassificationCaseStore } from './classification-case.store.js';

/** What of an act goes on record besides the move itself. */
export interface CaseWords {
  readonly reasons?: string;
  readonly receipt?: string;
}

/** Everything that follows from an act the law allows: history, deadline, the list, the entry's next version, and who is told. */
@Injectable()
export class RecordCaseMove {
  constructor(
    private readonly cases: ClassificationCaseStore,
    private readonly regulation: NodeRegulation,
    private readonly entries: EntryAccess,
  ) {}

  /** @param before the case as it was, saved already */
  async run(tx: Transaction, before: ClassificationCase, moved: Moved, words: CaseWords, calendar: WorkingCalendar): Promise<ClassificationCase> {
    const { ctx } = tx;
    const { standing, to, act, source } = moved;
    const record = historyEntry(moved, ctx, words.reasons);
    const effect = effectOf(before, to);
    const after: ClassificationCase = {
      ...before,
      ...(words.receipt === undefined ? {} : { receipt: words.receipt }),
      ...(before.kind === 'NEGATIVE_LIST' && effect !== null ? await this.listing(tx, effect) : {}),
      standing,
      history: [...before.history, record],
    };
    const { id, kind, entryId, wanted, former, listNumber } = after;
    await this.cases.save(tx, after);
    if (effect !== null) {
      const classification = effect === 'wanted' ? wanted : former;
      const change = { cause: kind, changedOn: localDay(ctx.now), change: words.reasons ?? before.reasons ?? classification.sharingType };
      await this.entries.reclassify(tx, entryId, { to: classification, change, record: { ...record, from: 'PUBLISHED', to: 'PUBLISHED' } });
    }
    const pack = this.regulation.packOf(standing);
    await keepDeadline(tx, CASE_TIMERS, id, standing, { pack, calendar });
    tellCase(tx, caseMoved.catalogue, pack, listed(after));
    const told = { id, entryId, act, to, article: source.article, dueOn: standing.dueOn };
    if (standing.procedure === PROCEDURES.TYPE_CHANGE) tx.announce(typeChangeMoved, id, { ...told, sharingType: wanted.sharingType });
    else tx.announce(negativeListMoved, id, { ...told, listNumber });
    return after;
  }

  private async listing(tx: Transaction, effect: 'wanted' | 'former'): Promise<Partial<ClassificationCase>> {
    const { now, node } = tx.ctx;
    if (effect === 'former') return { removedAt: now, receipt: null };
    const number = await this.cases.nextListNumber(tx);
    return { listNumber: `NL-${node.code}-${String(number).padStart(6, '0')}`, listedAt: now };
  }
}
