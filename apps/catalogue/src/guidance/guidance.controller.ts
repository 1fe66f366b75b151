import { Controller } from '@nestjs/common';
import { findGuidance, FindGuidance as Question, giveGuidance, GiveGuidance as Guidance, type GuidanceComment, type GuidanceComments } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FindGuidance } from './find-guidance.js';
import { GiveGuidance } from './give-guidance.js';

@Controller()
export class GuidanceController {
  constructor(
    private readonly giving: GiveGuidance,
    private readonly finding: FindGuidance,
  ) {}

  @Answers(giveGuidance)
  give(input: Guidance, ctx: RequestContext): Promise<GuidanceComment> {
    return this.giving.run(ctx, input);
  }

  @Answers(findGuidance)
  find(input: Question, ctx: RequestContext): Promise<GuidanceComments> {
    return this.finding.run(ctx, input);
  }
}
