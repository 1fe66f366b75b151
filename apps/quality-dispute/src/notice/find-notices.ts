import { Injectable } from '@nestjs/common';
import type { NoticePage, PageQuery } from '@gongshu/contracts';
import { actingOrganisation, cutPage, NEWEST_FIRST, pageStart, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { noticeView } from './notice.js';
import { NoticeStore } from './notice.store.js';

/** The correction notices to the caller's own organisation, and to no other. */
@Injectable()
export class FindNotices {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly notices: NoticeStore,
  ) {}

  async run(ctx: RequestContext, query: PageQuery): Promise<NoticePage> {
    const { after, limit } = pageStart(query, NEWEST_FIRST);
    const found = await this.unitOfWork.read(ctx, (tx) => this.notices.pageTo(tx, actingOrganisation(ctx), after, limit + 1));
    return cutPage(found, limit, ({ position }) => position, ({ position: _position, ...notice }) => noticeView(notice));
  }
}
