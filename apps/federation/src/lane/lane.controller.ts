import { Controller } from '@nestjs/common';
import { findLanes, PageQuery, type LanePage } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FindLanes } from './find-lanes.js';

@Controller()
export class LaneController {
  constructor(private readonly lanes: FindLanes) {}

  @Answers(findLanes)
  find(input: PageQuery, ctx: RequestContext): Promise<LanePage> {
    return this.lanes.run(ctx, input);
  }
}
