import { Injectable } from '@nestjs/common';
import type { GrantPage, PageQuery } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { cutPage, pageOf } from '../page-cursor.js';
import { grantView } from './grant.js';
import { GrantStore } from './grant.store.js';

@Injectable()
export class FindGrants {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: GrantStore,
  ) {}

  async run(ctx: RequestContext, query: PageQuery): Promise<GrantPage> {
    const { after, limit } = pageOf(query, Number.MAX_SAFE_INTEGER);
    const found = await this.unitOfWork.read(ctx, (tx) => this.grants.page(tx, ctx, after, limit + 1));
    const { items, nextCursor } = cutPage(found, limit, ({ position }) => Number(position));
    return { items: items.map(({ position: _position, ...grant }) => grantView(grant)), nextCursor };
  }
}
