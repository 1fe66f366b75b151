import { Controller } from '@nestjs/common';
import { calendarYearLoaded, caseMoved, externalUseDeadlineRecalculated, externalUseStepDueSoon, externalUseStepOverdue, type EventOf } from '@gongshu/contracts';
import { NodeRegulation, OnTimer, Reacts, recountDeadlines, stepDeadline, tellCase, WorkingCalendars, type DueTimer, type Transaction } from '@gongshu/service-kit';
import { EXTERNAL_USE_TIMERS, listed } from './external-use.js';
import { ExternalUseStore } from './external-use.store.js';

/** What the passing of time, and a changed calendar, do to running applications. */
@Controller()
export class WhenExternalUseDeadline {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly uses: ExternalUseStore,
  ) {}

  @OnTimer(EXTERNAL_USE_TIMERS.dueSoon)
  async remind(timer: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(externalUseStepDueSoon, timer.key, stepDeadline(timer));
  }

  @OnTimer(EXTERNAL_USE_TIMERS.overdue)
  async lapse(timer: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(externalUseStepOverdue, timer.key, stepDeadline(timer));
  }

  @Reacts(calendarYearLoaded, { as: 'external-use-when-calendar-year-loaded' })
  async recount({ data }: EventOf<typeof calendarYearLoaded>, tx: Transaction): Promise<void> {
    const counting = { calendar: await this.calendars.keep(tx, data), packOf: this.regulation.packOf.bind(this.regulation), notice: data.notice };
    await recountDeadlines(tx, await this.uses.lockRunning(tx), counting, EXTERNAL_USE_TIMERS, externalUseDeadlineRecalculated, async (use) => {
      await this.uses.save(tx, use);
      tellCase(tx, caseMoved.sharing, this.regulation.packOf(use.standing), listed(use));
    });
  }
}
