import { Injectable } from '@nestjs/common';
import type { FindMaterialChecks as Search, MaterialCheckPage } from '@gongshu/contracts';
import { cutPage, NEWEST_FIRST, pageStart, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { MaterialCheckStore } from './material-check.store.js';

@Injectable()
export class FindMaterialChecks {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly checks: MaterialCheckStore,
  ) {}

  async run(ctx: RequestContext, search: Search): Promise<MaterialCheckPage> {
    const { after, limit } = pageStart(search, NEWEST_FIRST);
    const found = await this.unitOfWork.read(ctx, (tx) => this.checks.page(tx, search.verdict, after, limit + 1));
    return cutPage(found, limit, ({ position }) => position, ({ answer }) => answer);
  }
}
