import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  caseMoved,
  collectionListMoved,
  Problem,
  problems,
  type CollectionListView,
  type GenerateCollectionLists as Generation,
  type GeneratedCollectionLists,
  type ItemObtainedBySharing,
  type Party,
} from '@gongshu/contracts';
import { actingOrganisation, historyEntry, NodeRegulation, tellCase, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import type { CollectionItem } from './collection-item.js';
import { CollectionItemStore } from './collection-item.store.js';
import { lawfulGeneration } from './collection-law.js';
import { listed, listView, type CollectionList } from './collection-list.js';
import { CollectionListStore } from './collection-list.store.js';
import { CollectionScope } from './collection-scope.js';
import { ItemWording } from './item-wording.js';
import { isCollected, PublishedItems } from './published-items.js';

/** Of departments and of items obtained by sharing: the answer has to fit into one message. */
const MOST_LISTS = 500;
const MOST_TOLD = 300;

/** What a department is to collect, and what it is to obtain from others. */
interface Plan {
  readonly departments: ReadonlyMap<string, { readonly department: Party; readonly items: CollectionItem[] }>;
  readonly obtained: readonly ItemObtainedBySharing[];
}

/**
 * The authority splits the published catalogue of its level into responsibility lists (hebei 13). Where several departments have the same item, the first one that published it is responsible,
 * base data before all others. Lists in force stay: their departments apply for changes.
 */
@Injectable()
export class GenerateCollectionLists {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly items: CollectionItemStore,
    private readonly lists: CollectionListStore,
    private readonly published: PublishedItems,
    private readonly scope: CollectionScope,
    private readonly wording: ItemWording,
  ) {}

  async run(ctx: RequestContext, input: Generation): Promise<GeneratedCollectionLists> {
    return this.unitOfWork.run(ctx, (tx) => this.generate(tx, input), input);
  }

  private async generate(tx: Transaction, { trial = false }: Generation): Promise<GeneratedCollectionLists> {
    const { pack } = this.regulation;
    await this.items.lock(tx);
    const { departments, obtained } = await this.plan(tx, actingOrganisation(tx.ctx));
    const moved = lawfulGeneration(pack, tx.ctx, [...departments.values()].flatMap(({ items }) => items.map(({ content }) => content.name)));
    if (departments.size > MOST_LISTS) throw new Problem(problems.tooLarge);
    const lists: CollectionListView[] = [];
    for (const { department, items } of departments.values()) {
      const list: CollectionList = { id: randomUUID(), department, version: 1, change: null, standing: moved.standing, history: [historyEntry(moved, tx.ctx)] };
      lists.push(listView(list, items.length, pack, tx.ctx));
      if (trial) continue;
      await this.items.add(tx, items);
      await this.lists.save(tx, list);
      await this.scope.tellAll(tx, department.id);
      tx.announce(collectionListMoved, list.id, { id: list.id, organisationId: department.id, act: moved.act, to: moved.to, article: moved.source.article, dueOn: null, version: 1 });
      tellCase(tx, caseMoved.catalogue, pack, listed(list));
    }
    return { lists, obtainedBySharing: obtained.slice(0, MOST_TOLD) };
  }

  private async plan(tx: Transaction, authority: Pick<Party, 'division' | 'level'>): Promise<Plan> {
    const settled = await this.lists.departments(tx);
    const responsible = new Map<string, { readonly department: Party; readonly entryId: string }>();
    for (const { key, department, entryId, id } of await this.items.ofLevel(tx, authority)) responsible.set(key, { department, entryId: entryId ?? id });
    const departments = new Map<string, { department: Party; items: CollectionItem[] }>();
    const obtained: ItemObtainedBySharing[] = [];
    for (const entry of await this.published.ofLevel(tx, authority)) {
      if (settled.has(entry.provider.id)) continue;
      const own = departments.get(entry.provider.id) ?? { department: entry.provider, items: [] };
      departments.set(entry.provider.id, own);
      for (const { name } of entry.items.filter(isCollected)) {
        const key = this.wording.keyOf(name, entry.name);
        const first = responsible.get(key);
        if (first === undefined) {
          responsible.set(key, { department: entry.provider, entryId: entry.id });
          own.items.push({ id: randomUUID(), department: entry.provider, key, content: { name, subject: entry.name, form: 'DIGITAL' }, entryId: entry.id, registeredAt: tx.ctx.now });
        } else if (first.department.id !== entry.provider.id) {
          obtained.push({ name, department: entry.provider, entryId: entry.id, responsible: first.department, sourceEntryId: first.entryId });
        }
      }
    }
    return { departments, obtained };
  }
}
