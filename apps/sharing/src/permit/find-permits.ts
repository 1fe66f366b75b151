import { Injectable } from '@nestjs/common';
import type { FindPermits as FindPermitsInput, PermitPage } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { GetGrant } from '../grant/get-grant.js';
import { cutPage, pageOf } from '../page-cursor.js';
import { PermitStore } from './permit.store.js';

@Injectable()
export class FindPermits {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly permits: PermitStore,
    private readonly getGrant: GetGrant,
  ) {}

  run(ctx: RequestContext, query: FindPermitsInput): Promise<PermitPage> {
    const { after, limit } = pageOf(query, 0);
    return this.unitOfWork.read(ctx, async (tx) => {
      await this.getGrant.permitsMustBeReadable(tx, query.id);
      return cutPage(await this.permits.page(tx, query.id, after, limit + 1), limit, ({ number }) => number);
    });
  }
}
