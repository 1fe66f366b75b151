import { Injectable } from '@nestjs/common';
import { Problem, problems, sharingProblems, type ReportViolation as Report, type ViolationView } from '@gongshu/contracts';
import { NodeRegulation, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { GetGrant } from '../grant/get-grant.js';
import { partiesOf } from '../grant/grant.js';
import { OpenViolation } from './open-violation.js';
import { violationView, type ViolationKind } from './violation.js';

/** The authority or the provider has found a violation by a holder. */
@Injectable()
export class ReportViolation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly getGrant: GetGrant,
    private readonly openViolation: OpenViolation,
  ) {}

  async run(ctx: RequestContext, input: Report): Promise<ViolationView> {
    return this.unitOfWork.run(ctx, (tx) => this.report(tx, input), input);
  }

  private async report(tx: Transaction, { grantId, kind, description }: Report): Promise<ViolationView> {
    const { ctx } = tx;
    const grant = await this.getGrant.unscoped(tx, grantId);
    const parties = grant === undefined ? [] : partiesOf(grant, ctx, ctx.node.code);
    if (grant === undefined || parties.length === 0) throw new Problem(problems.notFound);
    // Cases are kept by the node whose permits they are about.
    const actor = { roles: ctx.roles, parties: grant.ownerNode === ctx.node.code ? parties : [] };
    const sighting = { sign: 'reported', client: null, count: 1, lastPermit: null, description };
    if (kind === 'LOCAL_STORAGE' && grant.storageAllowed) throw new Problem(sharingProblems.storageAllowed);
    const violation = await this.openViolation.run(tx, grant, kind as ViolationKind, grant.requester, sighting, actor);
    return violationView(violation, this.regulation.packOf(violation.standing), ctx.now);
  }
}
