import { Injectable } from '@nestjs/common';
import type { FindSharingRequests as Search, SharingRequestPage } from '@gongshu/contracts';
import { cutPage, NEWEST_FIRST, NodeRegulation, pageStart, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { requestView } from './sharing-request.js';
import { SharingRequestStore } from './sharing-request.store.js';

@Injectable()
export class FindSharingRequests {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly requests: SharingRequestStore,
  ) {}

  async run(ctx: RequestContext, search: Search): Promise<SharingRequestPage> {
    const { after, limit } = pageStart(search, NEWEST_FIRST);
    const scope = search.scope === 'waiting-for-me' ? 'waiting-for-me' : 'mine';
    const found = await this.unitOfWork.read(ctx, (tx) => this.requests.page(tx, scope, after, limit + 1));
    return cutPage(found, limit, ({ position }) => position, (request) => requestView(request, this.regulation.packOf(request.standing), ctx.now));
  }
}
