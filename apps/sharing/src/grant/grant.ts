import type { GrantChanged, GrantGiven, GrantView, Party } from '@gongshu/contracts';
import type { Day, EffectivePack, LegalSource, Standing } from '@gongshu/regulation';
import { partiesInCase, type PartyInCase, type Viewer } from '@gongshu/service-kit';

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
  readonly columns: readonly string[];
  readonly provisionMode: string;
  readonly state: GrantState;
  readonly validFrom: Day;
  readonly validUntil: Day;
  readonly callQuota: number;
  /** The highest number of the permits' sequence. */
  readonly callsTaken: number;
  /** The provision that binds the use to what was stated; cited when a call goes beyond it. */
  readonly useSource: LegalSource | null;
  readonly suspensionStanding: Standing | null;
  readonly suspensionSource: LegalSource | null;
  readonly suspensionReason: string | null;
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

/** The provision by which a pack demands that the use be stated: it is the one that binds the use to the statement. */
export function useSourceOf(pack: EffectivePack, procedure: string): LegalSource | null {
  return pack.procedures[procedure]?.begin.requires.find(({ field }) => field === 'purpose')?.source ?? null;
}

export function grantView(grant: Grant): GrantView {
  const { useSource: _use, suspensionStanding: _standing, suspensionSource: _source, ...view } = grant;
  return { ...view, columns: [...grant.columns] };
}

/** A grant as the requester's node must know it. */
export function grantGiven({ id, ownerNode, columns, provisionMode, state, validFrom, validUntil, callQuota, suspensionReason }: Grant): GrantGiven {
  return { id, ownerNode, columns: [...columns], provisionMode, state, validFrom, validUntil, callQuota, suspensionReason };
}

export function grantChanged(grant: Grant, reasons: string | null, source: LegalSource): GrantChanged {
  const { id, requestId, entryId, entryName, requester, provider, ownerNode, columns, state } = grant;
  return { id, requestId, entryId, entryName, requester, provider, ownerNode, columns: [...columns], state, reasons, article: source.article };
}
