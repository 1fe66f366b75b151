import { Controller } from '@nestjs/common';
import { getCallWatch, GrantId, setCallWatch, SetCallWatch, type CallWatch as Watch } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { CallWatch } from './call-watch.js';

@Controller()
export class MisuseController {
  constructor(private readonly watch: CallWatch) {}

  @Answers(getCallWatch)
  get(input: GrantId, ctx: RequestContext): Promise<Watch> {
    return this.watch.get(ctx, input);
  }

  @Answers(setCallWatch)
  set(input: SetCallWatch, ctx: RequestContext): Promise<Watch> {
    return this.watch.set(ctx, input);
  }
}
