import { Controller } from '@nestjs/common';
import {
  calendarYearLoaded, caseMoved, negativeListDeadlineRecalculated, negativeListDueSoon, negativeListOverdue, typeChangeDeadlineRecalculated, typeChangeDueSoon, typeChangeOverdue, type EventOf,
} from '@gongshu/contracts';
import { NodeRegulation, OnTimer, Reacts, recountDeadlines, stepDeadline, tellCase, WorkingCalendars, type DueTimer, type Transaction } from '@gongshu/service-kit';
import { CASE_TIMERS, listed, type CaseKind } from './classification-case.js';
import { ClassificationCaseStore } from './classification-case.store.js';

const TOLD = {
  TYPE_CHANGE: { dueSoon: typeChangeDueSoon, overdue: typeChangeOverdue, recalculated: typeChangeDeadlineRecalculated },
  NEGATIVE_LIST: { dueSoon: negativeListDueSoon, overdue: negativeListOverdue, recalculated: negativeListDeadlineRecalculated },
} as const;

/** What the passing of time, and a changed calendar, do to changes of a classification. */
@Controller()
export class WhenCaseDeadline {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly cases: ClassificationCaseStore,
  ) {}

  @OnTimer(CASE_TIMERS.dueSoon)
  async remind(timer: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(TOLD[await this.kindOf(tx, timer.key)].dueSoon, timer.key, stepDeadline(timer));
  }

  @OnTimer(CASE_TIMERS.overdue)
  async lapse(timer: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(TOLD[await this.kindOf(tx, timer.key)].overdue, timer.key, stepDeadline(timer));
  }

  @Reacts(calendarYearLoaded, { as: 'classification-when-calendar-year-loaded' })
  async recount({ data }: EventOf<typeof calendarYearLoaded>, tx: Transaction): Promise<void> {
    const calendar = await this.calendars.keep(tx, data);
    const counting = { calendar, packOf: this.regulation.packOf.bind(this.regulation), notice: data.notice };
    const running = await this.cases.lockRunning(tx);
    for (const kind of ['TYPE_CHANGE', 'NEGATIVE_LIST'] as const) {
      await recountDeadlines(tx, running.filter((one) => one.kind === kind), counting, CASE_TIMERS, TOLD[kind].recalculated, async (changed) => {
        await this.cases.save(tx, changed);
        tellCase(tx, caseMoved.catalogue, this.regulation.packOf(changed.standing), listed(changed));
      });
    }
  }

  private async kindOf(tx: Transaction, id: string): Promise<CaseKind> {
    return (await this.cases.findUnscoped(tx, 'NEGATIVE_LIST', id)) === undefined ? 'TYPE_CHANGE' : 'NEGATIVE_LIST';
  }
}
