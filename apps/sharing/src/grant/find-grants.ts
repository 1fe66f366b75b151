import { Injectable } from '@nestjs/common';
import type { GrantPage, PageQuery } from '@gongshu/contracts';
import { cutPage, NEWEST_FIRST, pageStart, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { grantView } from './grant.js';
import { GrantStore } from './grant.store.js';

@Injectable()
export class FindGrants {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: GrantStore,
  ) {}

  async run(ctx: RequestContext, query: PageQuery): Promise<GrantPage> {
    const { after, limit } = pageStart(query, NEWEST_FIRST);
    const found = await this.unitOfWork.read(ctx, (tx) => this.grants.page(tx, after, limit + 1));
    return cutPage(found, limit, ({ position }) => position, ({ position: _position, ...grant }) => grantView(grant));
  }
}
