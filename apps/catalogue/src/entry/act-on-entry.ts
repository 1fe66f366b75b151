import { Injectable } from '@nestjs/common';
import { caseMoved, catalogueProblems, entryHandedIn, entryMoved, Problem, type ActOnEntry as Act, type EntryHandedIn, type EntryView } from '@gongshu/contracts';
import { historyEntry, keepDeadline, NodeRegulation, tellCase, UnitOfWork, WorkingCalendars, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { listed, partiesOf, takeTurn, type Entry } from './entry.js';
import { lawfulMove, OVERRIDE } from './entry-law.js';
import { EntryStore } from './entry.store.js';
import { EntryViews } from './entry-views.js';
import { PutInForce } from './put-in-force.js';
import { ReviewItems } from '../review-verdict/review-items.js';
import { ENTRY_TIMERS } from './when-entry-deadline.js';

const RETURN = 'return';
const SUBMIT = 'submit';

/** One act on the version of an entry that is under way: which there are, who may do it, when and with what is the pack's to say. */
@Injectable()
export class ActOnEntry {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly entries: EntryStore,
    private readonly views: EntryViews,
    private readonly putInForce: PutInForce,
    private readonly review: ReviewItems,
  ) {}

  async run(ctx: RequestContext, input: Act): Promise<EntryView> {
    return this.unitOfWork.run(ctx, async (tx) => this.views.of(await this.act(tx, input), ctx), input);
  }

  private async act(tx: Transaction, { id, act: asked, verdicts, ...said }: Act): Promise<Entry> {
    const { ctx } = tx;
    const calendar = await this.calendars.forAct(tx);
    const entry = await this.entries.loadForUpdate(tx, id);
    // Seen by everybody, but no business of theirs; a neighbour's pack may not even be on this node's shelf.
    if (entry.standing.ended && partiesOf(entry, ctx).length === 0) throw new Problem(catalogueProblems.notYourTurn);
    const pack = this.regulation.packOf(entry.standing);
    const known = { typeOverridden: await this.entries.hasHadAct(tx, id, OVERRIDE) };
    const asAsked = lawfulMove(pack, entry, ctx, { act: asked, ...said }, known, calendar);
    const found = this.review.judge(pack, entry, asked, verdicts);
    // What the reviewer found wrong goes back, whatever the reviewer calls it.
    const { act, ...words } = found?.passed === false ? { ...said, act: RETURN, reasons: found.reasons } : { ...said, act: asked };
    const move = act === asked ? asAsked : lawfulMove(pack, entry, ctx, { act, ...words }, known, calendar);
    await this.review.keep(tx, entry, found);
    const { standing } = move;
    const moved = { ...takeTurn(entry, standing, pack), history: [...entry.history, historyEntry(move, ctx, words.reasons)] };
    await keepDeadline(tx, ENTRY_TIMERS, id, standing, { pack, calendar });
    tx.announce(entryMoved, id, { id, act, to: move.to, article: move.source.article, dueOn: standing.dueOn });
    if (act === SUBMIT && entry.version === 1) tx.announce(entryHandedIn, id, handedIn(entry));
    const after = standing.step === 'PUBLISHED' ? await this.putInForce.run(tx, moved) : moved;
    await this.entries.save(tx, after);
    tellCase(tx, caseMoved.catalogue, pack, listed(after));
    return after;
  }
}

function handedIn({ id, version, provider, content }: Entry): EntryHandedIn {
  const { name, aggregation, personalData, items, interfaceId } = content;
  return { id, version, provider, name, aggregation, personalData, items, ...(interfaceId === undefined ? {} : { interfaceId }) };
}
