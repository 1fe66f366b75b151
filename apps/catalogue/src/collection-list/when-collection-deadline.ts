import { Controller } from '@nestjs/common';
import { calendarYearLoaded, caseMoved, collectionDeadlineRecalculated, collectionStepDueSoon, collectionStepOverdue, type EventOf } from '@gongshu/contracts';
import { deadlineTimers, NodeRegulation, OnTimer, Reacts, recountDeadlines, stepDeadline, tellCase, WorkingCalendars, type DueTimer, type Transaction } from '@gongshu/service-kit';
import { listed } from './collection-list.js';
import { CollectionListStore } from './collection-list.store.js';

export const COLLECTION_TIMERS = deadlineTimers('collection-step');

/** What the passing of time, and a changed calendar, do to changes that wait for the authority. */
@Controller()
export class WhenCollectionDeadline {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly lists: CollectionListStore,
  ) {}

  @OnTimer(COLLECTION_TIMERS.dueSoon)
  async remind(timer: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(collectionStepDueSoon, timer.key, stepDeadline(timer));
  }

  @OnTimer(COLLECTION_TIMERS.overdue)
  async lapse(timer: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(collectionStepOverdue, timer.key, stepDeadline(timer));
  }

  @Reacts(calendarYearLoaded, { as: 'when-calendar-year-loaded-collection' })
  async recount({ data }: EventOf<typeof calendarYearLoaded>, tx: Transaction): Promise<void> {
    const calendar = await this.calendars.keep(tx, data);
    const counting = { calendar, packOf: this.regulation.packOf.bind(this.regulation), notice: data.notice };
    await recountDeadlines(tx, await this.lists.lockRunning(tx), counting, COLLECTION_TIMERS, collectionDeadlineRecalculated, async (list) => {
      await this.lists.save(tx, list);
      tellCase(tx, caseMoved.catalogue, this.regulation.packOf(list.standing), listed(list));
    });
  }
}
