import { Controller } from '@nestjs/common';
import { receiverNotified, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { NoticeStore } from './notice.store.js';

/** A neighbour corrected rows that an organisation of this node had received. */
@Controller()
export class WhenReceiverNotified {
  constructor(private readonly notices: NoticeStore) {}

  @Reacts(receiverNotified, { as: 'when-receiver-notified', from: 'neighbours' })
  async run({ data }: EventOf<typeof receiverNotified>, tx: Transaction): Promise<void> {
    const here = tx.ctx.node.code;
    if (data.addressedTo === here && data.receiver.node === here) await this.notices.keep(tx, data);
  }
}
