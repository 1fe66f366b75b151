import { Controller } from '@nestjs/common';
import { requestForwardedUp, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { HeldGrantStore } from './held-grant.store.js';

/** Who asked the upper node for which entry; the upper node's answer tells the grant alone. */
@Controller()
export class WhenRequestForwardedUp {
  constructor(private readonly grants: HeldGrantStore) {}

  @Reacts(requestForwardedUp, { as: 'when-request-forwarded-up' })
  async run({ data }: EventOf<typeof requestForwardedUp>, tx: Transaction): Promise<void> {
    await this.grants.keepAsked(tx, data.id, data);
  }
}
