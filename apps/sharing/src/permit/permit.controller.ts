import { Controller } from '@nestjs/common';
import { closePermits, findPermits, takePermits, ClosePermits, FindPermits, TakePermits, type ClosedPermits, type PermitPage, type TakenPermits } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { ClosePermits as ClosePermitsUseCase } from './close-permits.js';
import { FindPermits as FindPermitsUseCase } from './find-permits.js';
import { TakePermits as TakePermitsUseCase } from './take-permits.js';

@Controller()
export class PermitController {
  constructor(
    private readonly takePermits: TakePermitsUseCase,
    private readonly closePermits: ClosePermitsUseCase,
    private readonly findPermits: FindPermitsUseCase,
  ) {}

  @Answers(takePermits)
  take(input: TakePermits, ctx: RequestContext): Promise<TakenPermits> {
    return this.takePermits.run(ctx, input);
  }

  @Answers(closePermits)
  close(input: ClosePermits, ctx: RequestContext): Promise<ClosedPermits> {
    return this.closePermits.run(ctx, input);
  }

  @Answers(findPermits)
  find(input: FindPermits, ctx: RequestContext): Promise<PermitPage> {
    return this.findPermits.run(ctx, input);
  }
}
