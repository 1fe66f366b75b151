import { Injectable } from '@nestjs/common';
import { Problem, problems, sharingProblems, type ActOnExternalUse as Act, type ExternalUseView } from '@gongshu/contracts';
import { localDay, takeAct } from '@gongshu/regulation';
import { NodeRegulation, refusalProblem, UnitOfWork, WorkingCalendars, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { GetGrant } from '../grant/get-grant.js';
import { AGREED, consentOf, externalUseView, filedContent, partiesOf, type ExternalUse } from './external-use.js';
import { ExternalUseStore } from './external-use.store.js';
import { RecordExternalUse } from './record-external-use.js';

/** The provider consents, or refuses. */
@Injectable()
export class ActOnExternalUse {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly getGrant: GetGrant,
    private readonly uses: ExternalUseStore,
    private readonly recordExternalUse: RecordExternalUse,
  ) {}

  async run(ctx: RequestContext, input: Act): Promise<ExternalUseView> {
    return this.unitOfWork.run(ctx, (tx) => this.act(tx, input), input);
  }

  private async act(tx: Transaction, input: Act): Promise<ExternalUseView> {
    const { ctx } = tx;
    const calendar = await this.calendars.forAct(tx);
    const use = await this.uses.lockUnscoped(tx, input.id);
    const parties = use === undefined ? [] : partiesOf(use, ctx, ctx.node.code);
    if (use === undefined || parties.length === 0) throw new Problem(problems.notFound);
    const pack = this.regulation.packOf(use.standing);
    const content = { ...filedContent(use), reasons: input.reasons };
    const outcome = takeAct(pack, use.standing, { act: input.act, actor: { roles: ctx.roles, parties }, facts: {}, content, at: ctx.now }, calendar);
    if (outcome.kind === 'refused') throw refusalProblem(sharingProblems, outcome, ctx.language);
    const consents = outcome.to === AGREED;
    const errors = (['columns', 'validUntil'] as const).filter((field) => !consents && input[field] !== undefined);
    if (errors.length > 0) throw new Problem(problems.invalidInput, { errors: errors.map((field) => ({ pointer: `/${field}`, code: 'no-use', detail: `the act ${input.act} has no use for it here` })) });
    const consent = consents ? await this.consentFor(tx, use, input) : null;
    return externalUseView(await this.recordExternalUse.run(tx, { ...use, consent }, outcome, input.reasons ?? null), pack, ctx.now);
  }

  private async consentFor(tx: Transaction, use: ExternalUse, input: Act): Promise<ExternalUse['consent']> {
    const today = localDay(tx.ctx.now);
    const grant = await this.getGrant.unscoped(tx, use.grantId);
    if (grant === undefined || grant.state === 'TERMINATED' || grant.validUntil < today) throw new Problem(sharingProblems.grantEnded);
    const beyond = input.columns?.find((column) => !use.columns.includes(column));
    if (beyond !== undefined) throw new Problem(problems.invalidInput, { errors: [{ pointer: '/columns', code: 'not-applied-for', detail: beyond }] });
    if (input.validUntil !== undefined && input.validUntil < today) {
      throw new Problem(problems.invalidInput, { errors: [{ pointer: '/validUntil', code: 'in-the-past', detail: `before ${today}` }] });
    }
    return consentOf(use, grant, input, today);
  }
}
