import { caseMoved, entryDeadlineRecalculated, entryStepDueSoon, entryStepOverdue } from '@gongshu/contracts';
import { caseDeadlines, deadlineTimers } from '@gongshu/service-kit';
import { listed } from './entry.js';
import { EntryStore } from './entry.store.js';

export const ENTRY_TIMERS = deadlineTimers('catalogue-step');

/** What the passing of time, and a changed calendar, do to entries under review. */
export const WhenEntryDeadline = caseDeadlines({
  timers: ENTRY_TIMERS, dueSoon: entryStepDueSoon, overdue: entryStepOverdue, recalculated: entryDeadlineRecalculated, moved: caseMoved.catalogue, listed, store: EntryStore, as: 'when-calendar-year-loaded',
});
