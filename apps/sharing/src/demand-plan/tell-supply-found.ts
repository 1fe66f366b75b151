import { Injectable } from '@nestjs/common';
import { supplyFound } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { fitting, type Supply } from '../demand/supply.js';
import { SupplyTaskStore } from './supply-task.store.js';

/** A provider has published what it was asked to supply: the authority may match it. */
@Injectable()
export class TellSupplyFound {
  constructor(private readonly tasks: SupplyTaskStore) {}

  async run(tx: Transaction, supply: Supply): Promise<void> {
    for (const { id, planId, item, requester } of await this.tasks.openOfProvider(tx, supply.provider.id, supply.provider.node)) {
      if (fitting(item, [supply], requester, tx.ctx.node).length > 0) tx.announce(supplyFound, id, { taskId: id, planId, entryId: supply.id });
    }
  }
}
