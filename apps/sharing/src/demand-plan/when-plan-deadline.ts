import { caseMoved, demandPlanDeadlineRecalculated, demandPlanDueSoon, demandPlanOverdue } from '@gongshu/contracts';
import { caseDeadlines } from '@gongshu/service-kit';
import { listed, PLAN_TIMERS } from './demand-plan.js';
import { DemandPlanStore } from './demand-plan.store.js';

/** What the passing of time, and a changed calendar, do to plans. */
export const WhenPlanDeadline = caseDeadlines({
  timers: PLAN_TIMERS, dueSoon: demandPlanDueSoon, overdue: demandPlanOverdue, recalculated: demandPlanDeadlineRecalculated, moved: caseMoved.sharing, listed, store: DemandPlanStore, as: 'when-calendar-year-loaded-plan',
});
