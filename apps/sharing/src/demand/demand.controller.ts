import { Controller } from '@nestjs/common';
import { actOnDemand, findDemands, getDemand, registerDemand, ActOnDemand as Act, DemandContent, DemandId, FindDemands as Search, type DemandPage, type DemandView } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { ActOnDemand } from './act-on-demand.js';
import { FindDemands } from './find-demands.js';
import { GetDemand } from './get-demand.js';
import { RegisterDemand } from './register-demand.js';

@Controller()
export class DemandController {
  constructor(
    private readonly registering: RegisterDemand,
    private readonly acting: ActOnDemand,
    private readonly getting: GetDemand,
    private readonly finding: FindDemands,
  ) {}

  @Answers(registerDemand)
  register(input: DemandContent, ctx: RequestContext): Promise<DemandView> {
    return this.registering.run(ctx, input);
  }

  @Answers(actOnDemand)
  act(input: Act, ctx: RequestContext): Promise<DemandView> {
    return this.acting.run(ctx, input);
  }

  @Answers(getDemand)
  get(input: DemandId, ctx: RequestContext): Promise<DemandView> {
    return this.getting.run(ctx, input);
  }

  @Answers(findDemands)
  find(input: Search, ctx: RequestContext): Promise<DemandPage> {
    return this.finding.run(ctx, input);
  }
}
