import { Injectable } from '@nestjs/common';
import { caseMoved, dataUpdateMoved } from '@gongshu/contracts';
import type { Moved } from '@gongshu/regulation';
import { historyEntry, keepDeadline, NodeRegulation, tellCase, WorkingCalendars, type Transaction } from '@gongshu/service-kit';
import { DATA_UPDATE_TIMERS, LAG_TIMER, lagEnd, listed, type DataUpdate } from './data-update.js';
import { DataUpdateStore } from './data-update.store.js';

/** What follows from every act on an update: history, deadline, lag, and who is told. */
@Injectable()
export class RecordDataUpdate {
  constructor(
    private readonly updates: DataUpdateStore,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
  ) {}

  async run(tx: Transaction, before: Omit<DataUpdate, 'standing' | 'lagEndsAt'>, moved: Moved): Promise<DataUpdate> {
    const { standing, act, to, source } = moved;
    const pack = this.regulation.packOf(standing);
    const lag = lagEnd(pack, before.recordedAt);
    const update: DataUpdate = { ...before, standing, lagEndsAt: lag?.at ?? null, history: [...before.history, historyEntry(moved, tx.ctx)] };
    const { id, entryId, version } = update;
    await this.updates.save(tx, update);
    await keepDeadline(tx, DATA_UPDATE_TIMERS, id, standing, { pack, calendar: await this.calendars.forAct(tx) });
    if (standing.ended) await tx.stopTimer(LAG_TIMER, id);
    else if (lag !== null) await tx.startTimer(LAG_TIMER, id, lag.at, { id, entryId, lagEndsAt: lag.at, article: lag.article });
    tx.announce(dataUpdateMoved, id, { id, entryId, act, to, article: source.article, dueOn: standing.dueOn, version });
    tellCase(tx, caseMoved.sharing, pack, listed(update));
    return update;
  }
}
