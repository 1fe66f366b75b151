import { Controller } from '@nestjs/common';
import { externalPublicationTold, externalUseForwardedUp, externalUseProgressed, Problem, problems, sharingProblems, type EventOf } from '@gongshu/contracts';
import { beginProcedure, type EffectivePack } from '@gongshu/regulation';
import { childSpeaksForItsTerritory, isSameOrganisation, NodeRegulation, optionalParameter, placeFacts, Reacts, refusalProblem, WorkingCalendars, type Transaction } from '@gongshu/service-kit';
import { GetGrant } from '../grant/get-grant.js';
import type { Grant } from '../grant/grant.js';
import { notAcceptedEntry, notAcceptedStep } from '../other-node/not-accepted.js';
import { FindShareableEntry } from '../shareable-entry/find-shareable-entry.js';
import { EXTERNAL_USE, filedContent, WITH_UPPER_NODE, type ExternalUse } from './external-use.js';
import { ExternalUseStore } from './external-use.store.js';
import { PublicationStore } from './publication.store.js';
import { RecordExternalUse } from './record-external-use.js';

type Forwarded = EventOf<typeof externalUseForwardedUp>;

/** Applications of organisations of other nodes about grants of this one, and what becomes of this node's own at others. */
@Controller()
export class WhenExternalUseCrosses {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly getGrant: GetGrant,
    private readonly entries: FindShareableEntry,
    private readonly uses: ExternalUseStore,
    private readonly publications: PublicationStore,
    private readonly recordExternalUse: RecordExternalUse,
  ) {}

  @Reacts(externalUseForwardedUp, { as: 'external-use-when-forwarded-up', from: 'neighbours' })
  async begin(event: Forwarded, tx: Transaction): Promise<void> {
    const { node, data } = event;
    const { ctx } = tx;
    const calendar = await this.calendars.forAct(tx);
    if (data.addressedTo !== ctx.node.code || (await this.uses.lockUnscoped(tx, data.id)) !== undefined) return;
    childSpeaksForItsTerritory(node, ctx.node.code, [data.originNode, data.requester.node, data.requester.division]);
    const grant = await this.getGrant.unscoped(tx, data.grantId);
    const fits = grant !== undefined && isSameOrganisation(grant.requester, data.requester) && data.columns.every((column) => grant.columns.includes(column));
    if (!fits || grant.ownerNode !== ctx.node.code) throw new Problem(problems.forbidden, { detail: `grant ${data.grantId} allows no such application of ${data.requester.id}` });
    const { pack } = this.regulation;
    const use = useFrom(data, grant);
    if (grant.state === 'TERMINATED') return this.refuse(tx, use, pack, new Problem(sharingProblems.grantEnded));
    if (!Object.hasOwn(pack.procedures, EXTERNAL_USE)) return this.refuse(tx, use, pack, new Problem(sharingProblems.refusedByLaw));
    const personalData = (await this.entries.run(tx, grant.entryId))?.personalData ?? true;
    const facts = { personalData, impersonal: !personalData, ...placeFacts({ requester: data.requester, ownerNode: grant.ownerNode, arrivedFromChild: true }, ctx.node) };
    const outcome = beginProcedure(pack, EXTERNAL_USE, { actor: { roles: [], parties: ['child-node'] }, facts, content: filedContent(use), at: ctx.now }, calendar);
    if (outcome.kind === 'refused') return this.refuse(tx, use, pack, refusalProblem(sharingProblems, outcome, ctx.language));
    await this.recordExternalUse.run(tx, use, outcome, null);
  }

  /** Not taken up: nothing is kept here, and the origin is told why. */
  private refuse(tx: Transaction, use: Omit<ExternalUse, 'standing'>, pack: EffectivePack, problem: Problem): void {
    const article = optionalParameter(pack, 'thirdParty')?.source.article ?? '';
    const history = [...use.history, notAcceptedEntry(problem, tx.ctx, article)];
    this.recordExternalUse.tellOrigin(tx, { ...use, history }, notAcceptedStep(EXTERNAL_USE, pack, tx.ctx));
  }

  /** Shorter and repeated histories are older news. */
  @Reacts(externalUseProgressed, { as: 'external-use-when-progressed', from: 'neighbours' })
  async follow({ node, data }: EventOf<typeof externalUseProgressed>, tx: Transaction): Promise<void> {
    if (data.addressedTo !== tx.ctx.node.code) return;
    const use = await this.uses.lockUnscoped(tx, data.id);
    if (use?.standing.step !== WITH_UPPER_NODE || data.history.length <= use.history.length) return;
    const grant = await this.getGrant.unscoped(tx, use.grantId);
    if (grant?.ownerNode !== node) throw new Problem(problems.forbidden, { detail: `node ${node} may not speak about application ${use.id}` });
    const { step, history, consent } = data;
    await this.recordExternalUse.follow(tx, { ...use, upperStep: step, history, consent }, history.at(-1)?.article ?? '');
  }

  /** What the holder published under a consent is on record here, for the provider. */
  @Reacts(externalPublicationTold, { as: 'external-use-when-publication-told', from: 'neighbours' })
  async keepPublication({ node, data: { addressedTo, publication } }: EventOf<typeof externalPublicationTold>, tx: Transaction): Promise<void> {
    if (addressedTo !== tx.ctx.node.code) return;
    const use = await this.uses.findUnscoped(tx, publication.consentId);
    if (use === undefined || use.consent === null || use.grantId !== publication.grantId || use.originNode !== node) {
      throw new Problem(problems.forbidden, { detail: `node ${node} has no consent ${publication.consentId}` });
    }
    const { entryId, entryName, requester, provider } = use;
    await this.publications.add(tx, { ...publication, entryId, entryName, requester, provider });
  }
}

function useFrom({ id, requester, purpose, audience, columns, document, consentReference, originNode, submittedAt, history }: Forwarded['data'], grant: Grant): Omit<ExternalUse, 'standing'> {
  const { id: grantId, entryId, entryName, provider } = grant;
  return { id, grantId, entryId, entryName, requester, provider, purpose, audience, columns, document, consentReference, originNode, submittedAt, history, consent: null, upperStep: null };
}
