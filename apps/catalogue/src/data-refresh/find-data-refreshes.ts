import { Injectable } from '@nestjs/common';
import { isId, type DataRefreshPage, type DataRefreshView, type FindDataRefreshes as Search } from '@gongshu/contracts';
import { isDay, localDay, type Day } from '@gongshu/regulation';
import { actingOrganisation, cutPage, pageStart, UnitOfWork, type PageOrder, type RequestContext } from '@gongshu/service-kit';
import { DataRefreshStore, type KnownData } from './data-refresh.store.js';

const BY_DUE_DAY: PageOrder = {
  start: '0001-01-01_00000000-0000-0000-0000-000000000000',
  isCursor: (text) => {
    const [day = '', id, ...more] = text.split('_');
    return isDay(day) && isId(id) && more.length === 0;
  },
};

/** When data are to be refreshed, the earliest first: all of the node for its data authority, else the own organisation's. */
@Injectable()
export class FindDataRefreshes {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly refreshes: DataRefreshStore,
  ) {}

  async run(ctx: RequestContext, query: Search): Promise<DataRefreshPage> {
    const { id, division } = actingOrganisation(ctx);
    const providerId = ctx.roles.includes('DATA_AUTHORITY') && division === ctx.node.code ? null : id;
    const today = localDay(ctx.now);
    const { after, limit } = pageStart(query, BY_DUE_DAY);
    const [dueOn = '', entryId = ''] = after.split('_');
    const search = { providerId, before: query.overdue === true ? today : null, after: { dueOn, entryId }, limit: limit + 1 };
    const found = await this.unitOfWork.read(ctx, (tx) => this.refreshes.page(tx, search));
    return cutPage(found, limit, (known) => `${known.dueOn ?? ''}_${known.entryId}`, (known) => viewOf(known, today));
  }
}

function viewOf({ entryId, entryName, providerId, updateCycle, refreshedOn, publishedOn, dueOn, article }: KnownData, today: Day): DataRefreshView {
  const due = dueOn ?? '';
  return {
    ...{ entryId, entryName: entryName ?? '', provider: providerId ?? '', updateCycle: updateCycle ?? '', refreshedOn: refreshedOn ?? publishedOn ?? due, dueOn: due },
    ...{ overdue: due < today, article: article ?? '' },
  };
}
