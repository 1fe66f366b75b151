import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { caseMoved, collectionListMoved, Problem, problems, type ActOnCollectionList as Act, type CollectionChange, type CollectionListView } from '@gongshu/contracts';
import type { EffectivePack } from '@gongshu/regulation';
import { historyEntry, keepDeadline, NodeRegulation, tellCase, UnitOfWork, WorkingCalendars, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { checkItem } from './collection-item.js';
import { CollectionItemStore } from './collection-item.store.js';
import { lawfulMove } from './collection-law.js';
import { listed, listView, type CollectionList } from './collection-list.js';
import { CollectionListStore } from './collection-list.store.js';
import { CollectionScope } from './collection-scope.js';
import { ItemWording } from './item-wording.js';
import { OneSource } from './one-source.js';
import { COLLECTION_TIMERS } from './when-collection-deadline.js';

const IN_FORCE = 'IN_FORCE';

/** A department applies for a change of its list, its authority decides; until then the list in force stays as it is (hebei 14). */
@Injectable()
export class ActOnCollectionList {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly lists: CollectionListStore,
    private readonly items: CollectionItemStore,
    private readonly oneSource: OneSource,
    private readonly scope: CollectionScope,
    private readonly wording: ItemWording,
  ) {}

  async run(ctx: RequestContext, input: Act): Promise<CollectionListView> {
    return this.unitOfWork.run(ctx, (tx) => this.act(tx, input), input);
  }

  private async act(tx: Transaction, { id, act, ...words }: Act): Promise<CollectionListView> {
    const { ctx } = tx;
    const calendar = await this.calendars.forAct(tx);
    await this.items.lock(tx);
    const list = await this.lists.loadForUpdate(tx, id);
    const pack = this.regulation.packOf(list.standing);
    const moved = lawfulMove(pack, list, ctx, act, words, calendar);
    const { standing } = moved;
    const history = [...list.history, historyEntry(moved, ctx, words.reasons)];
    const after = standing.ended ? await this.decided(tx, pack, { ...list, standing, history }) : await this.applied(tx, pack, { ...list, standing, history }, words);
    await this.lists.save(tx, after);
    await keepDeadline(tx, COLLECTION_TIMERS, id, standing, { pack, calendar });
    tx.announce(collectionListMoved, id, { id, organisationId: list.department.id, act, to: moved.to, article: moved.source.article, dueOn: standing.dueOn, version: after.version });
    tellCase(tx, caseMoved.catalogue, pack, listed(after));
    return listView(after, await this.items.count(tx, list.department.id), pack, ctx);
  }

  private async applied(tx: Transaction, pack: EffectivePack, list: CollectionList, { add = [], remove = [], reasons = '' }: Partial<CollectionChange>): Promise<CollectionList> {
    add.forEach((item, index) => checkItem(pack, item, `/add/${String(index)}`));
    const own = new Set((await this.items.ofDepartment(tx, list.department.id)).map((item) => item.id));
    const unknown = remove.flatMap((id, index) => (own.has(id) ? [] : [{ pointer: `/remove/${String(index)}`, code: 'unknown-item', detail: 'the list has no such item' }]));
    if (unknown.length > 0) throw new Problem(problems.invalidInput, { errors: unknown });
    const change = { add, remove, reasons };
    await this.challenge(tx, pack, list, change);
    return { ...list, change };
  }

  private async decided(tx: Transaction, pack: EffectivePack, list: CollectionList): Promise<CollectionList> {
    const { change, department } = list;
    if (change === null || list.standing.step !== IN_FORCE) return { ...list, change: null };
    // Since the application somebody else may have become the source.
    await this.challenge(tx, pack, list, change);
    await this.items.end(tx, change.remove, department.id);
    const added = change.add.map((content) => ({ id: randomUUID(), department, key: this.wording.keyOf(content.name, content.subject), content, entryId: null, registeredAt: tx.ctx.now }));
    await this.items.add(tx, added);
    await this.scope.tellAll(tx, department.id);
    return { ...list, change: null, version: list.version + 1 };
  }

  private async challenge(tx: Transaction, pack: EffectivePack, { department }: CollectionList, { add }: CollectionChange): Promise<void> {
    await this.oneSource.challenge(tx, pack, department, add.map((content, index) => ({ content, pointer: `/add/${String(index)}/name` })));
  }
}
