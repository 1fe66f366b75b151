import { Injectable } from '@nestjs/common';
import { Problem, problems, qualityDisputeProblems, type ActOnVerification as Act, type VerificationView } from '@gongshu/contracts';
import { takeAct } from '@gongshu/regulation';
import { historyEntry, NodeRegulation, refusalProblem, UnitOfWork, WorkingCalendars, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { HasDataVersion } from '../known-entry/has-data-version.js';
import { fieldsWithoutUse } from './act-fields.js';
import { RecordMove } from './record-move.js';
import { verificationView } from './verification-view.js';
import { VerificationStore } from './verification.store.js';
import { afterAct, factsOf, isDisputed, isVisibleTo, partiesOf } from './verification.js';

/** One act on a running case: which there are, who may do it, when and with what is the pack's to say. */
@Injectable()
export class ActOnVerification {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly verifications: VerificationStore,
    private readonly hasDataVersion: HasDataVersion,
    private readonly recordMove: RecordMove,
  ) {}

  async run(ctx: RequestContext, input: Act): Promise<VerificationView> {
    return this.unitOfWork.run(ctx, (tx) => this.act(tx, input), input);
  }

  /** @throws Problem 404 for a case the caller may not see, what the pack refuses, and 409 for a repaired version that does not exist */
  private async act(tx: Transaction, { id, act, ...fields }: Act): Promise<VerificationView> {
    const { ctx } = tx;
    const calendar = await this.calendars.forAct(tx);
    const verification = await this.verifications.loadForUpdateUnscoped(tx, id);
    if (verification === undefined) throw new Problem(problems.notFound);
    const parties = partiesOf(verification, ctx, ctx.node.code);
    if (!isVisibleTo(verification, parties)) throw new Problem(problems.notFound);
    const { standing } = verification;
    const pack = this.regulation.packOf(standing);
    const facts = { ...factsOf(verification, ctx.node), disputed: isDisputed(verification) };
    const moved = takeAct(pack, standing, { act, actor: { roles: ctx.roles, parties }, facts, content: { ...fields }, at: ctx.now }, calendar);
    if (moved.kind === 'refused') throw refusalProblem(qualityDisputeProblems, moved, ctx.language);
    const errors = fieldsWithoutUse(fields, pack, moved).map((field) => ({ pointer: `/${field}`, code: 'no-use', detail: `the act ${act} has no use for it here` }));
    if (errors.length > 0) throw new Problem(problems.invalidInput, { errors });
    const { reasons, explanation, repairedVersion, conclusion } = fields;
    if (repairedVersion !== undefined) await this.versionMustExist(tx, verification.entryId, repairedVersion);
    const record = { ...historyEntry(moved, ctx, reasons ?? explanation ?? null), ...(conclusion === undefined ? {} : { conclusion }) };
    const next = afterAct(verification, moved, record, { ...(explanation === undefined ? {} : { explanation }), ...(repairedVersion === undefined ? {} : { repairedVersion }) });
    await this.verifications.save(tx, next);
    await this.recordMove.run(tx, next, moved);
    return verificationView(next, pack, ctx.now);
  }

  private async versionMustExist(tx: Transaction, entryId: string, version: number): Promise<void> {
    if (await this.hasDataVersion.run(tx, entryId, version)) return;
    throw new Problem(qualityDisputeProblems.unknownVersion, {
      errors: [{ pointer: '/repairedVersion', code: 'unknown-version', detail: `version ${String(version)} of the data has not been completed` }],
    });
  }
}
