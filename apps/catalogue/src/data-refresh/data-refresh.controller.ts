import { Controller } from '@nestjs/common';
import { findDataRefreshes, FindDataRefreshes as Search, type DataRefreshPage } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FindDataRefreshes } from './find-data-refreshes.js';

@Controller()
export class DataRefreshController {
  constructor(private readonly finding: FindDataRefreshes) {}

  @Answers(findDataRefreshes)
  find(input: Search, ctx: RequestContext): Promise<DataRefreshPage> {
    return this.finding.run(ctx, input);
  }
}
