import { Controller } from '@nestjs/common';
import { calendarYearLoaded, caseMoved, entryDeadlineRecalculated, entryStepDueSoon, entryStepOverdue, type EventOf } from '@gongshu/contracts';
import { deadlineTimers, NodeRegulation, OnTimer, Reacts, recountDeadlines, stepDeadline, tellCase, WorkingCalendars, type DueTimer, type Transaction } from '@gongshu/service-kit';
import { listed } from './entry.js';
import { EntryStore } from './entry.store.js';

export const ENTRY_TIMERS = deadlineTimers('catalogue-step');

/** What the passing of time, and a changed calendar, do to entries under review. */
@Controller()
export class WhenEntryDeadline {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly entries: EntryStore,
  ) {}

  @OnTimer(ENTRY_TIMERS.dueSoon)
  async remind(timer: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(entryStepDueSoon, timer.key, stepDeadline(timer));
  }

  @OnTimer(ENTRY_TIMERS.overdue)
  async lapse(timer: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(entryStepOverdue, timer.key, stepDeadline(timer));
  }

  @Reacts(calendarYearLoaded, { as: 'when-calendar-year-loaded' })
  async recount({ data }: EventOf<typeof calendarYearLoaded>, tx: Transaction): Promise<void> {
    const calendar = await this.calendars.keep(tx, data);
    const counting = { calendar, packOf: this.regulation.packOf.bind(this.regulation), notice: data.notice };
    await recountDeadlines(tx, await this.entries.lockRunning(tx), counting, ENTRY_TIMERS, entryDeadlineRecalculated, async (entry) => {
      await this.entries.save(tx, entry);
      tellCase(tx, caseMoved.catalogue, this.regulation.packOf(entry.standing), listed(entry));
    });
  }
}
