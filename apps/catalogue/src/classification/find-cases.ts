import { Injectable } from '@nestjs/common';
import { Problem, problems, type NegativeListPage, type PageQuery } from '@gongshu/contracts';
import { cutPage, NEWEST_FIRST, NodeRegulation, OLDEST_FIRST, pageStart, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import type { EffectivePack } from '@gongshu/regulation';
import { negativeListItem, partiesInClassification, type CaseKind, type ClassificationCase } from './classification-case.js';
import { ClassificationCaseStore } from './classification-case.store.js';

type ViewOf<V> = (found: ClassificationCase, pack: EffectivePack, now: string) => V;

/** Cases for those who play a part in them, and the negative list for everybody. */
@Injectable()
export class FindCases {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly cases: ClassificationCaseStore,
  ) {}

  /** @throws Problem 404 for a case that is not there, or none of the caller's business */
  async one<V>(ctx: RequestContext, kind: CaseKind, id: string, viewOf: ViewOf<V>): Promise<V> {
    const found = await this.unitOfWork.read(ctx, (tx) => this.cases.findUnscoped(tx, kind, id));
    if (found === undefined || partiesInClassification(found, ctx).length === 0) throw new Problem(problems.notFound);
    return viewOf(found, this.regulation.packOf(found.standing), ctx.now);
  }

  async page<V>(ctx: RequestContext, kind: CaseKind, query: PageQuery & { readonly entryId?: string }, viewOf: ViewOf<V>): Promise<{ items: V[]; nextCursor: string | null }> {
    const { after, limit } = pageStart(query, NEWEST_FIRST);
    const found = await this.unitOfWork.read(ctx, (tx) => this.cases.page(tx, kind, { entryId: query.entryId, before: after, limit: limit + 1 }));
    return cutPage(found, limit, ({ position }) => position, (one) => viewOf(one, this.regulation.packOf(one.standing), ctx.now));
  }

  async negativeList(ctx: RequestContext, query: PageQuery): Promise<NegativeListPage> {
    const { after, limit } = pageStart(query, OLDEST_FIRST);
    const found = await this.unitOfWork.read(ctx, (tx) => this.cases.onList(tx, { after, limit: limit + 1 }));
    return cutPage(found, limit, ({ position }) => position, negativeListItem);
  }
}
