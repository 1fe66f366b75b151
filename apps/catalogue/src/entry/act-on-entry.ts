import { Injectable } from '@nestjs/common';
import { caseMoved, catalogueProblems, entryMoved, entryPublished, Problem, type ActOnEntry as Act, type EntryView } from '@gongshu/contracts';
import { historyEntry, keepDeadline, NodeRegulation, tellCase, UnitOfWork, WorkingCalendars, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { entryCode, listed, partiesOf, publication, takeTurn, type Entry } from './entry.js';
import { lawfulMove } from './entry-law.js';
import { EntryStore } from './entry.store.js';
import { EntryViews } from './entry-views.js';
import { ENTRY_TIMERS } from './when-entry-deadline.js';

/** One act on the version of an entry that is under way: which there are, who may do it, when and with what is the pack's to say. */
@Injectable()
export class ActOnEntry {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly entries: EntryStore,
    private readonly views: EntryViews,
  ) {}

  async run(ctx: RequestContext, input: Act): Promise<EntryView> {
    return this.unitOfWork.run(ctx, async (tx) => this.views.of(await this.act(tx, input), ctx), input);
  }

  private async act(tx: Transaction, { id, act, ...words }: Act): Promise<Entry> {
    const { ctx } = tx;
    const calendar = await this.calendars.forAct(tx);
    const entry = await this.entries.loadForUpdate(tx, id);
    // Seen by everybody, but no business of theirs; a neighbour's pack may not even be on this node's shelf.
    if (entry.standing.ended && partiesOf(entry, ctx).length === 0) throw new Problem(catalogueProblems.notYourTurn);
    const pack = this.regulation.packOf(entry.standing);
    const move = lawfulMove(pack, entry, ctx, act, words, calendar);
    const { standing } = move;
    const moved = { ...takeTurn(entry, standing, pack), history: [...entry.history, historyEntry(move, ctx, words.reasons)] };
    await keepDeadline(tx, ENTRY_TIMERS, id, standing, { pack, calendar });
    tx.announce(entryMoved, id, { id, act, to: move.to, article: move.source.article, dueOn: standing.dueOn });
    const after = standing.step === 'PUBLISHED' ? await this.publish(tx, moved) : moved;
    await this.entries.save(tx, after);
    tellCase(tx, caseMoved.catalogue, pack, listed(after));
    return after;
  }

  private async publish(tx: Transaction, entry: Entry): Promise<Entry> {
    const code = entry.code ?? entryCode(entry, await this.entries.nextCodeNumber(tx));
    await this.entries.replaceInForce(tx, entry.id);
    tx.announce(entryPublished, entry.id, publication(entry, code, tx.ctx.now));
    return { ...entry, code, publishedAt: tx.ctx.now };
  }
}
