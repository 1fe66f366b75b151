import { Injectable } from '@nestjs/common';
import { Problem, problems, type DemandId, type DemandView } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { demandView, isOpen } from './demand.js';
import { DemandStore } from './demand.store.js';

@Injectable()
export class GetDemand {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly demands: DemandStore,
  ) {}

  async run(ctx: RequestContext, { id }: DemandId): Promise<DemandView> {
    return this.unitOfWork.read(ctx, async (tx) => {
      const demand = await this.demands.find(tx, id);
      if (demand === undefined) throw new Problem(problems.notFound);
      return demandView(demand, isOpen(demand) ? ((await this.demands.suggestions(tx, [id])).get(id) ?? []) : []);
    });
  }
}
