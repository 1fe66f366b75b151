import { Injectable } from '@nestjs/common';
import { grantRestored, grantSuspended, Problem, problems, sharingProblems, type ActOnGrant as Act, type GrantView } from '@gongshu/contracts';
import { NodeRegulation, refusalProblem, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { beginProcedure, takeAct, type ActInput, type Moved } from '@gongshu/regulation';
import { HoldRequest } from '../sharing-request/hold-request.js';
import { TellGrantChanged } from '../sharing-request/tell-grant-changed.js';
import { grantChanged, grantGiven, grantView, partiesOf, stateAt, type Grant } from './grant.js';
import { GrantStore } from './grant.store.js';

const PROCEDURE = 'grant-suspension';

/** Suspends, restores or terminates a grant: who may, and for what, is the pack's to say. Takes effect with its commit. */
@Injectable()
export class ActOnGrant {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly grants: GrantStore,
    private readonly holdRequest: HoldRequest,
    private readonly tellGrantChanged: TellGrantChanged,
  ) {}

  async run(ctx: RequestContext, input: Act): Promise<GrantView> {
    return this.unitOfWork.run(ctx, async (tx) => grantView(await this.act(tx, input)), input);
  }

  /**
   * The same as a part of another act.
   *
   * @param byAuthority the platform acts in the name of the node's authority, where the law lets no time pass
   */
  async act(tx: Transaction, { id, act, reasons, ground }: Act, byAuthority = false): Promise<Grant> {
    const { ctx } = tx;
    const grant = await this.locked(tx, id);
    const actor = byAuthority ? { roles: ['DATA_AUTHORITY'], parties: ['node-authority'] } : { roles: ctx.roles, parties: grant === undefined ? [] : partiesOf(grant, ctx, ctx.node.code) };
    if (grant === undefined || actor.parties.length === 0) throw new Problem(problems.notFound);
    const moved = this.moveOf(ctx, grant, act, {
      // Only at the node that owns the grant has anybody a part in stopping it.
      actor: { ...actor, parties: grant.ownerNode === ctx.node.code ? actor.parties : [] },
      facts: {},
      content: { reasons, ground, ...(act === 'terminate' ? { measure: 'TERMINATE' } : {}) },
      at: ctx.now,
    });
    return this.record(tx, grant, moved, reasons ?? null);
  }

  /** Suspends in the name of the node's authority, where the law lets no time pass; null where nothing is left to suspend. */
  async suspendAtOnce(tx: Transaction, id: string, reasons: string, ground: string): Promise<Grant | null> {
    const grant = await this.locked(tx, id);
    return grant?.state === 'ACTIVE' ? this.act(tx, { id, act: 'suspend', reasons, ground }, true) : null;
  }

  private async locked(tx: Transaction, id: string): Promise<Grant | undefined> {
    const grant = await this.grants.findUnscoped(tx, id);
    if (grant === undefined) return undefined;
    await this.holdRequest.run(tx, grant.requestId);
    return this.grants.lockUnscoped(tx, id);
  }

  /** In the packs' procedure a termination without a suspension before it begins with the measure TERMINATE. */
  private moveOf(ctx: RequestContext, grant: Grant, act: string, input: ActInput): Moved {
    const standing = grant.suspensionStanding;
    const begins = act !== 'restore' && grant.state === 'ACTIVE';
    if (!begins && (standing === null || grant.state !== 'SUSPENDED')) {
      throw new Problem(sharingProblems.actNotAllowed, { allowed: grant.state === 'ACTIVE' ? ['suspend', 'terminate'] : [] });
    }
    const outcome = begins || standing === null ? beginProcedure(this.regulation.pack, PROCEDURE, input) : takeAct(this.regulation.packOf(standing), standing, { ...input, act });
    if (outcome.kind === 'refused') throw refusalProblem(sharingProblems, outcome, ctx.language);
    return outcome;
  }

  private async record(tx: Transaction, grant: Grant, moved: Moved, reasons: string | null): Promise<Grant> {
    const state = stateAt(moved.to);
    const stopped = state !== 'ACTIVE';
    const changed: Grant = {
      ...grant,
      state,
      suspensionStanding: moved.standing,
      suspensionSource: stopped ? moved.source : null,
      suspensionReason: stopped ? reasons : null,
    };
    await this.grants.save(tx, changed);
    tx.announce(stopped ? grantSuspended : grantRestored, grant.id, grantChanged(changed, reasons, moved.source));
    await this.tellGrantChanged.run(tx, grant.requestId, grantGiven(changed));
    return changed;
  }
}
