import { Injectable } from '@nestjs/common';
import type { NoticePage, PageQuery } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { actingOrganisation } from '../acting-organisation.js';
import { pageOf, positionOf } from '../page-cursor.js';
import { noticeView } from './notice.js';
import { NoticeStore } from './notice.store.js';

/** The correction notices to the caller's own organisation, and to no other. */
@Injectable()
export class FindNotices {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly notices: NoticeStore,
  ) {}

  async run(ctx: RequestContext, { limit = 50, cursor }: PageQuery): Promise<NoticePage> {
    const organisation = actingOrganisation(ctx);
    const rows = await this.unitOfWork.read(ctx, (tx) => this.notices.pageTo(tx, organisation, positionOf(cursor), limit + 1));
    return pageOf(rows, limit, ({ position: _position, ...notice }) => noticeView(notice));
  }
}
