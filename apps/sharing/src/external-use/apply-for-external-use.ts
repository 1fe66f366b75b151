import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { externalUseForwardedUp, Problem, problems, sharingProblems, type ApplyForExternalUse as Application, type ExternalUseForwardedUp, type ExternalUseView } from '@gongshu/contracts';
import { beginProcedure } from '@gongshu/regulation';
import { actingOrganisation, citation, isSameOrganisation, NodeRegulation, optionalParameter, placeFacts, refusalProblem, UnitOfWork, WorkingCalendars, type RequestContext, type Transaction } from '@gongshu/service-kit';
import type { Grant } from '../grant/grant.js';
import { GetGrant } from '../grant/get-grant.js';
import { FindShareableEntry } from '../shareable-entry/find-shareable-entry.js';
import { EXTERNAL_USE, externalUseView, filedContent, WITH_UPPER_NODE, type ExternalUse } from './external-use.js';
import { RecordExternalUse } from './record-external-use.js';

/** The holder of a grant asks its provider to consent to a use outside. Where the pack has no such procedure, what it says of third parties is the answer. */
@Injectable()
export class ApplyForExternalUse {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly getGrant: GetGrant,
    private readonly entries: FindShareableEntry,
    private readonly recordExternalUse: RecordExternalUse,
  ) {}

  async run(ctx: RequestContext, input: Application): Promise<ExternalUseView> {
    return this.unitOfWork.run(ctx, (tx) => this.apply(tx, input), input);
  }

  private async apply(tx: Transaction, input: Application): Promise<ExternalUseView> {
    const { ctx } = tx;
    const calendar = await this.calendars.forAct(tx);
    const grant = await this.getGrant.unscoped(tx, input.grantId);
    if (grant === undefined || !isSameOrganisation(grant.requester, actingOrganisation(ctx))) throw new Problem(problems.notFound);
    if (grant.state === 'TERMINATED') throw new Problem(sharingProblems.grantEnded);
    const { pack } = this.regulation;
    const denied = optionalParameter(pack, 'thirdParty');
    if (!Object.hasOwn(pack.procedures, EXTERNAL_USE)) throw new Problem(sharingProblems.refusedByLaw, denied === undefined ? {} : { article: citation(denied.source) });
    const { id: grantId, entryId, entryName, requester, provider } = grant;
    const stated = { purpose: input.purpose ?? '', audience: input.audience ?? '', document: input.document ?? null, consentReference: input.consentReference ?? null };
    // An entry that was withdrawn meanwhile may have held anything: nobody vouches that it was impersonal.
    const personalData = (await this.entries.run(tx, entryId))?.personalData ?? true;
    const facts = { personalData, impersonal: !personalData, ...placeFacts({ requester, ownerNode: grant.ownerNode, arrivedFromChild: false }, ctx.node) };
    const outcome = beginProcedure(pack, EXTERNAL_USE, { actor: { roles: ctx.roles, parties: ['requester'] }, facts, content: filedContent(stated), at: ctx.now }, calendar);
    if (outcome.kind === 'refused') throw refusalProblem(sharingProblems, outcome, ctx.language);
    const columns = columnsOf(input, grant);
    const use = { id: randomUUID(), grantId, entryId, entryName, requester, provider, ...stated, columns, history: [], consent: null, submittedAt: ctx.now, originNode: ctx.node.code, upperStep: null };
    const recorded = await this.recordExternalUse.run(tx, use, outcome, null);
    if (outcome.to === WITH_UPPER_NODE) tx.announce(externalUseForwardedUp, use.id, forwarded(recorded, grant.ownerNode));
    return externalUseView(recorded, pack, ctx.now);
  }
}

/** What the node that owns the grant needs to decide. */
function forwarded({ id, grantId, requester, purpose, audience, columns, document, consentReference, originNode, submittedAt, history }: ExternalUse, owner: string): ExternalUseForwardedUp {
  return { addressedTo: owner, id, grantId, requester, purpose, audience, columns: [...columns], document, consentReference, originNode, submittedAt, history: [...history] };
}

function columnsOf({ columns }: Application, grant: Grant): readonly string[] {
  const asked = columns === undefined ? grant.columns : [...new Set(columns)];
  const beyond = asked.find((column) => !grant.columns.includes(column));
  if (beyond !== undefined) throw new Problem(sharingProblems.outsideGrant, { errors: [{ pointer: '/columns', code: 'outside-grant', detail: beyond }] });
  return asked;
}
