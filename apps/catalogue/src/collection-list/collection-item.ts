import { collectionProblems, Problem, type CollectionItemContent, type CollectionItemView, type FieldFault, type Party } from '@gongshu/contracts';
import type { EffectivePack } from '@gongshu/regulation';
import { citation, optionalParameter } from '@gongshu/service-kit';

/** One item that one department collects. */
export interface CollectionItem {
  readonly id: string;
  readonly department: Party;
  /** What the item is called, whatever the wording. */
  readonly key: string;
  readonly content: CollectionItemContent;
  /** Entry from which the authority took it into the list. */
  readonly entryId: string | null;
  readonly registeredAt: string;
}

/**
 * Whether an item says what the pack demands of it: its basis and why it is necessary (weihai 11), how material that is not digital becomes so (jian 13, hebei 13).
 *
 * @param pointer where the item stands in the input
 * @throws Problem 422 with each field that is missing
 */
export function checkItem(pack: EffectivePack, item: CollectionItemContent, pointer = ''): void {
  const basis = optionalParameter(pack, 'collection.basisRequired');
  const digital = optionalParameter(pack, 'collection.digital');
  const lacks = (field: 'legalBasis' | 'necessity' | 'digitisation'): FieldFault[] =>
    isStated(item[field]) ? [] : [{ pointer: `${pointer}/${field}`, code: 'field-required', detail: `${field} must be stated` }];
  const byBasis = basis?.value === true ? [...lacks('legalBasis'), ...lacks('necessity')] : [];
  const byForm = digital?.value === true && item.form !== 'DIGITAL' ? lacks('digitisation') : [];
  const demanded = byBasis.length > 0 ? basis : digital;
  if (demanded === undefined || byBasis.length + byForm.length === 0) return;
  throw new Problem(collectionProblems.incomplete, { article: citation(demanded.source), errors: [...byBasis, ...byForm] });
}

function isStated(value: unknown): boolean {
  return typeof value === 'string' ? value.trim() !== '' : value !== undefined;
}

export function itemView({ id, department, content, entryId, registeredAt }: CollectionItem): CollectionItemView {
  return { ...content, id, department, entryId, registeredAt };
}
