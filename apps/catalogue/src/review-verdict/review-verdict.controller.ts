import { Controller } from '@nestjs/common';
import { findReviewVerdicts, FindReviewVerdicts as Question, type EntryVerdicts } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FindReviewVerdicts } from './find-review-verdicts.js';

@Controller()
export class ReviewVerdictController {
  constructor(private readonly finding: FindReviewVerdicts) {}

  @Answers(findReviewVerdicts)
  find(input: Question, ctx: RequestContext): Promise<EntryVerdicts> {
    return this.finding.run(ctx, input);
  }
}
