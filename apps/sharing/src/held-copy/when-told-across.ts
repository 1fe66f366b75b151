import { Controller } from '@nestjs/common';
import { calendarYearLoaded, dataUpdateAcknowledged, dataUpdated, heldCopyOverdue, type EventOf, type HeldCopyOverdue } from '@gongshu/contracts';
import { OnTimer, Reacts, WorkingCalendars, type DueTimer, type Transaction } from '@gongshu/service-kit';
import { noticeFrom } from './held-copy.js';
import { HeldCopyStore } from './held-copy.store.js';
import { COPY_TIMER, KeepNotice } from './keep-notice.js';
import { UpdateNoticeStore } from './update-notice.store.js';

/** What nodes tell each other about copies, and what the passing of time and a changed calendar do. */
@Controller()
export class WhenToldAcross {
  constructor(
    private readonly calendars: WorkingCalendars,
    private readonly keepNotice: KeepNotice,
    private readonly notices: UpdateNoticeStore,
    private readonly copies: HeldCopyStore,
  ) {}

  /** A neighbour updated data that an organisation of this node has acquired. */
  @Reacts(dataUpdated, { as: 'held-copy-when-data-updated', from: 'neighbours' })
  async keep({ node, data }: EventOf<typeof dataUpdated>, tx: Transaction): Promise<void> {
    const here = tx.ctx.node.code;
    if (data.addressedTo === here && data.receiver.node === here) await this.keepNotice.run(tx, noticeFrom(data, node));
  }

  /** An acquirer of another node answers. */
  @Reacts(dataUpdateAcknowledged, { as: 'held-copy-when-acknowledged', from: 'neighbours' })
  async note({ node, data: { addressedTo, noticeId, receiver, version } }: EventOf<typeof dataUpdateAcknowledged>, tx: Transaction): Promise<void> {
    if (addressedTo !== tx.ctx.node.code || receiver.node !== node) return;
    // Only what this node has told can be acknowledged to it.
    const newest = (await this.notices.lockOfSameEntry(tx, receiver, noticeId)).at(-1);
    if (newest === undefined || version > newest.version) return;
    await this.notices.acknowledge(tx, newest.entryId, receiver, version);
    await this.copies.keep(tx, newest.entryId, receiver, version);
  }

  @OnTimer(COPY_TIMER)
  async lapse({ key, payload }: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(heldCopyOverdue, key, payload as unknown as HeldCopyOverdue);
  }

  @Reacts(calendarYearLoaded, { as: 'held-copy-when-calendar-year-loaded' })
  async recount({ data }: EventOf<typeof calendarYearLoaded>, tx: Transaction): Promise<void> {
    await this.keepNotice.recount(tx, await this.calendars.keep(tx, data));
  }
}
