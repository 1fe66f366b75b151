import { Injectable } from '@nestjs/common';
import type { FindSharingRequests, SharingRequestPage } from '@gongshu/contracts';
import { NodeRegulation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { localDay } from '@gongshu/regulation';
import { cutPage, pageOf } from '../page-cursor.js';
import { currentStep, requestView } from './sharing-request.js';
import { SharingRequestStore } from './sharing-request.store.js';

@Injectable()
export class FindRequests {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly requests: SharingRequestStore,
  ) {}

  async run(ctx: RequestContext, query: FindSharingRequests): Promise<SharingRequestPage> {
    const { after, limit } = pageOf(query, Number.MAX_SAFE_INTEGER);
    const scope = query.scope === 'waiting-for-me' ? 'waiting-for-me' : 'mine';
    const found = await this.unitOfWork.read(ctx, (tx) => this.requests.page(tx, ctx, scope, after, limit + 1));
    const today = localDay(ctx.now);
    const { items, nextCursor } = cutPage(found, limit, ({ position }) => Number(position));
    return {
      items: items.map((request) => requestView(request, currentStep(request, this.regulation.shelf.effective(request.standing.packId, request.standing.packVersion), today))),
      nextCursor,
    };
  }
}
