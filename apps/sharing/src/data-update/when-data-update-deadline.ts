import { Controller } from '@nestjs/common';
import {
  calendarYearLoaded, caseMoved, dataUpdateDeadlineRecalculated, dataUpdateLagging, dataUpdateStepDueSoon, dataUpdateStepOverdue, type DataUpdateLagging, type EventOf,
} from '@gongshu/contracts';
import { NodeRegulation, OnTimer, Reacts, recountDeadlines, stepDeadline, tellCase, WorkingCalendars, type DueTimer, type Transaction } from '@gongshu/service-kit';
import { DATA_UPDATE_TIMERS, LAG_TIMER, listed } from './data-update.js';
import { DataUpdateStore } from './data-update.store.js';

/** What the passing of time, and a changed calendar, do to updates that have not come. */
@Controller()
export class WhenDataUpdateDeadline {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly updates: DataUpdateStore,
  ) {}

  @OnTimer(DATA_UPDATE_TIMERS.dueSoon)
  async remind(timer: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(dataUpdateStepDueSoon, timer.key, stepDeadline(timer));
  }

  @OnTimer(DATA_UPDATE_TIMERS.overdue)
  async lapse(timer: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(dataUpdateStepOverdue, timer.key, stepDeadline(timer));
  }

  @OnTimer(LAG_TIMER)
  async lag({ key, payload }: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(dataUpdateLagging, key, payload as unknown as DataUpdateLagging);
  }

  @Reacts(calendarYearLoaded, { as: 'data-update-when-calendar-year-loaded' })
  async recount({ data }: EventOf<typeof calendarYearLoaded>, tx: Transaction): Promise<void> {
    const counting = { calendar: await this.calendars.keep(tx, data), packOf: this.regulation.packOf.bind(this.regulation), notice: data.notice };
    await recountDeadlines(tx, await this.updates.lockRunning(tx), counting, DATA_UPDATE_TIMERS, dataUpdateDeadlineRecalculated, async (update) => {
      await this.updates.save(tx, update);
      tellCase(tx, caseMoved.sharing, this.regulation.packOf(update.standing), listed(update));
    });
  }
}
