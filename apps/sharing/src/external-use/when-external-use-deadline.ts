import { caseMoved, externalUseDeadlineRecalculated, externalUseStepDueSoon, externalUseStepOverdue } from '@gongshu/contracts';
import { caseDeadlines } from '@gongshu/service-kit';
import { EXTERNAL_USE_TIMERS, listed } from './external-use.js';
import { ExternalUseStore } from './external-use.store.js';

/** What the passing of time, and a changed calendar, do to running applications. */
export const WhenExternalUseDeadline = caseDeadlines({
  timers: EXTERNAL_USE_TIMERS, dueSoon: externalUseStepDueSoon, overdue: externalUseStepOverdue, recalculated: externalUseDeadlineRecalculated, moved: caseMoved.sharing, listed, store: ExternalUseStore, as: 'external-use-when-calendar-year-loaded',
});
