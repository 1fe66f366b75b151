import { Injectable } from '@nestjs/common';
import { Problem, problems, sharingProblems, type CallWatch as Watch, type GrantId, type SetCallWatch } from '@gongshu/contracts';
import { NodeRegulation, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { GetGrant } from '../grant/get-grant.js';
import { partiesOf, type Grant } from '../grant/grant.js';
import { LockLivingGrant } from '../grant/lock-living-grant.js';
import { limitOf, misuseRuleOf, UNBOUND_CALLS, type MisuseRule } from './misuse-rule.js';
import { WatchLimitsStore } from './watch-limits.store.js';

/** From which numbers on calls under a grant count as inflated: the pack's, or what the authority or the provider set for this grant. */
@Injectable()
export class CallWatch {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly getGrant: GetGrant,
    private readonly lockLivingGrant: LockLivingGrant,
    private readonly limits: WatchLimitsStore,
  ) {}

  get(ctx: RequestContext, { id }: GrantId): Promise<Watch> {
    return this.unitOfWork.read(ctx, async (tx) => {
      await this.watchedGrant(tx, id);
      return this.viewOf(tx, id, this.rule());
    });
  }

  async set(ctx: RequestContext, input: SetCallWatch): Promise<Watch> {
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const { id, identicalCalls = null, unboundCalls = null } = input;
        const grant = await this.watchedGrant(tx, id);
        // A holder does not set the limits of its own calls.
        if (!partiesOf(grant, ctx, ctx.node.code).some((party) => party === 'provider' || party === 'node-authority')) throw new Problem(sharingProblems.notYourTurn);
        const rule = this.rule();
        if ((await this.lockLivingGrant.run(tx, id)) === null) throw new Problem(sharingProblems.actNotAllowed);
        await this.limits.setLimits(tx, id, { identicalCalls, unboundCalls });
        return this.viewOf(tx, id, rule);
      },
      input,
    );
  }

  private rule(): MisuseRule {
    const rule = misuseRuleOf(this.regulation.pack);
    if (rule === null) throw new Problem(sharingProblems.notRegulated);
    return rule;
  }

  /** Calls are counted by the node that owns the grant. */
  private async watchedGrant(tx: Transaction, id: string): Promise<Grant> {
    const { ctx } = tx;
    const grant = await this.getGrant.unscoped(tx, id);
    if (grant === undefined || grant.ownerNode !== ctx.node.code || partiesOf(grant, ctx, ctx.node.code).length === 0) throw new Problem(problems.notFound);
    return grant;
  }

  private async viewOf(tx: Transaction, grantId: string, rule: MisuseRule): Promise<Watch> {
    const own = (await this.limits.limits(tx, grantId)) ?? { identicalCalls: null, unboundCalls: null, throttledUntil: null };
    return { grantId, identicalCalls: limitOf('', rule, own), unboundCalls: limitOf(UNBOUND_CALLS, rule, own), windowSeconds: rule.windowSeconds, throttledUntil: own.throttledUntil };
  }
}
