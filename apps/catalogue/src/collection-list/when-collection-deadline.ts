import { caseMoved, collectionDeadlineRecalculated, collectionStepDueSoon, collectionStepOverdue } from '@gongshu/contracts';
import { caseDeadlines, deadlineTimers } from '@gongshu/service-kit';
import { listed } from './collection-list.js';
import { CollectionListStore } from './collection-list.store.js';

export const COLLECTION_TIMERS = deadlineTimers('collection-step');

/** What the passing of time, and a changed calendar, do to changes that wait for the authority. */
export const WhenCollectionDeadline = caseDeadlines({
  timers: COLLECTION_TIMERS, dueSoon: collectionStepDueSoon, overdue: collectionStepOverdue, recalculated: collectionDeadlineRecalculated, moved: caseMoved.catalogue, listed, store: CollectionListStore, as: 'when-calendar-year-loaded-collection',
});
