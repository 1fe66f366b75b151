import type { CollectionChange, CollectionListView, HistoryEntry, Party } from '@gongshu/contracts';
import type { EffectivePack, Standing } from '@gongshu/regulation';
import { stepView, type ListedCase, type RequestContext } from '@gongshu/service-kit';
import { partiesOf } from './collection-law.js';

/** A department's part of the level's collection responsibility list. */
export interface CollectionList {
  readonly id: string;
  readonly department: Party;
  /** Grows with every accepted change. */
  readonly version: number;
  /** What waits for the authority; the list in force stays as it is until then. */
  readonly change: CollectionChange | null;
  readonly standing: Standing;
  readonly history: readonly HistoryEntry[];
}

export function listView({ id, department, version, change, standing, history }: CollectionList, itemCount: number, pack: EffectivePack, ctx: RequestContext): CollectionListView {
  const concerned = partiesOf(department, ctx).length > 0;
  return { id, department, version, itemCount, changePending: change !== null, change: concerned ? change : null, step: stepView(pack, standing, ctx.now), history: concerned ? [...history] : [] };
}

/** A list as work lists show it. */
export function listed({ id, department, standing }: CollectionList): ListedCase {
  return { id, title: department.name, standing, requester: null, provider: department, href: `/v1/collection-lists/${id}` };
}
