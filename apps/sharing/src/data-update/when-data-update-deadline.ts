import { caseMoved, dataUpdateDeadlineRecalculated, dataUpdateStepDueSoon, dataUpdateStepOverdue } from '@gongshu/contracts';
import { caseDeadlines } from '@gongshu/service-kit';
import { DATA_UPDATE_TIMERS, listed } from './data-update.js';
import { DataUpdateStore } from './data-update.store.js';

/** What the passing of time, and a changed calendar, do to updates that have not come. */
export const WhenDataUpdateDeadline = caseDeadlines({
  timers: DATA_UPDATE_TIMERS, dueSoon: dataUpdateStepDueSoon, overdue: dataUpdateStepOverdue, recalculated: dataUpdateDeadlineRecalculated, moved: caseMoved.sharing, listed, store: DataUpdateStore, as: 'data-update-when-calendar-year-loaded',
});
