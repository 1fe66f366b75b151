import { Controller } from '@nestjs/common';
import { checkCompleteness, CheckCompleteness as Question, type CompletenessView } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { CheckCompleteness } from './check-completeness.js';

@Controller()
export class CompletenessController {
  constructor(private readonly checkCompleteness: CheckCompleteness) {}

  @Answers(checkCompleteness)
  check(input: Question, ctx: RequestContext): Promise<CompletenessView> {
    return this.checkCompleteness.run(ctx, input);
  }
}
