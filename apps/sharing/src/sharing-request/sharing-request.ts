import type { ActOnSharingRequest, HistoryEntry, Label, LegalBasis, Party, RequestForwardedUp, RowCondition, SentAct as SentActView, SharingRequestView, StepView } from '@gongshu/contracts';
import { stepOf, type Content, type Day, type EffectivePack, type Facts, type Instant, type Moved, type Standing } from '@gongshu/regulation';
import { deadlineTimers, partiesInCase, placeFacts, stepAsOf, stepView, type ListedCase, type PartyInCase, type Viewer } from '@gongshu/service-kit';
import type { ShareableEntry } from '../shareable-entry/shareable-entry.js';

export const REQUEST_TIMERS = deadlineTimers('sharing-request-step');

/* Ends that packs name alike, because the platform must act on them. */
export const PROVIDED = 'PROVIDED';
export const WITH_UPPER_NODE = 'WITH_UPPER_NODE';
/* The act by which requesters take a request back, in every pack. */
export const WITHDRAW = 'withdraw';
/* The step to which an objection or a dispute brings a case, whatever the act is called. */
const COORDINATING = 'COORDINATING';

/** What was asked for, by whom, and how far it has come; a request that has not begun its procedure at this node yet. */
export interface Application {
  readonly id: string;
  /** Carries the node where it was filed. */
  readonly number: string;
  readonly entryId: string;
  readonly entryName: string;
  readonly requester: Party;
  readonly provider: Party;
  readonly applicationScenario: string;
  readonly dutyBasis: string;
  readonly purpose: string;
  /** Scope of sharing; empty where the requester stated none. */
  readonly scope: string;
  readonly columns: readonly string[];
  /** A row must meet every condition; all rows when empty. */
  readonly rowFilter: readonly RowCondition[];
  readonly provisionMode: string;
  /** Last day on which the data are wanted. */
  readonly wantedUntil: Day | null;
  /** Grant that is extended when the request is provided, instead of a second one. */
  readonly renewsGrantId: string | null;
  readonly personalBasis: LegalBasis | null;
  readonly originNode: string;
  readonly ownerNode: string;
  readonly submittedAt: string;
  /** What this node knew when the procedure began here; later branches rest on the same facts. */
  readonly facts: Facts;
  /** Number of the last act, counted on over all nodes. */
  readonly transition: number;
  readonly history: readonly HistoryEntry[];
  /** The procedure has reached a step of the provider; until then the provider has no part in it. */
  readonly providerConcerned: boolean;
  readonly grantId: string | null;
}

/** An act of the requester that went up to the node that has the request. */
export interface SentAct {
  readonly actId: string;
  readonly stated: ActOnSharingRequest;
  readonly since: Instant;
  /** Null as long as nobody has answered. */
  readonly refusal: { readonly code: string; readonly reason: Label | null } | null;
}

export interface SharingRequest extends Application {
  readonly standing: Standing;
  /** The step at the upper node that has the request now; null while this node has it. */
  readonly upperStep: StepView | null;
  /** Null where nothing of the requester's is on its way up, and nothing was refused there. */
  readonly sentAct: SentAct | null;
  /** Whose turn it is: `ROLE:part`. */
  readonly waitingFor: readonly string[];
}

/** A request as work lists show it. */
export function listed({ id, number, entryName, standing, requester, provider, providerConcerned }: SharingRequest): ListedCase {
  return { id, title: `${number} ${entryName}`, standing, requester, provider: providerConcerned ? provider : null, href: `/v1/sharing-requests/${id}` };
}

/** The facts on which packs decide the way of a request. */
export function factsOf(entry: ShareableEntry, request: { requester: Party; originNode: string }, node: { code: string; level: string }): Facts {
  const place = { requester: request.requester, ownerNode: entry.node, arrivedFromChild: request.originNode !== node.code };
  return { ...placeFacts(place, node), personalData: entry.personalData, sharingType: entry.sharingType };
}

/** The procedure of the pack: unconditional data have their own where the pack knows it. */
export function procedureFor(entry: ShareableEntry, pack: EffectivePack): string {
  const unconditional = 'sharing-request.unconditional';
  return entry.sharingType === 'UNCONDITIONAL' && Object.hasOwn(pack.procedures, unconditional) ? unconditional : 'sharing-request';
}

