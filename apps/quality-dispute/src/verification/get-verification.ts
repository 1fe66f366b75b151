import { Injectable } from '@nestjs/common';
import { Problem, problems, type VerificationId, type VerificationView } from '@gongshu/contracts';
import { NodeRegulation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { verificationView } from './verification-view.js';
import { VerificationStore } from './verification.store.js';
import { isVisibleTo, partiesOf } from './verification.js';

@Injectable()
export class GetVerification {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly verifications: VerificationStore,
  ) {}

  async run(ctx: RequestContext, { id }: VerificationId): Promise<VerificationView> {
    const found = await this.unitOfWork.read(ctx, (tx) => this.verifications.findUnscoped(tx, id));
    if (found === undefined || !isVisibleTo(found, partiesOf(found, ctx, ctx.node.code))) throw new Problem(problems.notFound);
    return verificationView(found, this.regulation.packOf(found.standing), ctx.now);
  }
}
