import { Injectable } from '@nestjs/common';
import { Problem, problems, type DemandPlanId, type DemandPlanPage, type DemandPlanVersions, type DemandPlanView, type FindDemandPlans, type FindPlanVersions } from '@gongshu/contracts';
import { cutPage, NEWEST_FIRST, NodeRegulation, OLDEST_FIRST, pageStart, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { partiesOf, planView, type DemandPlan } from './demand-plan.js';
import { DemandPlanStore } from './demand-plan.store.js';

/** Plans as their readers see them: one, a list, and the versions of one. */
@Injectable()
export class ReadDemandPlans {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly plans: DemandPlanStore,
  ) {}

  async one(ctx: RequestContext, { id }: DemandPlanId): Promise<DemandPlanView> {
    const plan = await this.unitOfWork.read(ctx, (tx) => this.readable(tx, id));
    return planView(plan, this.regulation.packOf(plan.standing), ctx.now);
  }

  async page(ctx: RequestContext, search: FindDemandPlans): Promise<DemandPlanPage> {
    const { after, limit } = pageStart(search, NEWEST_FIRST);
    const found = await this.unitOfWork.read(ctx, (tx) => this.plans.page(tx, search.year, after, limit + 1));
    return cutPage(found, limit, ({ position }) => position, ({ id, year, requester, items, version, standing: { step, dueOn } }) => ({ id, year, requester, items: items.length, version, state: step, dueOn }));
  }

  async versions(ctx: RequestContext, search: FindPlanVersions): Promise<DemandPlanVersions> {
    const { after, limit } = pageStart(search, OLDEST_FIRST);
    return this.unitOfWork.read(ctx, async (tx) => {
      const { id } = await this.readable(tx, search.id);
      return cutPage(await this.plans.versions(tx, id, after, limit + 1), limit, ({ version }) => version, (version) => version);
    });
  }

  /** @throws Problem 404 for a plan that is not the caller's to see */
  async readable(tx: Transaction, id: string): Promise<DemandPlan> {
    const { ctx } = tx;
    const plan = await this.plans.findUnscoped(tx, id);
    if (plan === undefined || partiesOf(plan, ctx, ctx.node.code).length === 0) throw new Problem(problems.notFound);
    return plan;
  }
}
