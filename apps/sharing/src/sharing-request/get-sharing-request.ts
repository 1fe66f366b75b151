import { Injectable } from '@nestjs/common';
import { Problem, problems, type SharingRequestId, type SharingRequestView } from '@gongshu/contracts';
import { NodeRegulation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { localDay } from '@gongshu/regulation';
import { currentStep, partsIn, requestView } from './sharing-request.js';
import { SharingRequestStore } from './sharing-request.store.js';

@Injectable()
export class GetRequest {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly requests: SharingRequestStore,
  ) {}

  async run(ctx: RequestContext, { id }: SharingRequestId): Promise<SharingRequestView> {
    const request = await this.unitOfWork.read(ctx, (tx) => this.requests.findUnscoped(tx, id));
    if (request === undefined || partsIn(request, ctx, ctx.node.code).length === 0) throw new Problem(problems.notFound);
    const pack = this.regulation.shelf.effective(request.standing.packId, request.standing.packVersion);
    return requestView(request, currentStep(request, pack, localDay(ctx.now)));
  }
}
