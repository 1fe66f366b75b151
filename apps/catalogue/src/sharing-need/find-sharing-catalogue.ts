import { Injectable } from '@nestjs/common';
import { isId, isInstant, type FindSharingCatalogue as Query, type SharingCatalogue } from '@gongshu/contracts';
import { cutPage, pageStart, UnitOfWork, type PageOrder, type RequestContext } from '@gongshu/service-kit';
import { PublishedItems } from '../collection-list/published-items.js';
import { SharingNeedStore } from './sharing-need.store.js';

/** The newest first; the id decides between lines of one instant. */
const BY_INSTANT: PageOrder = {
  start: '9999-12-31T23:59:59.999Z_ffffffff-ffff-ffff-ffff-ffffffffffff',
  isCursor: (text) => {
    const [at, id, ...more] = text.split('_');
    return isInstant(at) && isId(id) && more.length === 0;
  },
};

/** What can be shared and what is needed, in one list (jian 10): demand against supply. */
@Injectable()
export class FindSharingCatalogue {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly needs: SharingNeedStore,
    private readonly published: PublishedItems,
  ) {}

  async run(ctx: RequestContext, query: Query): Promise<SharingCatalogue> {
    const { after, limit } = pageStart(query, BY_INSTANT);
    return this.unitOfWork.read(ctx, async (tx) => {
      const lines = await this.needs.page(tx, query.kind, after, limit + 1);
      const supplied = await this.published.known(tx, lines.flatMap(({ keys }) => keys));
      return cutPage(lines, limit, ({ since, id }) => `${since.toISOString()}_${id}`, ({ keys, since, dataItems, ...line }) => ({
        ...line,
        dataItems: [...dataItems],
        unmet: dataItems.filter((_name, index) => keys[index] !== undefined && !supplied.has(keys[index])),
        since: since.toISOString(),
      }));
    });
  }
}
