import { Controller } from '@nestjs/common';
import {
  actOnDemandPlan, draftDemandPlan, findDemandPlans, findLateBodies, findPlanVersions, getDemandPlan, seePlanSupply, seeSupply,
  ActOnDemandPlan as Act, DemandPlanId, DraftDemandPlan as Draft, FindDemandPlans, FindLateBodies as FindLate, FindPlanVersions, SeePlanSupply,
  type DemandPlanPage, type DemandPlanVersions, type DemandPlanView, type LateBodies, type SupplyPage,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { ActOnDemandPlan } from './act-on-demand-plan.js';
import { DraftDemandPlan } from './draft-demand-plan.js';
import { FindLateBodies } from './find-late-bodies.js';
import { ReadDemandPlans } from './read-demand-plans.js';
import { SeeSupply } from './see-supply.js';

@Controller()
export class DemandPlanController {
  constructor(
    private readonly drafting: DraftDemandPlan,
    private readonly acting: ActOnDemandPlan,
    private readonly reading: ReadDemandPlans,
    private readonly lateBodies: FindLateBodies,
    private readonly supply: SeeSupply,
  ) {}

  @Answers(draftDemandPlan)
  draft(input: Draft, ctx: RequestContext): Promise<DemandPlanView> {
    return this.drafting.run(ctx, input);
  }

  @Answers(actOnDemandPlan)
  act(input: Act, ctx: RequestContext): Promise<DemandPlanView> {
    return this.acting.run(ctx, input);
  }

  @Answers(getDemandPlan)
  get(input: DemandPlanId, ctx: RequestContext): Promise<DemandPlanView> {
    return this.reading.one(ctx, input);
  }

  @Answers(findDemandPlans)
  find(input: FindDemandPlans, ctx: RequestContext): Promise<DemandPlanPage> {
    return this.reading.page(ctx, input);
  }

  @Answers(findPlanVersions)
  versions(input: FindPlanVersions, ctx: RequestContext): Promise<DemandPlanVersions> {
    return this.reading.versions(ctx, input);
  }

  @Answers(findLateBodies)
  late(input: FindLate, ctx: RequestContext): Promise<LateBodies> {
    return this.lateBodies.run(ctx, input);
  }

  @Answers(seePlanSupply)
  seePlan(input: SeePlanSupply, ctx: RequestContext): Promise<SupplyPage> {
    return this.supply.ofPlan(ctx, input);
  }

  @Answers(seeSupply)
  seeAll(input: FindDemandPlans, ctx: RequestContext): Promise<SupplyPage> {
    return this.supply.ofAll(ctx, input);
  }
}
