import { Controller } from '@nestjs/common';
import { grantIssued, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { HeldGrantStore } from './held-grant.store.js';

/** A grant of this node: known whole at once. */
@Controller()
export class WhenGrantIssued {
  constructor(private readonly grants: HeldGrantStore) {}

  @Reacts(grantIssued, { as: 'when-grant-issued' })
  async run({ data }: EventOf<typeof grantIssued>, tx: Transaction): Promise<void> {
    await this.grants.keepAsked(tx, data.requestId, data);
    await this.grants.keepGiven(tx, data.requestId, { ...data, grantId: data.id });
  }
}
