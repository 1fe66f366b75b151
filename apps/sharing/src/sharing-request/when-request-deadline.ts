import { Controller } from '@nestjs/common';
import { calendarYearLoaded, caseMoved, requestDeadlineRecalculated, requestStepDueSoon, requestStepOverdue, type EventOf } from '@gongshu/contracts';
import { NodeRegulation, OnTimer, Reacts, recountDeadlines, stepDeadline, tellCase, WorkingCalendars, type DueTimer, type Transaction } from '@gongshu/service-kit';
import { listed, REQUEST_TIMERS } from './sharing-request.js';
import { SharingRequestStore } from './sharing-request.store.js';

/** What the passing of time, and a changed calendar, do to running requests. */
@Controller()
export class WhenRequestDeadline {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly requests: SharingRequestStore,
  ) {}

  @OnTimer(REQUEST_TIMERS.dueSoon)
  async remind(timer: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(requestStepDueSoon, timer.key, stepDeadline(timer));
  }

  @OnTimer(REQUEST_TIMERS.overdue)
  async lapse(timer: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(requestStepOverdue, timer.key, stepDeadline(timer));
  }

  @Reacts(calendarYearLoaded, { as: 'when-calendar-year-loaded' })
  async recount({ data }: EventOf<typeof calendarYearLoaded>, tx: Transaction): Promise<void> {
    const calendar = await this.calendars.keep(tx, data);
    const counting = { calendar, packOf: this.regulation.packOf.bind(this.regulation), notice: data.notice };
    await recountDeadlines(tx, await this.requests.lockRunning(tx), counting, REQUEST_TIMERS, requestDeadlineRecalculated, async (request) => {
      await this.requests.save(tx, request);
      tellCase(tx, caseMoved.sharing, this.regulation.packOf(request.standing), listed(request));
    });
  }
}
