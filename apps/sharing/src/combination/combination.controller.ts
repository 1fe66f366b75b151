import { Controller } from '@nestjs/common';
import {
  declareSensitiveCombination, DeclareSensitiveCombination as Declaration, findSensitiveCombinations, liftSensitiveCombination, LiftSensitiveCombination as Lifting, PageQuery,
  type SensitiveCombinationPage, type SensitiveCombinationView,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { KeepCombinations } from './keep-combinations.js';

@Controller()
export class CombinationController {
  constructor(private readonly combinations: KeepCombinations) {}

  @Answers(declareSensitiveCombination)
  declare(input: Declaration, ctx: RequestContext): Promise<SensitiveCombinationView> {
    return this.combinations.declare(ctx, input);
  }

  @Answers(liftSensitiveCombination)
  lift(input: Lifting, ctx: RequestContext): Promise<SensitiveCombinationView> {
    return this.combinations.lift(ctx, input);
  }

  @Answers(findSensitiveCombinations)
  find(input: PageQuery, ctx: RequestContext): Promise<SensitiveCombinationPage> {
    return this.combinations.page(ctx, input);
  }
}
