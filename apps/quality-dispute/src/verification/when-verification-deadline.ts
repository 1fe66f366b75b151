import { Controller } from '@nestjs/common';
import { calendarYearLoaded, caseMoved, verificationDeadlineRecalculated, verificationStepDueSoon, verificationStepOverdue, type EventOf } from '@gongshu/contracts';
import { NodeRegulation, OnTimer, Reacts, recountDeadlines, stepDeadline, tellCase, WorkingCalendars, type DueTimer, type Transaction } from '@gongshu/service-kit';
import { listed, VERIFICATION_TIMERS } from './verification.js';
import { VerificationStore } from './verification.store.js';

/** What the passing of time, and a changed calendar, do to running verifications. */
@Controller()
export class WhenVerificationDeadline {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly verifications: VerificationStore,
  ) {}

  @OnTimer(VERIFICATION_TIMERS.dueSoon)
  async remind(timer: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(verificationStepDueSoon, timer.key, stepDeadline(timer));
  }

  @OnTimer(VERIFICATION_TIMERS.overdue)
  async lapse(timer: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(verificationStepOverdue, timer.key, stepDeadline(timer));
  }

  @Reacts(calendarYearLoaded, { as: 'when-calendar-year-loaded' })
  async recount({ data }: EventOf<typeof calendarYearLoaded>, tx: Transaction): Promise<void> {
    const calendar = await this.calendars.keep(tx, data);
    const counting = { calendar, packOf: this.regulation.packOf.bind(this.regulation), notice: data.notice };
    await recountDeadlines(tx, await this.verifications.lockRunning(tx), counting, VERIFICATION_TIMERS, verificationDeadlineRecalculated, async (changed) => {
      await this.verifications.save(tx, changed);
      tellCase(tx, caseMoved['quality-dispute'], this.regulation.packOf(changed.standing), listed(changed));
    });
  }
}
