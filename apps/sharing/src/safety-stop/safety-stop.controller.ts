import { Controller } from '@nestjs/common';
import { liftSafetyStop, stopForSafety, LiftSafetyStop as Lifting, StopForSafety as Danger, type SafetyStopView } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { LiftSafetyStop } from './lift-safety-stop.js';
import { StopForSafety } from './stop-for-safety.js';

@Controller()
export class SafetyStopController {
  constructor(
    private readonly stopForSafety: StopForSafety,
    private readonly liftSafetyStop: LiftSafetyStop,
  ) {}

  @Answers(stopForSafety)
  stop(input: Danger, ctx: RequestContext): Promise<SafetyStopView> {
    return this.stopForSafety.run(ctx, input);
  }

  @Answers(liftSafetyStop)
  lift(input: Lifting, ctx: RequestContext): Promise<SafetyStopView> {
    return this.liftSafetyStop.run(ctx, input);
  }
}
