import { Controller } from '@nestjs/common';
import {
  calendarYearLoaded, caseMoved, demandPlanDeadlineRecalculated, demandPlanDueSoon, demandPlanOverdue, supplyTaskDeadlineRecalculated, supplyTaskDueSoon, supplyTaskOverdue, type EventOf,
} from '@gongshu/contracts';
import { NodeRegulation, OnTimer, Reacts, recountDeadlines, stepDeadline, tellCase, WorkingCalendars, type DueTimer, type Transaction } from '@gongshu/service-kit';
import { listed as listedPlan, PLAN_TIMERS } from './demand-plan.js';
import { DemandPlanStore } from './demand-plan.store.js';
import { listed as listedTask, TASK_TIMERS } from './supply-task.js';
import { SupplyTaskStore } from './supply-task.store.js';

/** What the passing of time, and a changed calendar, do to plans and supply tasks. */
@Controller()
export class WhenPlanDeadline {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly plans: DemandPlanStore,
    private readonly tasks: SupplyTaskStore,
  ) {}

  @OnTimer(PLAN_TIMERS.dueSoon)
  async remindOfPlan(timer: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(demandPlanDueSoon, timer.key, stepDeadline(timer));
  }

  @OnTimer(PLAN_TIMERS.overdue)
  async planLapsed(timer: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(demandPlanOverdue, timer.key, stepDeadline(timer));
  }

  @OnTimer(TASK_TIMERS.dueSoon)
  async remindOfTask(timer: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(supplyTaskDueSoon, timer.key, stepDeadline(timer));
  }

  @OnTimer(TASK_TIMERS.overdue)
  async taskLapsed(timer: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(supplyTaskOverdue, timer.key, stepDeadline(timer));
  }

  @Reacts(calendarYearLoaded, { as: 'when-calendar-year-loaded-plan' })
  async recount({ data }: EventOf<typeof calendarYearLoaded>, tx: Transaction): Promise<void> {
    const calendar = await this.calendars.keep(tx, data);
    const packOf = this.regulation.packOf.bind(this.regulation);
    const counting = { calendar, packOf, notice: data.notice };
    await recountDeadlines(tx, await this.plans.lockRunning(tx), counting, PLAN_TIMERS, demandPlanDeadlineRecalculated, async (plan) => {
      await this.plans.save(tx, plan);
      tellCase(tx, caseMoved.sharing, packOf(plan.standing), listedPlan(plan));
    });
    await recountDeadlines(tx, await this.tasks.lockRunning(tx), counting, TASK_TIMERS, supplyTaskDeadlineRecalculated, async (task) => {
      await this.tasks.save(tx, task);
      tellCase(tx, caseMoved.sharing, packOf(task.standing), listedTask(task));
    });
  }
}
