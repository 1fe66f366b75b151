import { Injectable } from '@nestjs/common';
import { Problem, problems, type DataUpdateId, type DataUpdatePage, type DataUpdateView, type FindDataUpdates } from '@gongshu/contracts';
import { actingOrganisation, cutPage, NEWEST_FIRST, NodeRegulation, pageStart, readsBusiness, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { dataUpdateView, partiesOf, seesWholeNode, type DataUpdate } from './data-update.js';
import { DataUpdateStore } from './data-update.store.js';

/** Updates, for the provider they are due from and the node's data authority. */
@Injectable()
export class ReadDataUpdates {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly updates: DataUpdateStore,
  ) {}

  async one(ctx: RequestContext, { id }: DataUpdateId): Promise<DataUpdateView> {
    const update = await this.unitOfWork.read(ctx, (tx) => this.updates.findUnscoped(tx, id));
    if (update === undefined || partiesOf(update.provider, ctx, ctx.node.code).length === 0) throw new Problem(problems.notFound);
    return this.viewOf(update, ctx);
  }

  async page(ctx: RequestContext, query: FindDataUpdates): Promise<DataUpdatePage> {
    const { after, limit } = pageStart(query, NEWEST_FIRST);
    if (!readsBusiness(ctx.roles)) return { items: [], nextCursor: null };
    const providerId = seesWholeNode(ctx, ctx.node.code) ? null : actingOrganisation(ctx).id;
    const found = await this.unitOfWork.read(ctx, (tx) => this.updates.page(tx, { providerId, open: query.open === true, before: after, limit: limit + 1 }));
    return cutPage(found, limit, ({ position }) => position, (update) => this.viewOf(update, ctx));
  }

  private viewOf(update: DataUpdate, { now }: RequestContext): DataUpdateView {
    return dataUpdateView(update, this.regulation.packOf(update.standing), now);
  }
}
