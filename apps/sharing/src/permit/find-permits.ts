import { Injectable } from '@nestjs/common';
import type { FindPermits as Search, PermitPage } from '@gongshu/contracts';
import { cutPage, OLDEST_FIRST, pageStart, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { GetGrant } from '../grant/get-grant.js';
import { PermitStore } from './permit.store.js';

@Injectable()
export class FindPermits {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly permits: PermitStore,
    private readonly getGrant: GetGrant,
  ) {}

  run(ctx: RequestContext, query: Search): Promise<PermitPage> {
    const { after, limit } = pageStart(query, OLDEST_FIRST);
    return this.unitOfWork.read(ctx, async (tx) => {
      await this.getGrant.permitsMustBeReadable(tx, query.id);
      return cutPage(await this.permits.page(tx, query.id, after, limit + 1), limit, ({ number }) => number, (permit) => permit);
    });
  }
}
