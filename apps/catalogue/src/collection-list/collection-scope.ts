import { Injectable } from '@nestjs/common';
import { collectionScopeSet, type DataItem } from '@gongshu/contracts';
import { NodeRegulation, optionalParameter, type Transaction } from '@gongshu/service-kit';
import { CollectionItemStore } from './collection-item.store.js';
import { CollectionListStore } from './collection-list.store.js';
import { ItemWording } from './item-wording.js';
import { isCollected, PublishedItems } from './published-items.js';

/** What the exchange has to know to take in only what a department collects by its list (hebei 13). */
@Injectable()
export class CollectionScope {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly items: CollectionItemStore,
    private readonly lists: CollectionListStore,
    private readonly published: PublishedItems,
    private readonly wording: ItemWording,
  ) {}

  /** Tells the scope of every entry of a department, after its list has changed. */
  async tellAll(tx: Transaction, departmentId: string): Promise<void> {
    await this.tell(tx, departmentId, await this.published.ofDepartment(tx, departmentId));
  }

  /** Tells the scope of an entry that was published, if a list of its provider is in force. */
  async tellOf(tx: Transaction, departmentId: string, entry: { readonly id: string; readonly name: string; readonly items: readonly DataItem[] }): Promise<void> {
    if (!(await this.lists.has(tx, departmentId))) return;
    await this.items.lock(tx);
    await this.tell(tx, departmentId, [entry]);
  }

  private async tell(tx: Transaction, departmentId: string, entries: readonly { readonly id: string; readonly name: string; readonly items: readonly DataItem[] }[]): Promise<void> {
    if (optionalParameter(this.regulation.pack, 'collection.withinList')?.value !== true) return;
    const keys = new Set((await this.items.ofDepartment(tx, departmentId)).map(({ key }) => key));
    for (const { id, name, items } of entries) {
      const columns = items.filter((item) => !isCollected(item) || keys.has(this.wording.keyOf(item.name, name))).map(({ column }) => column);
      tx.announce(collectionScopeSet, id, { entryId: id, columns });
    }
  }
}
