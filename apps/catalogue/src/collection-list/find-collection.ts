import { Injectable } from '@nestjs/common';
import type { CollectionItemPage, CollectionListId, CollectionListPage, CollectionListView, FindCollectionItems, PageQuery } from '@gongshu/contracts';
import { cutPage, NodeRegulation, OLDEST_FIRST, pageStart, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { itemView } from './collection-item.js';
import { CollectionItemStore } from './collection-item.store.js';
import { listView } from './collection-list.js';
import { CollectionListStore } from './collection-list.store.js';

/** What is collected by whom. */
@Injectable()
export class FindCollection {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly items: CollectionItemStore,
    private readonly lists: CollectionListStore,
  ) {}

  async itemPage(ctx: RequestContext, query: FindCollectionItems): Promise<CollectionItemPage> {
    const { after, limit } = pageStart(query, OLDEST_FIRST);
    const rows = await this.unitOfWork.read(ctx, (tx) => this.items.find(tx, query.organisationId, after, limit + 1));
    return cutPage(rows, limit, ({ number }) => number, ({ item }) => itemView(item));
  }

  async list(ctx: RequestContext, { id }: CollectionListId): Promise<CollectionListView> {
    return this.unitOfWork.read(ctx, async (tx) => {
      const list = await this.lists.load(tx, id);
      return listView(list, await this.items.count(tx, list.department.id), this.regulation.packOf(list.standing), ctx);
    });
  }

  async listPage(ctx: RequestContext, query: PageQuery): Promise<CollectionListPage> {
    const { after, limit } = pageStart(query, OLDEST_FIRST);
    const rows = await this.unitOfWork.read(ctx, (tx) => this.lists.page(tx, after, limit + 1));
    return cutPage(rows, limit, ({ number }) => number, (list) => listView(list, list.itemCount, this.regulation.packOf(list.standing), ctx));
  }
}
