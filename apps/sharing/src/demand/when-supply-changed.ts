import { Controller } from '@nestjs/common';
import { entryPublished, entryWithdrawn, Problem, problems, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { TellSupplyFound } from '../demand-plan/tell-supply-found.js';
import { SuggestEntry } from './suggest-entry.js';
import { supplyFrom } from './supply.js';
import { SupplyStore } from './supply.store.js';

/** The catalogue has changed: what it supplies now, and whom that concerns. */
@Controller()
export class WhenSupplyChanged {
  constructor(
    private readonly supply: SupplyStore,
    private readonly suggest: SuggestEntry,
    private readonly tellSupplyFound: TellSupplyFound,
  ) {}

  @Reacts(entryPublished, { as: 'when-supply-published', from: 'both' })
  async published({ node, data }: EventOf<typeof entryPublished>, tx: Transaction): Promise<void> {
    if (data.node !== node) throw new Problem(problems.forbidden, { detail: `node ${node} publishes for node ${data.node}` });
    const supply = supplyFrom(data);
    await this.supply.lockMatching(tx);
    if (!(await this.supply.keepNewer(tx, supply))) return;
    await this.suggest.published(tx, supply);
    await this.tellSupplyFound.run(tx, supply);
  }

  @Reacts(entryWithdrawn, { as: 'when-supply-withdrawn', from: 'both' })
  async withdrawn({ node, data: { id, version } }: EventOf<typeof entryWithdrawn>, tx: Transaction): Promise<void> {
    await this.supply.lockMatching(tx);
    if (await this.supply.withdraw(tx, id, node, version)) await this.suggest.withdrawn(tx, id);
  }
}
