import { caseMoved, requestDeadlineRecalculated, requestStepDueSoon, requestStepOverdue } from '@gongshu/contracts';
import { caseDeadlines } from '@gongshu/service-kit';
import { listed, REQUEST_TIMERS } from './sharing-request.js';
import { SharingRequestStore } from './sharing-request.store.js';

/** What the passing of time, and a changed calendar, do to running requests. */
export const WhenRequestDeadline = caseDeadlines({
  timers: REQUEST_TIMERS, dueSoon: requestStepDueSoon, overdue: requestStepOverdue, recalculated: requestDeadlineRecalculated, moved: caseMoved.sharing, listed, store: SharingRequestStore, as: 'when-calendar-year-loaded',
});
