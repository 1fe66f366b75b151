import { Injectable } from '@nestjs/common';
import { Problem, problems, type DataUpdateNoticePage, type HeldCopies, type HeldCopiesOf, type PageQuery } from '@gongshu/contracts';
import { actingOrganisation, cutPage, NEWEST_FIRST, pageStart, readsBusiness, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { CurrentEdition } from '../data-update/current-edition.js';
import { partiesOf } from '../data-update/data-update.js';
import { FindShareableEntry } from '../shareable-entry/find-shareable-entry.js';
import { heldCopyView, noticeView } from './held-copy.js';
import { HeldCopyStore } from './held-copy.store.js';
import { UpdateNoticeStore } from './update-notice.store.js';

/** Who holds which version, for the provider and the node's data authority; and to every acquirer the notices to itself. */
@Injectable()
export class ReadHeldCopies {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: FindShareableEntry,
    private readonly currentEdition: CurrentEdition,
    private readonly copies: HeldCopyStore,
    private readonly notices: UpdateNoticeStore,
  ) {}

  async ofEntry(ctx: RequestContext, { entryId }: HeldCopiesOf): Promise<HeldCopies> {
    return this.unitOfWork.read(ctx, async (tx) => {
      const entry = await this.entries.run(tx, entryId);
      if (entry === undefined || entry.node !== ctx.node.code) throw new Problem(problems.notFound);
      if (partiesOf(entry.provider, ctx, ctx.node.code).length === 0) throw new Problem(problems.forbidden);
      const currentVersion = await this.currentEdition.of(tx, entryId);
      const held = await this.copies.holders(tx, entryId);
      return { entryId, entryName: entry.name, currentVersion, items: held.map((copy) => heldCopyView(copy, currentVersion)) };
    });
  }

  async noticesToMe(ctx: RequestContext, query: PageQuery): Promise<DataUpdateNoticePage> {
    const { after, limit } = pageStart(query, NEWEST_FIRST);
    if (!readsBusiness(ctx.roles)) return { items: [], nextCursor: null };
    const found = await this.unitOfWork.read(ctx, (tx) => this.notices.pageTo(tx, actingOrganisation(ctx), after, limit + 1));
    return cutPage(found, limit, ({ position }) => position, (notice) => noticeView(notice, ctx.now));
  }
}
