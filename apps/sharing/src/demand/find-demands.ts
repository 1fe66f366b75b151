import { Injectable } from '@nestjs/common';
import type { DemandPage, FindDemands as Search } from '@gongshu/contracts';
import { cutPage, NEWEST_FIRST, pageStart, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { demandView, isOpen } from './demand.js';
import { DemandStore } from './demand.store.js';

@Injectable()
export class FindDemands {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly demands: DemandStore,
  ) {}

  async run(ctx: RequestContext, search: Search): Promise<DemandPage> {
    const { after, limit } = pageStart(search, NEWEST_FIRST);
    return this.unitOfWork.read(ctx, async (tx) => {
      const found = await this.demands.page(tx, search.state, after, limit + 1);
      const suggestions = await this.demands.suggestions(tx, found.filter(isOpen).map(({ id }) => id));
      return cutPage(found, limit, ({ position }) => position, (demand) => demandView(demand, suggestions.get(demand.id) ?? []));
    });
  }
}
