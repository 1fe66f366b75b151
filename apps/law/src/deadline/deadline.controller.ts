import { Controller } from '@nestjs/common';
import { computeDeadline, ComputeDeadline as Question, type Deadline } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { ComputeDeadline } from './compute-deadline.js';

@Controller()
export class DeadlineController {
  constructor(private readonly computing: ComputeDeadline) {}

  @Answers(computeDeadline)
  compute(input: Question, ctx: RequestContext): Promise<Deadline> {
    return this.computing.run(ctx, input);
  }
}
