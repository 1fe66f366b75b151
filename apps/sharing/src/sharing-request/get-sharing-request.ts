import { Injectable } from '@nestjs/common';
import { Problem, problems, type SharingRequestId, type SharingRequestView } from '@gongshu/contracts';
import { NodeRegulation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { partiesOf, requestView, type SharingRequest } from './sharing-request.js';
import { SharingRequestStore } from './sharing-request.store.js';

@Injectable()
export class GetSharingRequest {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly requests: SharingRequestStore,
  ) {}

  async run(ctx: RequestContext, { id }: SharingRequestId): Promise<SharingRequestView> {
    const request = await this.seen(ctx, id);
    return requestView(request, this.regulation.packOf(request.standing), ctx.now);
  }

  /** @throws Problem 404 for whoever plays no part in the request */
  async seen(ctx: RequestContext, id: string): Promise<SharingRequest> {
    const request = await this.unitOfWork.read(ctx, (tx) => this.requests.findUnscoped(tx, id));
    if (request === undefined || partiesOf(request, ctx, ctx.node.code).length === 0) throw new Problem(problems.notFound);
    return request;
  }
}
