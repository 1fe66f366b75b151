import { Injectable } from '@nestjs/common';
import type { OrganisationPage, PageQuery } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { OrganisationStore } from './organisation.store.js';

/** One page of this node's organisations. */
@Injectable()
export class FindOrganisations {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organisations: OrganisationStore,
  ) {}

  async run(ctx: RequestContext, { limit = 50, cursor = '' }: PageQuery): Promise<OrganisationPage> {
    const found = await this.unitOfWork.read(ctx, (tx) => this.organisations.page(tx, cursor, limit + 1));
    const items = found.slice(0, limit);
    return { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null };
  }
}
