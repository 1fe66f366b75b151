import type { DataUpdateView, HistoryEntry, Party } from '@gongshu/contracts';
import type { Day, EffectivePack, Instant, Standing } from '@gongshu/regulation';
import { deadlineTimers, isSameOrganisation, optionalParameter, readsBusiness, stepView, type ListedCase, type PartyInCase, type Viewer } from '@gongshu/service-kit';

export const DATA_UPDATE = 'data-update';
export const DATA_UPDATE_TIMERS = deadlineTimers('data-update-step');
export const LAG_TIMER = 'data-update-lag';

/** A change of shared data at their source, and the update it calls for. */
export interface DataUpdate {
  readonly id: string;
  readonly entryId: string;
  readonly entryName: string;
  readonly provider: Party;
  readonly changedOn: Day;
  readonly note: string | null;
  readonly standing: Standing;
  readonly history: readonly HistoryEntry[];
  /** Until when a real-time update must be there; null where no text demands one. */
  readonly lagEndsAt: Instant | null;
  readonly version: number | null;
  readonly recordedAt: Instant;
}

/** The provider answers for the update, and the node's data authority sees it; it is nobody else's. */
export function partiesOf(provider: Party, { organisation, roles }: Viewer, node: string): PartyInCase[] {
  if (organisation === null || !readsBusiness(roles)) return [];
  return [...(isSameOrganisation(organisation, provider) ? ['provider' as const] : []), ...(seesWholeNode({ organisation, roles }, node) ? ['node-authority' as const] : [])];
}

export function seesWholeNode({ organisation, roles }: Viewer, node: string): boolean {
  return roles.includes('DATA_AUTHORITY') && organisation?.division === node;
}

/** When a real-time update is late, by the pack's lag in seconds; null where the pack does not demand updates in real time. */
export function lagEnd(pack: EffectivePack, recordedAt: Instant): { readonly at: Instant; readonly article: string } | null {
  const lag = optionalParameter(pack, 'dataUpdate.lag');
  if (optionalParameter(pack, 'dataUpdate.days')?.value !== 'REAL_TIME' || lag === undefined) return null;
  return { at: new Date(Date.parse(recordedAt) + Number(lag.value) * 1000).toISOString(), article: lag.source.article };
}

/** An update as work lists show it. */
export function listed({ id, entryName, standing, provider }: DataUpdate): ListedCase {
  return { id, title: entryName, standing, requester: null, provider, href: `/v1/data-updates/${id}` };
}

export function dataUpdateView(update: DataUpdate, pack: EffectivePack, now: Instant): DataUpdateView {
  const { id, entryId, entryName, provider, changedOn, note, standing, history, lagEndsAt, version, recordedAt } = update;
  const step = stepView(pack, standing, now);
  const lagging = lagEndsAt !== null && Date.parse(standing.ended ? standing.since : now) > Date.parse(lagEndsAt);
  return { id, entryId, entryName, provider, changedOn, note, state: step.step, step, history: [...history], lagEndsAt, lagging, version, recordedAt };
}
