import { Controller } from '@nestjs/common';
import { requestProgressed, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { HeldGrantStore } from './held-grant.store.js';

@Controller()
export class WhenRequestProgressed {
  constructor(private readonly grants: HeldGrantStore) {}

  @Reacts(requestProgressed, { as: 'when-request-progressed', from: 'neighbours' })
  async run({ data }: EventOf<typeof requestProgressed>, tx: Transaction): Promise<void> {
    const { grant, provider } = data;
    if (data.addressedTo !== tx.ctx.node.code || grant === undefined || provider === undefined) return;
    await this.grants.keepGiven(tx, data.id, { grantId: grant.id, provider, ownerNode: grant.ownerNode, columns: grant.columns });
  }
}
