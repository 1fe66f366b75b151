import type { DemandPlanView, HistoryEntry, Party, PlanItem } from '@gongshu/contracts';
import { deadlineOf, localDay, type Content, type Day, type EffectivePack, type Facts, type Instant, type Standing } from '@gongshu/regulation';
import { deadlineTimers, optionalParameter, partiesInCase, stepView, type ListedCase, type PartyInCase, type Viewer } from '@gongshu/service-kit';
import { monthOf, nextMonth } from './months.js';

export const PLAN_TIMERS = deadlineTimers('demand-plan-step');
export const PLAN = 'demand-plan';
/** The act of the authority, which packs name alike: the platform must tell it from those of the body, whose update it is not. */
export const MATCH = 'match';

/** What the authority has said of one item, by the item's name. */
export interface ItemSupply {
  readonly item: string;
  readonly entryId: string | null;
  readonly taskId: string | null;
}

export interface DemandPlan {
  readonly id: string;
  readonly year: number;
  readonly requester: Party;
  readonly items: readonly PlanItem[];
  readonly matches: readonly ItemSupply[];
  /** Versions on record. */
  readonly version: number;
  readonly submittedAt: string | null;
  readonly standing: Standing;
  readonly history: readonly HistoryEntry[];
}

/** The parts a viewer plays; none: the plan does not exist for the viewer. A draft is its author's alone. */
export function partiesOf({ requester, submittedAt }: Pick<DemandPlan, 'requester' | 'submittedAt'>, viewer: Viewer, node: string): PartyInCase[] {
  return partiesInCase(viewer, { requester, provider: null }, node).filter((party) => submittedAt !== null || party === 'requester');
}

export function planView({ id, year, requester, items, version, submittedAt, standing, history }: DemandPlan, pack: EffectivePack, now: Instant): DemandPlanView {
  return { id, year, requester, items: [...items], version, submittedAt, state: standing.step, step: stepView(pack, standing, now), history: [...history] };
}

/** A plan as work lists show it. */
export function listed({ id, year, requester, submittedAt, standing }: DemandPlan): ListedCase {
  return { id, title: submittedAt === null ? null : `${String(year)} ${requester.name}`, standing, requester, provider: null, href: `/v1/demand-plans/${id}` };
}

/** The day by which the plan of a year is to be submitted; null where the pack sets none. */
export function dueOfYear(pack: EffectivePack, year: number): Day | null {
  return optionalParameter(pack, 'demandPlan.due') === undefined ? null : (deadlineOf(pack, 'demandPlan.due', `${String(year)}-01-01`)?.dueOn ?? null);
}

/** Days that the periods of a plan are counted from. The plan's own act has done what this month demands, so that the next month is counted; the authority's leaves the period as it is. */
export function cycleFacts(year: number, act: string, standing: Pick<Standing, 'dueOn'> | null, now: Instant): Facts {
  if (act === MATCH && typeof standing?.dueOn === 'string') return { cycleStartsOn: `${monthOf(standing.dueOn)}-01` };
  const next = `${nextMonth(monthOf(localDay(now)))}-01`;
  const first = `${String(year)}-01-01`;
  return { cycleStartsOn: next < first ? first : next };
}

/** What of a plan the pack asks for. */
export function planContent(year: number, items: readonly object[] | undefined): Content {
  return { year: String(year), ...(items === undefined || items.length === 0 ? {} : { items }) };
}

/** The name of an item that stands twice: it would stand for two things. */
export function repeatedItem(items: readonly PlanItem[]): number | null {
  const at = items.findIndex(({ name }, index) => items.findIndex((other) => other.name === name) < index);
  return at === -1 ? null : at;
}

/** What was said of an item holds as long as the item asks for the same. */
export function isSameNeed(one: PlanItem, other: PlanItem): boolean {
  return one.name === other.name && [...one.dataItems].sort().join('\n') === [...other.dataItems].sort().join('\n');
}
