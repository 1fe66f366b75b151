import { Injectable } from '@nestjs/common';
import { demandMatched, demandMoved } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import type { Demand } from './demand.js';
import { DemandStore } from './demand.store.js';
import { fitting, piecesOfSupply, suggestion, type Supply } from './supply.js';

/** What a change of one entry means for registered demands: it is suggested where it fits, and no longer where it does not. */
@Injectable()
export class SuggestEntry {
  constructor(private readonly demands: DemandStore) {}

  async published(tx: Transaction, supply: Supply): Promise<void> {
    const concerned = new Map([...(await this.demands.openSuggesting(tx, supply.id)), ...(await this.demands.openWith(tx, piecesOfSupply(supply)))].map((demand) => [demand.id, demand]));
    for (const demand of concerned.values()) {
      const { id, requester, content } = demand;
      const [found] = fitting(content, [supply], requester, tx.ctx.node);
      if (found === undefined) await this.demands.unsuggest(tx, id, supply.id);
      else if (await this.demands.suggest(tx, id, suggestion(found), found.fit.score)) tx.announce(demandMatched, id, { id, organisationId: requester.id, entryId: supply.id });
      await this.settle(tx, demand);
    }
  }

  async withdrawn(tx: Transaction, entryId: string): Promise<void> {
    for (const demand of await this.demands.openSuggesting(tx, entryId)) {
      await this.demands.unsuggest(tx, demand.id, entryId);
      await this.settle(tx, demand);
    }
  }

  /** An open demand is unmet or has suggestions; a change of the one into the other is announced. */
  async settle(tx: Transaction, demand: Demand): Promise<Demand> {
    const { id, requester } = demand;
    const state = (await this.demands.suggestions(tx, [id])).has(id) ? 'SUGGESTED' : 'UNMET';
    if (state === demand.state) return demand;
    const settled = { ...demand, state };
    await this.demands.settle(tx, settled);
    tx.announce(demandMoved, id, { id, organisationId: requester.id, state, entryId: null });
    return settled;
  }
}
