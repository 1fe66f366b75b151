import { Injectable } from '@nestjs/common';
import { Problem, problems, type FindInterfaces as Query, type InterfaceId, type InterfacePage, type InterfaceView } from '@gongshu/contracts';
import { actingOrganisation, cutPage, NEWEST_FIRST, pageStart, readsBusiness, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { interfaceView } from './interface.js';
import { InterfaceStore } from './interface.store.js';

/** Registered services, for whoever has business with them: what they answer and how they are called, their address to the owner only. */
@Injectable()
export class FindInterfaces {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly interfaces: InterfaceStore,
  ) {}

  async get(ctx: RequestContext, { id }: InterfaceId): Promise<InterfaceView> {
    const reader = actingOrganisation(ctx).id;
    const { found, entryIds } = await this.unitOfWork.read(ctx, (tx) => this.interfaces.loadListed(tx, id, reader));
    if (!readsBusiness(ctx.roles) || (found.retiredAt !== null && found.owner.id !== reader)) throw new Problem(problems.notFound);
    return interfaceView(found, entryIds, reader);
  }

  async page(ctx: RequestContext, query: Query): Promise<InterfacePage> {
    const { after, limit } = pageStart(query, NEWEST_FIRST);
    const reader = actingOrganisation(ctx).id;
    if (!readsBusiness(ctx.roles)) return { items: [], nextCursor: null };
    const rows = await this.unitOfWork.read(ctx, (tx) => this.interfaces.page(tx, reader, query.health ?? null, after, limit + 1));
    return cutPage(rows, limit, ({ number }) => number, ({ found, entryIds }) => interfaceView(found, entryIds, reader));
  }
}
