import type { HistoryEntry, Party, PlanItem, SupplyTaskView } from '@gongshu/contracts';
import type { EffectivePack, Instant, Standing } from '@gongshu/regulation';
import { deadlineTimers, partiesInCase, stepView, type ListedCase, type PartyInCase, type Viewer } from '@gongshu/service-kit';

export const TASK_TIMERS = deadlineTimers('supply-task-step');
export const TASK = 'supply-task';
/* An end that packs name alike, because the supply view must tell it. */
export const DECLINED = 'DECLINED';

/** An item of a plan that a body is to supply. */
export interface SupplyTask {
  readonly id: string;
  readonly planId: string;
  readonly year: number;
  readonly item: PlanItem;
  /** Whose plan it is. */
  readonly requester: Party;
  readonly provider: Party;
  readonly entryId: string | null;
  readonly standing: Standing;
  readonly history: readonly HistoryEntry[];
}

export function partiesOf({ requester, provider }: Pick<SupplyTask, 'requester' | 'provider'>, viewer: Viewer, node: string): PartyInCase[] {
  return partiesInCase(viewer, { requester, provider }, node);
}

export function taskView({ id, planId, year, item, requester, provider, entryId, standing, history }: SupplyTask, pack: EffectivePack, now: Instant): SupplyTaskView {
  return { id, planId, year, item, requester, provider, entryId, state: standing.step, step: stepView(pack, standing, now), history: [...history] };
}

export function listed({ id, item, requester, provider, standing }: SupplyTask): ListedCase {
  return { id, title: item.name, standing, requester, provider, href: `/v1/supply-tasks/${id}` };
}
