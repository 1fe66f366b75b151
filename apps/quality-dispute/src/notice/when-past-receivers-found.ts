import { randomUUID } from 'node:crypto';
import { Controller } from '@nestjs/common';
import { pastReceiversFound, receiverNotified, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { NoticeStore } from './notice.store.js';

/**
 * Rows were corrected: everyone who received them is told, once for each correction and grant. What is addressed to this very node does not come back by federation, so
 * the notice kept here is also the one that receivers of this node read.
 */
@Controller()
export class WhenPastReceiversFound {
  constructor(private readonly notices: NoticeStore) {}

  @Reacts(pastReceiversFound, { as: 'when-past-receivers-found' })
  async run({ data }: EventOf<typeof pastReceiversFound>, tx: Transaction): Promise<void> {
    const { correctionId, entryId, entryName, correctedVersion } = data;
    for (const { organisation: receiver, grantId, permits } of data.receivers) {
      const notice = {
        addressedTo: receiver.node, noticeId: randomUUID(), receiver, grantId, entryId, entryName, correctionId, correctedVersion, permits, noticedAt: tx.ctx.now,
      };
      if (await this.notices.keep(tx, notice)) tx.announce(receiverNotified, notice.noticeId, notice);
    }
  }
}
