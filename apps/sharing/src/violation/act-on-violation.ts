import { Injectable } from '@nestjs/common';
import { Problem, problems, sharingProblems, type ActOnViolation as Act, type ViolationView } from '@gongshu/contracts';
import { takeAct } from '@gongshu/regulation';
import { historyEntry, NodeRegulation, refusalProblem, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { ActOnGrant } from '../grant/act-on-grant.js';
import { GetGrant } from '../grant/get-grant.js';
import { LiftThrottle } from '../misuse/lift-throttle.js';
import { RecordViolation } from './record-violation.js';
import { CONFIRMED, GROUND_OF, partiesOf, violationView, type Violation } from './violation.js';
import { ViolationStore } from './violation.store.js';

const fault = (code: string, detail: string): Problem => new Problem(problems.invalidInput, { errors: [{ pointer: '/measure', code, detail }] });

/** Whoever may stop the service decides whether it was a violation, and what is done about it. */
@Injectable()
export class ActOnViolation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly violations: ViolationStore,
    private readonly recordViolation: RecordViolation,
    private readonly getGrant: GetGrant,
    private readonly actOnGrant: ActOnGrant,
    private readonly liftThrottle: LiftThrottle,
  ) {}

  async run(ctx: RequestContext, input: Act): Promise<ViolationView> {
    return this.unitOfWork.run(ctx, (tx) => this.act(tx, input), input);
  }

  private async act(tx: Transaction, { id, act, measure, reasons }: Act): Promise<ViolationView> {
    const { ctx } = tx;
    const violation = await this.violations.lockUnscoped(tx, id);
    const parties = violation === undefined ? [] : partiesOf(violation, ctx, ctx.node.code);
    if (violation === undefined || parties.length === 0) throw new Problem(problems.notFound);
    const pack = this.regulation.packOf(violation.standing);
    const moved = takeAct(pack, violation.standing, { act, actor: { roles: ctx.roles, parties }, facts: {}, content: { measure, reasons }, at: ctx.now });
    if (moved.kind === 'refused') throw refusalProblem(sharingProblems, moved, ctx.language);
    const confirmed = moved.to === CONFIRMED;
    if (!confirmed && measure !== undefined) throw fault('no-use', `the act ${act} has no use for it`);
    if (violation.kind === 'FOREIGN_GRANT' && measure !== undefined && measure !== 'WARN') throw fault('not-of-this-body', 'the grant is another’s');
    await this.settleGrant(tx, violation, measure ?? null, reasons ?? '');
    const decided = { ...violation, standing: moved.standing, history: [...violation.history, historyEntry(moved, ctx, reasons ?? null)], measure: measure ?? null };
    return violationView(await this.recordViolation.run(tx, decided, moved.act, moved.source), pack, ctx.now);
  }

  /** The grant stands as the decision says. What the case itself did before ends with it; a suspension that somebody else decided on stays. */
  private async settleGrant(tx: Transaction, { kind, grantId, suspendedSince }: Violation, measure: string | null, reasons: string): Promise<void> {
    const grant = await this.getGrant.unscoped(tx, grantId);
    if (grant === undefined) return;
    const act = (name: string) => this.actOnGrant.act(tx, { id: grantId, act: name, reasons, ground: GROUND_OF[kind] });
    if (measure === 'TERMINATE') {
      if (grant.state !== 'TERMINATED') await act('terminate');
    } else if (measure === 'SUSPEND') {
      if (grant.state === 'ACTIVE') await act('suspend');
    } else if (grant.state === 'SUSPENDED' && suspendedSince !== null && grant.suspensionStanding?.since === suspendedSince) await act('restore');
    if (kind === 'CALL_INFLATION') await this.liftThrottle.run(tx, grantId);
  }
}
