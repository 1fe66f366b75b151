import { Injectable } from '@nestjs/common';
import { Problem, problems, qualityDisputeProblems, type VerificationView } from '@gongshu/contracts';
import { takeAct, type Content } from '@gongshu/regulation';
import { historyEntry, NodeRegulation, refusalProblem, type Transaction } from '@gongshu/service-kit';
import { RecordMove } from './record-move.js';
import { verificationView } from './verification-view.js';
import { VerificationStore } from './verification.store.js';
import { afterAct, factsOf, isVisibleTo, partiesOf, type Feedback, type Verification } from './verification.js';

/** One act on a running case, by whoever the pack entitles: the part that forwarding and feedback have in common. */
@Injectable()
export class ActOnVerification {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly verifications: VerificationStore,
    private readonly recordMove: RecordMove,
  ) {}

  /**
   * @param check what must hold besides the law, asked after it
   * @throws Problem 404 for a case the caller may not see, and what the pack refuses
   */
  async run(
    tx: Transaction,
    id: string,
    taken: { readonly act: string; readonly content: Content; readonly feedback?: Partial<Feedback> },
    check: (verification: Verification) => Promise<void> = () => Promise.resolve(),
  ): Promise<VerificationView> {
    const { ctx } = tx;
    const verification = await this.verifications.loadForUpdateUnscoped(tx, id);
    if (verification === undefined) throw new Problem(problems.notFound);
    const parties = partiesOf(verification, ctx, ctx.node.code);
    if (!isVisibleTo(verification, parties)) throw new Problem(problems.notFound);
    const { standing } = verification;
    const pack = this.regulation.packOf(standing);
    const { act, content, feedback } = taken;
    const moved = takeAct(pack, standing, { act, actor: { roles: ctx.roles, parties }, facts: factsOf(verification, ctx.node), content, at: ctx.now });
    if (moved.kind === 'refused') throw refusalProblem(qualityDisputeProblems, moved, ctx.language);
    await check(verification);
    const next = afterAct(verification, moved, historyEntry(moved, ctx, feedback?.explanation ?? null), feedback);
    await this.verifications.save(tx, next);
    await this.recordMove.run(tx, next, moved);
    return verificationView(next, pack, ctx.now);
  }
}
