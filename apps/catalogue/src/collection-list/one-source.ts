import { Injectable } from '@nestjs/common';
import { collectionProblems, Problem, type CollectionItemContent, type FieldFault, type Party } from '@gongshu/contracts';
import type { EffectivePack } from '@gongshu/regulation';
import { citation, optionalList, optionalParameter, type Transaction } from '@gongshu/service-kit';
import { CollectionItemStore } from './collection-item.store.js';
import { ItemWording } from './item-wording.js';
import { PublishedItems } from './published-items.js';

/** An item somebody is about to collect, and where it stands in the input. */
export interface PlannedItem {
  readonly content: CollectionItemContent;
  readonly pointer: string;
}

/** Where an item is to be had already. */
interface Source {
  readonly key: string;
  readonly told: string;
  readonly entryId: string | null;
}

/** One source per data item (hebei 13, jian 12, liaoning 4, weihai 11): who would collect an item again is told, item by item, where it is to be had. */
@Injectable()
export class OneSource {
  constructor(
    private readonly items: CollectionItemStore,
    private readonly published: PublishedItems,
    private readonly wording: ItemWording,
  ) {}

  /** @throws Problem 409 that names the source of every item which has one, unless a law or regulation that the pack admits provides for its collection */
  async challenge(tx: Transaction, pack: EffectivePack, department: Party, planned: readonly PlannedItem[]): Promise<void> {
    const rule = optionalParameter(pack, 'collection.oneSource');
    if (rule?.value !== true) return;
    const exceptions = optionalList(pack, 'collection.oneSource.exceptions');
    const asked = planned
      .filter(({ content: { legalBasis } }) => legalBasis === undefined || !exceptions.includes(legalBasis.level))
      .map(({ content: { name, subject }, pointer }) => ({ key: this.wording.keyOf(name, subject), pointer }));
    const sources = await this.sourcesOf(tx, department, asked.map(({ key }) => key));
    const errors: FieldFault[] = asked.flatMap(({ key, pointer }) => {
      const source = sources.find((found) => found.key === key);
      return source === undefined ? [] : [{ pointer, code: 'one-source', detail: source.told }];
    });
    if (errors.length === 0) return;
    const entries = sources.flatMap(({ entryId }) => (entryId === null ? [] : [entryId]));
    throw new Problem(collectionProblems.oneSource, { article: citation(rule.source), errors, allowed: [...new Set(entries)] });
  }

  private async sourcesOf(tx: Transaction, department: Party, keys: readonly string[]): Promise<Source[]> {
    const collected = await this.items.byOthers(tx, department, keys);
    const shareable = await this.published.shareableTo(tx, department, keys);
    return [
      ...shareable.map(({ key, name, entryId, entryName, entryCode, provider }) => ({ key, entryId, told: `${provider.name}《${entryName}》(${entryCode}):${name}` })),
      ...collected.map(({ key, department: other, content, entryId }) => ({ key, entryId, told: `${other.name}:${content.name}` })),
    ];
  }
}
