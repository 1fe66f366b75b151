import { caseMoved, supplyTaskDeadlineRecalculated, supplyTaskDueSoon, supplyTaskOverdue } from '@gongshu/contracts';
import { caseDeadlines } from '@gongshu/service-kit';
import { listed, TASK_TIMERS } from './supply-task.js';
import { SupplyTaskStore } from './supply-task.store.js';

/** What the passing of time, and a changed calendar, do to supply tasks. */
export const WhenTaskDeadline = caseDeadlines({
  timers: TASK_TIMERS, dueSoon: supplyTaskDueSoon, overdue: supplyTaskOverdue, recalculated: supplyTaskDeadlineRecalculated, moved: caseMoved.sharing, listed, store: SupplyTaskStore, as: 'when-calendar-year-loaded-task',
});
