import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { demandMatched, demandMoved, type DemandContent, type DemandView } from '@gongshu/contracts';
import { actingOrganisation, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { demandView, type Demand } from './demand.js';
import { DemandStore } from './demand.store.js';
import { fitting, suggestion } from './supply.js';
import { SupplyStore } from './supply.store.js';

/** A department registers what it needs; what fits of the catalogue is suggested at once. */
@Injectable()
export class RegisterDemand {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly demands: DemandStore,
    private readonly supply: SupplyStore,
  ) {}

  async run(ctx: RequestContext, content: DemandContent): Promise<DemandView> {
    return this.unitOfWork.run(ctx, (tx) => this.register(tx, content), content);
  }

  private async register(tx: Transaction, content: DemandContent): Promise<DemandView> {
    const { ctx } = tx;
    const requester = actingOrganisation(ctx);
    await this.supply.lockMatching(tx);
    const candidates = await this.supply.candidates(tx, [content.name, ...content.dataItems]);
    const found = fitting(content, candidates, requester, ctx.node);
    const demand: Demand = { id: randomUUID(), requester, content, state: found.length > 0 ? 'SUGGESTED' : 'UNMET', entryId: null, registeredAt: ctx.now };
    await this.demands.add(tx, demand);
    const { id, state } = demand;
    tx.announce(demandMoved, id, { id, organisationId: requester.id, state, entryId: null });
    for (const one of found) {
      await this.demands.suggest(tx, id, suggestion(one), one.fit.score);
      tx.announce(demandMatched, id, { id, organisationId: requester.id, entryId: one.supply.id });
    }
    return demandView(demand, (await this.demands.suggestions(tx, [id])).get(id) ?? []);
  }
}
