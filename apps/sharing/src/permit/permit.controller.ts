import { Controller } from '@nestjs/common';
import { closePermits, findPermits, takePermits, ClosePermits as Closings, FindPermits as Search, TakePermits as Asks, type ClosedPermits, type PermitPage, type TakenPermits } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { ClosePermits } from './close-permits.js';
import { FindPermits } from './find-permits.js';
import { TakePermits } from './take-permits.js';

@Controller()
export class PermitController {
  constructor(
    private readonly takePermits: TakePermits,
    private readonly closePermits: ClosePermits,
    private readonly findPermits: FindPermits,
  ) {}

  @Answers(takePermits)
  take(input: Asks, ctx: RequestContext): Promise<TakenPermits> {
    return this.takePermits.run(ctx, input);
  }

  @Answers(closePermits)
  close(input: Closings, ctx: RequestContext): Promise<ClosedPermits> {
    return this.closePermits.run(ctx, input);
  }

  @Answers(findPermits)
  find(input: Search, ctx: RequestContext): Promise<PermitPage> {
    return this.findPermits.run(ctx, input);
  }
}
