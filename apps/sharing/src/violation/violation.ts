import type { HistoryEntry, Party, ViolationEvidence, ViolationView } from '@gongshu/contracts';
import type { EffectivePack, Instant, Standing } from '@gongshu/regulation';
import { partiesInCase, stepView, type ListedCase, type PartyInCase, type Viewer } from '@gongshu/service-kit';

export const VIOLATION = 'violation';
/* The end at which a violation is held to be one; packs name it so. */
export const CONFIRMED = 'CONFIRMED';

export type ViolationKind = 'USE_OUT_OF_SCOPE' | 'LOCAL_STORAGE' | 'CALL_INFLATION' | 'OUTSIDE_HOURS' | 'FOREIGN_GRANT';

/** For which a grant is suspended or ended, by the packs' names of grounds. */
export const GROUND_OF: Readonly<Record<ViolationKind, string>> = {
  USE_OUT_OF_SCOPE: 'OTHER_PURPOSE', LOCAL_STORAGE: 'LOCAL_STORAGE', CALL_INFLATION: 'CALL_ABUSE', OUTSIDE_HOURS: 'OTHER_PURPOSE', FOREIGN_GRANT: 'OTHER_LAW',
};

/** A body that uses data is suspected of one kind of violation under one grant. */
export interface Violation {
  readonly id: string;
  readonly kind: ViolationKind;
  readonly grantId: string;
  readonly entryId: string;
  readonly entryName: string;
  /** Who is suspected: the grant's holder, or whoever tried to use another's grant. */
  readonly requester: Party;
  readonly provider: Party;
  readonly standing: Standing;
  readonly history: readonly HistoryEntry[];
  readonly evidence: readonly ViolationEvidence[];
  readonly measure: string | null;
  /** Since when the grant stands suspended by this case; null where the case suspended nothing. */
  readonly suspendedSince: Instant | null;
  readonly openedAt: Instant;
}

/** Something that speaks for a violation, seen now. */
export interface Sighting {
  readonly sign: string;
  readonly client: string | null;
  readonly count: number;
  readonly lastPermit: number | null;
  readonly description: string | null;
}

const MOST_EVIDENCE = 100;
const MOST_COUNTED = 1_000_000_000;

/** Evidence with what was seen now: the same sign of the same client is counted on, what a person reports stands for itself. Where there is too much of it, the last piece counts the rest. */
export function withSighting(evidence: readonly ViolationEvidence[], { sign, client, count, lastPermit, description }: Sighting, now: Instant): ViolationEvidence[] {
  const same = evidence.findIndex((piece) => description === null && piece.sign === sign && piece.client === client);
  const at = same === -1 && evidence.length >= MOST_EVIDENCE ? evidence.length - 1 : same;
  const before = evidence[at];
  const permit = lastPermit === null ? null : String(lastPermit);
  if (before === undefined) return [...evidence, { sign, client, count, firstAt: now, lastAt: now, lastPermit: permit, description }];
  return evidence.with(at, { ...before, count: Math.min(before.count + count, MOST_COUNTED), lastAt: now, lastPermit: permit ?? before.lastPermit });
}

/** Calls and reports that speak for it. */
export function evidenceCount({ evidence }: Violation): number {
  return Math.min(evidence.reduce((sum, { count }) => sum + count, 0), MOST_COUNTED);
}

/** The parts a viewer plays; none: the case does not exist for the viewer. */
export function partiesOf(violation: Pick<Violation, 'requester' | 'provider'>, viewer: Viewer, node: string): PartyInCase[] {
  return partiesInCase(viewer, violation, node);
}

/** Auditors of the node's own division read every case, and write nothing. */
export function auditsNode({ roles, organisation }: Viewer, node: string): boolean {
  return roles.includes('AUDITOR') && organisation?.division === node;
}

/** A case as work lists show it. */
export function listed({ id, kind, entryName, standing, requester, provider }: Violation): ListedCase {
  return { id, title: `${kind} ${entryName}`, standing, requester, provider, href: `/v1/violations/${id}` };
}

export function violationView(violation: Violation, pack: EffectivePack, now: Instant): ViolationView {
  const { id, kind, grantId, entryId, entryName, requester, provider, standing, history, evidence, measure, openedAt } = violation;
  const step = stepView(pack, standing, now);
  return { id, kind, grantId, entryId, entryName, requester, provider, state: step.step, step, history: [...history], evidence: [...evidence], measure, openedAt };
}
