import { Injectable } from '@nestjs/common';
import type { OrganisationPage, PageQuery } from '@gongshu/contracts';
import { cutPage, pageStart, UnitOfWork, type PageOrder, type RequestContext } from '@gongshu/service-kit';
import { OrganisationStore } from './organisation.store.js';

const BY_ID: PageOrder = { start: '', isCursor: (text) => /^[a-z0-9-]{3,64}$/.test(text) };

/** One page of this node's organisations. */
@Injectable()
export class FindOrganisations {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organisations: OrganisationStore,
  ) {}

  async run(ctx: RequestContext, query: PageQuery): Promise<OrganisationPage> {
    const { after, limit } = pageStart(query, BY_ID);
    const found = await this.unitOfWork.read(ctx, (tx) => this.organisations.page(tx, after, limit + 1));
    return cutPage(found, limit, ({ id }) => id, (organisation) => organisation);
  }
}
