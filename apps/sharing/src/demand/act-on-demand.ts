import { Injectable } from '@nestjs/common';
import { demandMoved, Problem, problems, sharingProblems, type ActOnDemand as Act, type DemandView } from '@gongshu/contracts';
import { actingOrganisation, isSameOrganisation, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { demandView, isOpen, type Demand } from './demand.js';
import { DemandStore } from './demand.store.js';
import { SuggestEntry } from './suggest-entry.js';
import { SupplyStore } from './supply.store.js';

const fault = (code: string, detail: string) => ({ errors: [{ pointer: '/entryId', code, detail }] });

/** The department accepts what was suggested, or dismisses it, or needs the data no longer. */
@Injectable()
export class ActOnDemand {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly demands: DemandStore,
    private readonly supply: SupplyStore,
    private readonly suggest: SuggestEntry,
  ) {}

  async run(ctx: RequestContext, input: Act): Promise<DemandView> {
    return this.unitOfWork.run(ctx, (tx) => this.act(tx, input), input);
  }

  private async act(tx: Transaction, { id, act, entryId }: Act): Promise<DemandView> {
    await this.supply.lockMatching(tx);
    const demand = await this.demands.lock(tx, id);
    if (demand === undefined || !isSameOrganisation(actingOrganisation(tx.ctx), demand.requester)) throw new Problem(problems.notFound);
    if (!isOpen(demand)) throw new Problem(sharingProblems.demandClosed);
    const suggested = (await this.demands.suggestions(tx, [id])).get(id) ?? [];
    if (act === 'withdraw') {
      if (entryId !== undefined) throw new Problem(problems.invalidInput, fault('no-use', 'the act withdraw has no use for it'));
      return this.close(tx, { ...demand, state: 'WITHDRAWN' });
    }
    if (entryId === undefined) throw new Problem(problems.invalidInput, fault('required', `the act ${act} is about an entry`));
    if (!suggested.some((one) => one.entryId === entryId)) throw new Problem(sharingProblems.notSuggested, fault('not-suggested', entryId));
    if (act === 'accept') return this.close(tx, { ...demand, state: 'MET', entryId });
    await this.demands.dismiss(tx, id, entryId);
    return demandView(await this.suggest.settle(tx, demand), suggested.filter((one) => one.entryId !== entryId));
  }

  private async close(tx: Transaction, demand: Demand): Promise<DemandView> {
    const { id, requester, state, entryId } = demand;
    await this.demands.settle(tx, demand);
    tx.announce(demandMoved, id, { id, organisationId: requester.id, state, entryId });
    return demandView(demand, []);
  }
}
