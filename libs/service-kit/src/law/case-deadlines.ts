import { Controller, Inject, type Type } from '@nestjs/common';
import { calendarYearLoaded, type CaseMoved, type DeadlineRecalculated, type EventDefinition, type EventOf, type StepDeadline } from '@gongshu/contracts';
import type { Transaction } from '../database/transaction.js';
import { OnTimer, Reacts, type DueTimer } from '../messaging/handlers.js';
import { recountDeadlines, stepDeadline, type DeadlineTimers, type RunningCase } from './deadline.js';
import { NodeRegulation } from './node-regulation.js';
import { tellCase, type ListedCase } from './tell-case.js';
import { WorkingCalendars } from './working-calendars.js';

/** Where cases of one kind lie. */
export interface RunningCaseStore<C extends RunningCase> {
  /** Cases whose step has a period, under lock. */
  lockRunning(tx: Transaction): Promise<C[]>;
  save(tx: Transaction, changed: C): Promise<void>;
}

/** Cases with periods of their own: their timers, what is announced of their periods, and how work lists show them. */
export interface TimedCases<C extends RunningCase> {
  readonly timers: DeadlineTimers;
  readonly dueSoon: EventDefinition<StepDeadline>;
  readonly overdue: EventDefinition<StepDeadline>;
  readonly recalculated: EventDefinition<DeadlineRecalculated>;
  readonly moved: EventDefinition<CaseMoved>;
  readonly listed: (one: C) => ListedCase;
  readonly store: Type<RunningCaseStore<C>>;
  /** Name of the reaction to a changed calendar: unique in the service and never changed. */
  readonly as: string;
}

/** What the passing of time, and a changed calendar, do to running cases of one kind: a controller for the service's module. A lapsed period decides nothing. */
export function caseDeadlines<C extends RunningCase>({ timers, dueSoon, overdue, recalculated, moved, listed, store, as }: TimedCases<C>): Type<object> {
  @Controller()
  class CaseDeadlines {
    constructor(
      private readonly regulation: NodeRegulation,
      private readonly calendars: WorkingCalendars,
      @Inject(store) private readonly cases: RunningCaseStore<C>,
    ) {}

    @OnTimer(timers.dueSoon)
    async remind(timer: DueTimer, tx: Transaction): Promise<void> {
      tx.announce(dueSoon, timer.key, stepDeadline(timer));
    }

    @OnTimer(timers.overdue)
    async lapse(timer: DueTimer, tx: Transaction): Promise<void> {
      tx.announce(overdue, timer.key, stepDeadline(timer));
    }

    @Reacts(calendarYearLoaded, { as })
    async recount({ data }: EventOf<typeof calendarYearLoaded>, tx: Transaction): Promise<void> {
      const counting = { calendar: await this.calendars.keep(tx, data), packOf: this.regulation.packOf.bind(this.regulation), notice: data.notice };
      await recountDeadlines(tx, await this.cases.lockRunning(tx), counting, timers, recalculated, async (changed) => {
        await this.cases.save(tx, changed);
        tellCase(tx, moved, counting.packOf(changed.standing), listed(changed));
      });
    }
  }
  return CaseDeadlines;
}