/** What was asked for, by the names that packs have for it. */
export function filedContent({ applicationScenario, dutyBasis, purpose, scope, columns, personalBasis }: Application): Content {
  return { applicationScenario, dutyBasis, purpose, scope, dataItems: columns, personalBasis };
}

/** Columns that the entry does not have. */
export function unknownColumns(columns: readonly string[], entry: ShareableEntry): string[] {
  return columns.filter((column) => !entry.columns.includes(column));
}

/** The parts a viewer plays; none: the request does not exist for the viewer. */
export function partiesOf(request: Application, viewer: Viewer, node: string): PartyInCase[] {
  return partiesInCase(viewer, { requester: request.requester, provider: request.providerConcerned ? request.provider : null }, node);
}

/** The request after an act at this node, with the act on record. */
export function advance(application: Application, { standing }: Moved, pack: EffectivePack, record: HistoryEntry): SharingRequest {
  // Whoever may open an ended case again need not: nothing waits for them, and the case has not come to them.
  const actors = standing.ended ? [] : stepOf(pack, standing).actors;
  return {
    ...application,
    standing,
    upperStep: null,
    sentAct: null,
    waitingFor: actors.map(({ role, party }) => `${role}:${party}`),
    transition: application.transition + 1,
    history: [...application.history, record],
    providerConcerned: application.providerConcerned || standing.step === PROVIDED || actors.some(({ party }) => party === 'provider'),
  };
}

/** Whether an objection or a dispute about the case has been filed before. */
export function isDisputed({ history }: Pick<Application, 'history'>): boolean {
  return history.some(({ to }) => to === COORDINATING);
}

/** Whether the case has come to an end at which nothing is shared. */
export function endsSharing({ ended, step }: Standing): boolean {
  return ended && step !== PROVIDED && step !== WITH_UPPER_NODE;
}

/** What the upper node needs to go on. */
export function forwardedUp(request: SharingRequest, parent: string): RequestForwardedUp {
  const { id, number, transition, entryId, requester, applicationScenario, dutyBasis, purpose, scope, columns, rowFilter, provisionMode, wantedUntil, renewsGrantId, personalBasis, originNode, submittedAt, history } = request;
  return {
    addressedTo: parent, id, number, transition, entryId, requester, applicationScenario, dutyBasis, purpose, columns: [...columns], provisionMode,
    ...(scope === '' ? {} : { scope }),
    ...(rowFilter.length === 0 ? {} : { rows: [...rowFilter] }),
    ...(wantedUntil === null ? {} : { validUntil: wantedUntil }),
    ...(renewsGrantId === null ? {} : { renewsGrantId }),
    ...(personalBasis === null ? {} : { personalBasis }),
    originNode, submittedAt, history: [...history],
  };
}

/** The step where the request stands, wherever that is. `pack` is the pack of its standing. */
export function currentStep(request: SharingRequest, pack: EffectivePack, now: Instant): StepView {
  if (request.upperStep !== null) return stepAsOf(request.upperStep, now);
  const step = stepView(pack, request.standing, now);
  // On its way up, a request can be taken back, and nothing else.
  return request.standing.step === WITH_UPPER_NODE ? { ...step, acts: isOnItsWay(request.sentAct) ? [] : [WITHDRAW] } : step;
}

/** Whether an act has gone up and nobody has answered. */
export function isOnItsWay(sent: SentAct | null): boolean {
  return sent !== null && sent.refusal === null;
}

function sentActView({ stated, since, refusal }: SentAct): SentActView {
  return { act: stated.act, since, state: refusal === null ? 'ON_ITS_WAY' : 'REFUSED', code: refusal?.code ?? null, reason: refusal?.reason ?? null };
}

export function requestView(request: SharingRequest, pack: EffectivePack, now: Instant): SharingRequestView {
  const { id, number, entryId, entryName, requester, provider, applicationScenario, dutyBasis, purpose, scope, columns, rowFilter, provisionMode, wantedUntil, renewsGrantId, originNode, ownerNode, history, grantId, sentAct, submittedAt } = request;
  const step = currentStep(request, pack, now);
  return {
    id, number, entryId, entryName, requester, provider, applicationScenario, dutyBasis, purpose, scope, columns: [...columns], rows: [...rowFilter], provisionMode,
    validUntil: wantedUntil, renewsGrantId, originNode, ownerNode, state: step.step, step, history: [...history], grantId, sentAct: sentAct === null ? null : sentActView(sentAct), submittedAt,
  };
}
