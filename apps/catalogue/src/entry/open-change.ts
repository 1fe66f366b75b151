import { Injectable } from '@nestjs/common';
import { caseMoved, catalogueProblems, entryMoved, Problem, problems, type EntryView, type OpenEntryChange } from '@gongshu/contracts';
import { localDay, type WorkingCalendar } from '@gongshu/regulation';
import { historyEntry, keepDeadline, NodeRegulation, tellCase, UnitOfWork, WorkingCalendars, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { listed, nextVersion, partiesOf, takeTurn, type Entry, type EntryChange } from './entry.js';
import { lawfulChange, type Acting } from './entry-law.js';
import { EntryStore } from './entry.store.js';
import { EntryViews } from './entry-views.js';
import { ENTRY_TIMERS } from './when-entry-deadline.js';

/** What a published entry describes has changed: the next version is begun, and the period of its update runs from the day of the change. */
@Injectable()
export class OpenChange {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly entries: EntryStore,
    private readonly views: EntryViews,
  ) {}

  async run(ctx: RequestContext, input: OpenEntryChange): Promise<EntryView> {
    return this.unitOfWork.run(ctx, async (tx) => this.views.of(await this.open(tx, input), ctx), input);
  }

  private async open(tx: Transaction, { id, ...change }: OpenEntryChange): Promise<Entry> {
    const { ctx } = tx;
    if (change.changedOn > localDay(ctx.now)) {
      throw new Problem(problems.invalidInput, { errors: [{ pointer: '/changedOn', code: 'out-of-range', detail: `not after ${localDay(ctx.now)}` }] });
    }
    const calendar = await this.calendars.forAct(tx);
    const published = await this.entries.loadForUpdate(tx, id);
    if (published.publishedAt === null || published.replacedAt !== null) throw new Problem(partiesOf(published, ctx).length === 0 ? problems.notFound : catalogueProblems.changeUnderWay);
    return this.begin(tx, published, change, ctx, calendar);
  }

  /** The same for what the platform itself learns of an entry in force; nothing where an update is under way already. */
  async openForOwner(tx: Transaction, { id, ...change }: OpenEntryChange): Promise<void> {
    const calendar = await this.calendars.forAct(tx);
    const published = await this.entries.lockInForce(tx, id);
    if (published === undefined || (await this.entries.isUnderWay(tx, id))) return;
    await this.begin(tx, published, change, { ...tx.ctx, organisation: published.provider, roles: ['DATA_ADMINISTRATOR'] }, calendar);
  }

  private async begin(tx: Transaction, published: Entry, change: EntryChange, acting: Acting, calendar: WorkingCalendar): Promise<Entry> {
    const { id } = published;
    const { pack } = this.regulation;
    const moved = lawfulChange(pack, published, change, acting, calendar);
    const version = { ...takeTurn(nextVersion(published, change, tx.ctx), moved.standing, pack), history: [historyEntry(moved, tx.ctx)] };
    await this.entries.save(tx, version);
    tellCase(tx, caseMoved.catalogue, pack, listed(version));
    await keepDeadline(tx, ENTRY_TIMERS, id, version.standing, { pack, calendar });
    tx.announce(entryMoved, id, { id, act: moved.act, to: moved.to, article: moved.source.article, dueOn: version.standing.dueOn });
    return version;
  }
}
