import { SHARING_TYPES, type HistoryEntry, type NegativeListApplicationView, type NegativeListItem, type Party, type TypeChangeView } from '@gongshu/contracts';
import type { EffectivePack, Standing } from '@gongshu/regulation';
import { deadlineTimers, stepView, type ListedCase, type RequestContext } from '@gongshu/service-kit';
import { partiesOf } from '../entry/entry.js';
import type { Classification } from '../entry/entry-access.js';

export const CASE_TIMERS = deadlineTimers('classification-step');

/** The procedures by which the classification of an entry in force changes, by the packs' names. */
export const PROCEDURES = { TYPE_CHANGE: 'sharing-type-change', NEGATIVE_LIST: 'negative-list' } as const;
export type CaseKind = keyof typeof PROCEDURES;

/** A department wants the data of an entry classed otherwise for sharing. Until the procedure says so, the former classification is in force. */
export interface ClassificationCase {
  readonly id: string;
  readonly kind: CaseKind;
  readonly entryId: string;
  readonly entryName: string;
  readonly node: string;
  readonly provider: Party;
  readonly former: Classification;
  readonly wanted: Classification;
  readonly reasons: string | null;
  readonly standing: Standing;
  readonly history: readonly HistoryEntry[];
  readonly openedAt: string;
  readonly listNumber: string | null;
  readonly listedAt: string | null;
  readonly removedAt: string | null;
  /** Of the filing one level up, the last one. */
  readonly receipt: string | null;
}

/** What a step that is reached does to the entry: the packs' names that the platform acts on. */
export function effectOf({ kind }: ClassificationCase, step: string): 'wanted' | 'former' | null {
  if (kind === 'TYPE_CHANGE') return step === 'CHANGED' ? 'wanted' : null;
  if (step === 'LISTED') return 'wanted';
  return step === 'REMOVAL' ? 'former' : null;
}

/** Whether a type is stricter than another. */
export function isTightening(from: string, to: string): boolean {
  const order: readonly string[] = SHARING_TYPES;
  return order.indexOf(to) > order.indexOf(from);
}

/** The parts a viewer plays in a case; none means that it does not exist for the viewer. The government is that of the provider's own level. */
export function partiesInClassification({ provider, node }: Pick<ClassificationCase, 'provider' | 'node'>, viewer: RequestContext): string[] {
  const { organisation, roles } = viewer;
  const sameLevel = organisation !== null && organisation.node === provider.node && organisation.division === provider.division && organisation.level === provider.level;
  return [...partiesOf({ provider, node }, viewer), ...(sameLevel && roles.includes('PEOPLES_GOVERNMENT') ? ['government'] : [])];
}

/** A case as work lists show it. */
export function listed({ id, kind, entryName, provider, standing }: ClassificationCase): ListedCase {
  const href = kind === 'TYPE_CHANGE' ? `/v1/type-changes/${id}` : `/v1/negative-list-applications/${id}`;
  return { id, title: entryName, standing, requester: null, provider, href };
}

export function typeChangeView(changing: ClassificationCase, pack: EffectivePack, now: string): TypeChangeView {
  const { id, entryId, entryName, provider, former, wanted, reasons, standing, history, openedAt } = changing;
  const { sharingType, sharingCondition = null, notSharedBasis = null } = wanted;
  return {
    ...{ id, entryId, entryName, provider, from: former.sharingType, sharingType, sharingCondition, reasons, legalBasis: notSharedBasis },
    ...{ state: standing.step, step: stepView(pack, standing, now), history: [...history], declaredAt: openedAt },
  };
}

export function negativeListView(applied: ClassificationCase, pack: EffectivePack, now: string): NegativeListApplicationView {
  const { id, entryId, entryName, provider, former, wanted, reasons, standing, history, openedAt, listNumber, listedAt, removedAt, receipt } = applied;
  return {
    ...{ id, entryId, entryName, provider, reasons: reasons ?? '', legalBasis: basisOf(wanted), formerType: former.sharingType, listNumber, listedAt, removedAt, receipt },
    ...{ state: standing.step, step: stepView(pack, standing, now), history: [...history], appliedAt: openedAt },
  };
}

export function negativeListItem({ entryId, entryName, provider, wanted, listNumber, listedAt, receipt, openedAt }: ClassificationCase): NegativeListItem {
  return { listNumber: listNumber ?? '', entryId, entryName, provider, legalBasis: basisOf(wanted), listedAt: listedAt ?? openedAt, receipt };
}

function basisOf({ notSharedBasis }: Classification): NegativeListItem['legalBasis'] {
  return notSharedBasis ?? { level: '', title: '', article: '' };
}
