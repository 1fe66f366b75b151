import { Injectable } from '@nestjs/common';
import type { FindOpenDataSets as Search, OpenDataSetPage } from '@gongshu/contracts';
import { cutPage, NEWEST_FIRST, pageStart, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { DataSetStore } from './data-set.store.js';

/** The open catalogue. */
@Injectable()
export class FindOpenDataSets {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSets: DataSetStore,
  ) {}

  async run(ctx: RequestContext, search: Search): Promise<OpenDataSetPage> {
    const { after, limit } = pageStart(search, NEWEST_FIRST);
    const found = await this.unitOfWork.read(ctx, (tx) => this.dataSets.pageOpen(tx, search.q?.trim() ?? '', after, limit + 1));
    return cutPage(found, limit, ({ position }) => position, ({ position: _position, ...view }) => view);
  }
}
