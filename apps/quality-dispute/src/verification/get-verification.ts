import { Inject, Injectable } from '@nestjs/common';
import { Problem, problems, type VerificationId, type VerificationView } from '@gongshu/contracts';
import { NODE, NodeRegulation, UnitOfWork, type NodeIdentity, type RequestContext } from '@gongshu/service-kit';
import { actingOrganisation } from '../acting-organisation.js';
import { verificationView } from './verification-view.js';
import { VerificationStore } from './verification.store.js';
import { isVisibleTo, partiesOf } from './verification.js';

@Injectable()
export class GetVerification {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    @Inject(NODE) private readonly node: NodeIdentity,
    private readonly verifications: VerificationStore,
  ) {}

  async run(ctx: RequestContext, { id }: VerificationId): Promise<VerificationView> {
    const organisation = actingOrganisation(ctx);
    const found = await this.unitOfWork.read(ctx, (tx) => this.verifications.findUnscoped(tx, id));
    if (found === undefined || !isVisibleTo(found, partiesOf(found, { organisation, roles: ctx.roles }, this.node))) throw new Problem(problems.notFound);
    return verificationView(found, this.regulation.shelf.effective(found.standing.packId, found.standing.packVersion), ctx.now);
  }
}
