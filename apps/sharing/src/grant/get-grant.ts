import { Injectable } from '@nestjs/common';
import { Problem, problems, type GrantId, type GrantView } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { OtherNodes } from '../other-node/other-nodes.js';
import { grantView, mayReadPermits, partiesOf, type Grant } from './grant.js';
import { GrantStore } from './grant.store.js';

@Injectable()
export class GetGrant {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: GrantStore,
    private readonly otherNodes: OtherNodes,
  ) {}

  async run(ctx: RequestContext, { id }: GrantId): Promise<GrantView> {
    const grant = await this.unitOfWork.read(ctx, (tx) => this.grants.findUnscoped(tx, id));
    if (grant === undefined || partiesOf(grant, ctx, ctx.node.code).length === 0) throw new Problem(problems.notFound);
    return grantView(grant);
  }

  /** Whoever asks: for use cases that look at the parties themselves. */
  unscoped(tx: Transaction, id: string): Promise<Grant | undefined> {
    return this.grants.findUnscoped(tx, id);
  }

  /** @throws Problem 404 for whoever may not read the calls made under the grant; `federation/answered-elsewhere` for a grant of another node, which has the calls */
  async permitsMustBeReadable(tx: Transaction, id: string): Promise<Grant> {
    const grant = await this.grants.findUnscoped(tx, id);
    if (grant === undefined || !mayReadPermits(grant, tx.ctx, tx.ctx.node.code)) throw new Problem(problems.notFound);
    await this.otherNodes.mustBeHere(tx, grant.ownerNode);
    return grant;
  }
}
