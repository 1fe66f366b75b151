import { Injectable } from '@nestjs/common';
import { Problem, problems, type ExternalPublicationPage, type ExternalUseId, type ExternalUsePage, type ExternalUseView, type PageQuery } from '@gongshu/contracts';
import { cutPage, NEWEST_FIRST, NodeRegulation, pageStart, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { externalUseView, partiesOf, type ExternalUse } from './external-use.js';
import { ExternalUseStore } from './external-use.store.js';
import { PublicationStore } from './publication.store.js';

/** Applications and publications, for those who play a part in them. */
@Injectable()
export class ReadExternalUses {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly uses: ExternalUseStore,
    private readonly publications: PublicationStore,
  ) {}

  async one(ctx: RequestContext, { id }: ExternalUseId): Promise<ExternalUseView> {
    const use = await this.unitOfWork.read(ctx, (tx) => this.uses.findUnscoped(tx, id));
    if (use === undefined || partiesOf(use, ctx, ctx.node.code).length === 0) throw new Problem(problems.notFound);
    return this.viewOf(use, ctx);
  }

  async page(ctx: RequestContext, query: PageQuery): Promise<ExternalUsePage> {
    const { after, limit } = pageStart(query, NEWEST_FIRST);
    const found = await this.unitOfWork.read(ctx, (tx) => this.uses.page(tx, after, limit + 1));
    return cutPage(found, limit, ({ position }) => position, (use) => this.viewOf(use, ctx));
  }

  async publicationPage(ctx: RequestContext, query: PageQuery): Promise<ExternalPublicationPage> {
    const { after, limit } = pageStart(query, NEWEST_FIRST);
    const found = await this.unitOfWork.read(ctx, (tx) => this.publications.page(tx, after, limit + 1));
    return cutPage(found, limit, ({ position }) => position, ({ position: _position, ...publication }) => publication);
  }

  private viewOf(use: ExternalUse, { now }: RequestContext): ExternalUseView {
    return externalUseView(use, this.regulation.packOf(use.standing), now);
  }
}
