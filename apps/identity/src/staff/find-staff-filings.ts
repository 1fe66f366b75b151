import { Injectable } from '@nestjs/common';
import type { PageQuery, StaffFilings } from '@gongshu/contracts';
import { actingOrganisation, cutPage, NEWEST_FIRST, pageStart, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { filingView, FilingStore } from './filing.store.js';

/** Filings as the same-level authority and the filing organisation see them. */
@Injectable()
export class FindStaffFilings {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly filings: FilingStore,
  ) {}

  async run(ctx: RequestContext, query: PageQuery): Promise<StaffFilings> {
    const { after, limit } = pageStart(query, NEWEST_FIRST);
    const { id, division, level } = actingOrganisation(ctx);
    const seenBy = { organisation: id, division: ctx.roles.includes('DATA_AUTHORITY') ? division : null, level };
    const found = await this.unitOfWork.read(ctx, (tx) => this.filings.page(tx, seenBy, after, limit + 1));
    return cutPage(found, limit, ({ position }) => position, filingView);
  }
}
