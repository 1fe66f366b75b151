import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Problem, problems, sharingProblems, type SharingRequestView, type SubmitSharingRequest as Submission } from '@gongshu/contracts';
import { actingOrganisation, covers, isSameOrganisation, NodeRegulation, refusalProblem, UnitOfWork, WorkingCalendars, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { beginProcedure, localDay, type Bilingual } from '@gongshu/regulation';
import { WeighCombinations } from '../combination/weigh-combinations.js';
import { PartiesMustBeNamed } from '../named-party/parties-must-be-named.js';
import type { Grant } from '../grant/grant.js';
import { FindShareableEntry } from '../shareable-entry/find-shareable-entry.js';
import type { ShareableEntry } from '../shareable-entry/shareable-entry.js';
import { RecordMove } from './record-move.js';
import { rowFilterFault } from './row-filter.js';
import { factsOf, filedContent, procedureFor, requestView, unknownColumns, type Application } from './sharing-request.js';
import { SharingRequestStore } from './sharing-request.store.js';
import { differsFrom, WeighHeldGrants } from './weigh-held-grants.js';

const fault = (pointer: string, code: string, detail: string) => ({ errors: [{ pointer, code, detail }] });
const OWNED_BELOW: Bilingual = { zh: '该条目不属于本节点或其上级节点,不能在此申请', en: 'The entry belongs neither to this node nor to one above it' };

/** A department files a request at its node, the first act of the pack's procedure. */
@Injectable()
export class SubmitSharingRequest {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly parties: PartiesMustBeNamed,
    private readonly entries: FindShareableEntry,
    private readonly requests: SharingRequestStore,
    private readonly heldGrants: WeighHeldGrants,
    private readonly combinations: WeighCombinations,
    private readonly recordMove: RecordMove,
  ) {}

  async run(ctx: RequestContext, input: Submission): Promise<SharingRequestView> {
    return this.unitOfWork.run(ctx, (tx) => this.submit(tx, input), input);
  }

  private async submit(tx: Transaction, input: Submission): Promise<SharingRequestView> {
    const { ctx } = tx;
    await this.parties.run(tx);
    const calendar = await this.calendars.forAct(tx);
    const { pack } = this.regulation;
    const entry = await this.entries.run(tx, input.entryId);
    if (entry === undefined) throw new Problem(sharingProblems.unknownEntry, fault('/entryId', 'unknown-entry', input.entryId));
    const renewed = input.renewsGrantId === undefined ? null : await this.heldGrants.renewable(tx, input.renewsGrantId, entry.id, actingOrganisation(ctx));
    const stated = draftOf(ctx, input, entry, renewed);
    const draft = { ...stated, facts: { ...stated.facts, ...(await this.combinations.run(tx, stated)) } };
    const procedure = procedureFor(entry, pack);
    // The platform takes all columns where none is named; a law that wants them named does not.
    const content = { ...filedContent(draft), dataItems: input.columns };
    const outcome = beginProcedure(pack, procedure, { actor: { roles: ctx.roles, parties: ['requester'] }, facts: draft.facts, content, at: ctx.now }, calendar);
    if (outcome.kind === 'refused') throw refusalProblem(sharingProblems, outcome, ctx.language, { '/dataItems': '/columns' });
    if (renewed === null) await this.heldGrants.mustNotCover(tx, draft);
    const differing = renewed === null ? null : differsFrom(renewed, draft);
    if (differing !== null) throw new Problem(problems.invalidInput, fault(`/${differing}`, 'differs-from-grant', 'a renewal asks for what the grant allows'));
    const year = localDay(ctx.now).slice(0, 4);
    const serial = await this.requests.nextNumber(tx, Number(year));
    const application = { ...draft, number: `${ctx.node.code}-${year}-${String(serial).padStart(6, '0')}` };
    const request = await this.recordMove.run(tx, application, outcome);
    return requestView(request, pack, ctx.now);
  }
}

/** What the platform itself must check before the law is asked: that the entry can be asked for here, and that what is asked for exists. */
function draftOf(ctx: RequestContext, input: Submission, entry: ShareableEntry, renewed: Grant | null): Application {
  const { node } = ctx;
  const requester = actingOrganisation(ctx);
  const ownerAbove = node.parent !== null && covers(entry.node, node.code);
  if (entry.node !== node.code && !ownerAbove) throw new Problem(sharingProblems.unknownEntry, { detail: OWNED_BELOW, ...fault('/entryId', 'owned-below', entry.node) });
  if (isSameOrganisation(entry.provider, requester)) throw new Problem(sharingProblems.ownData, fault('/entryId', 'own-data', entry.name));
  const columns = input.columns === undefined ? (renewed?.columns ?? entry.columns) : [...new Set(input.columns)];
  const [unknown] = unknownColumns(columns, entry);
  if (unknown !== undefined) throw new Problem(sharingProblems.unknownColumns, fault('/columns', 'unknown-column', unknown));
  const rowFilter = input.rows ?? renewed?.rowFilter ?? [];
  const rowFault = rowFilterFault(rowFilter, entry.columns);
  if (rowFault !== null) throw new Problem(problems.invalidInput, { errors: [rowFault] });
  const { validUntil = null } = input;
  if (validUntil !== null && validUntil < localDay(ctx.now)) throw new Problem(problems.invalidInput, fault('/validUntil', 'in-the-past', `before ${localDay(ctx.now)}`));
  const provisionMode = input.provisionMode ?? renewed?.provisionMode ?? entry.provisionModes[0] ?? 'INTERFACE';
  if (!entry.provisionModes.includes(provisionMode)) {
    throw new Problem(problems.invalidInput, fault('/provisionMode', 'not-offered', `the entry offers ${entry.provisionModes.join(', ')}`));
  }
  return {
    id: randomUUID(),
    number: '',
    entryId: entry.id,
    entryName: entry.name,
    requester,
    provider: entry.provider,
    applicationScenario: input.applicationScenario ?? '',
    dutyBasis: input.dutyBasis ?? '',
    purpose: input.purpose ?? '',
    scope: input.scope ?? '',
    columns,
    rowFilter,
    provisionMode,
    wantedUntil: validUntil,
    renewsGrantId: renewed?.id ?? null,
    personalBasis: input.personalBasis ?? null,
    originNode: node.code,
    ownerNode: entry.node,
    submittedAt: ctx.now,
    facts: factsOf(entry, { requester, originNode: node.code }, node),
    transition: 0,
    history: [],
    providerConcerned: false,
    grantId: null,
  };
}
