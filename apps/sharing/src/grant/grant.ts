import type { CallHours, GrantChanged, GrantGiven, GrantTerms, GrantView, Party, RowCondition } from '@gongshu/contracts';
import type { Day, EffectivePack, LegalSource, Standing } from '@gongshu/regulation';
import { optionalParameter, partiesInCase, type PartyInCase, type Viewer } from '@gongshu/service-kit';

export type GrantState = 'ACTIVE' | 'SUSPENDED' | 'TERMINATED';

/** The right to fetch certain columns of an entry for one scenario. Issued, counted and suspended at the owner's node; the requester's node holds a copy. */
export interface Grant {
  readonly id: string;
  readonly requestId: string;
  readonly entryId: string;
  readonly entryName: string;
  readonly requester: Party;
  readonly provider: Party;
  readonly ownerNode: string;
  readonly applicationScenario: string;
  readonly purpose: string;
  readonly dutyBasis: string;
  readonly columns: readonly string[];
  /** Conditions that all hold of every row that may be fetched. */
  readonly rowFilter: readonly RowCondition[];
  readonly provisionMode: string;
  readonly state: GrantState;
  readonly validFrom: Day;
  readonly validUntil: Day;
  readonly callQuota: number;
  /** Null: no limit. Days are those of Asia/Shanghai. */
  readonly callsPerDay: number | null;
  readonly rowQuota: number | null;
  readonly rowsPerDay: number | null;
  readonly storageAllowed: boolean;
  readonly thirdParties: readonly string[];
  readonly hours: CallHours | null;
  /** The highest number of the permits' sequence. */
  readonly callsTaken: number;
  /** Delivered, and reserved for calls under way; counted only where rows are limited. */
  readonly rowsTaken: number;
  /** The provision that binds the use to what was stated; cited when a call goes beyond it. */
  readonly useSource: LegalSource | null;
  readonly suspensionStanding: Standing | null;
  readonly suspensionSource: LegalSource | null;
  readonly suspensionReason: string | null;
  /** The provision by which a safety danger stops all calls; null when there is none. */
  readonly safetySource: LegalSource | null;
}

/** The parts a viewer plays; none: the grant does not exist for the viewer. */
export function partiesOf(grant: Pick<Grant, 'requester' | 'provider'>, viewer: Viewer, node: string): PartyInCase[] {
  return partiesInCase(viewer, grant, node);
}

/** Auditors of the node's own division read the calls of every grant, and write nothing. */
export function mayReadPermits(grant: Grant, viewer: Viewer, node: string): boolean {
  const auditor = viewer.roles.includes('AUDITOR') && viewer.organisation?.division === node;
  return auditor || partiesOf(grant, viewer, node).some((party) => party !== 'requester-authority');
}

/** The state of a grant at a step of the packs' suspension procedure. */
export function stateAt(step: string): GrantState {
  return step === 'SUSPENDED' || step === 'TERMINATED' ? step : 'ACTIVE';
}

/** The provision that binds every use to what was stated. */
export function useSourceOf(pack: EffectivePack): LegalSource | null {
  return optionalParameter(pack, 'use.bound')?.source ?? null;
}

export function termsOf(grant: Grant): GrantTerms {
  const { columns, rowFilter, applicationScenario, purpose, dutyBasis, provisionMode, storageAllowed, thirdParties, hours, validFrom, validUntil } = grant;
  const quota = { calls: grant.callQuota, callsPerDay: grant.callsPerDay, rows: grant.rowQuota, rowsPerDay: grant.rowsPerDay };
  return { columns: [...columns], rowFilter: [...rowFilter], applicationScenario, purpose, dutyBasis, provisionMode, quota, storageAllowed, thirdParties: [...thirdParties], hours, validFrom, validUntil };
}

export function grantView(grant: Grant): GrantView {
  const { id, requestId, entryId, entryName, requester, provider, ownerNode, applicationScenario, purpose, columns, provisionMode, state, validFrom, validUntil, callQuota, callsTaken, rowsTaken } = grant;
  return {
    id, requestId, entryId, entryName, requester, provider, ownerNode, applicationScenario, purpose, columns: [...columns], provisionMode, state, validFrom, validUntil, callQuota, callsTaken, rowsTaken,
    suspensionReason: grant.suspensionReason, safetyStopped: grant.safetySource !== null, terms: termsOf(grant),
  };
}

/** A grant as the requester's node must know it. */
export function grantGiven(grant: Grant): GrantGiven {
  const { id, ownerNode, columns, provisionMode, state, validFrom, validUntil, callQuota, suspensionReason } = grant;
  return { id, ownerNode, columns: [...columns], provisionMode, state, validFrom, validUntil, callQuota, suspensionReason, terms: termsOf(grant) };
}

export function grantChanged(grant: Grant, reasons: string | null, source: LegalSource): GrantChanged {
  const { id, requestId, entryId, entryName, requester, provider, ownerNode, columns, state } = grant;
  return { id, requestId, entryId, entryName, requester, provider, ownerNode, columns: [...columns], state, reasons, article: source.article };
}
