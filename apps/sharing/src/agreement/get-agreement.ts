import { Injectable } from '@nestjs/common';
import { Problem, problems, type GrantId, type SignedAgreement } from '@gongshu/contracts';
import { DocumentSigner, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { GetGrant } from '../grant/get-grant.js';
import { mayReadPermits, partiesOf } from '../grant/grant.js';
import { OtherNodes } from '../other-node/other-nodes.js';
import { agreementOf } from './agreement.js';
import { FindAgreement } from './find-agreement.js';

/** The agreement as it holds now, signed by the node that owns the grant. */
@Injectable()
export class GetAgreement {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly getGrant: GetGrant,
    private readonly otherNodes: OtherNodes,
    private readonly findAgreement: FindAgreement,
    private readonly signer: DocumentSigner,
  ) {}

  /** @throws Problem 404 for whoever has no part in the grant; `federation/answered-elsewhere` for a grant of another node */
  async run(ctx: RequestContext, { id }: GrantId): Promise<SignedAgreement> {
    const node = ctx.node.code;
    const found = await this.unitOfWork.read(ctx, async (tx) => {
      const grant = await this.getGrant.unscoped(tx, id);
      if (grant === undefined || (partiesOf(grant, ctx, node).length === 0 && !mayReadPermits(grant, ctx, node))) throw new Problem(problems.notFound);
      await this.otherNodes.mustBeHere(tx, grant.ownerNode);
      return this.findAgreement.newest(tx, grant);
    });
    const agreement = agreementOf(id, found);
    return { agreement, revision: found.revision, since: found.since, jws: await this.signer.sign('agreement', agreement) };
  }
}
