import { Controller } from '@nestjs/common';
import { findWorkItems, FindWorkItems as Search, type WorkItemPage } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FindWorkItems } from './find-work-items.js';

@Controller()
export class WorkItemController {
  constructor(private readonly finding: FindWorkItems) {}

  @Answers(findWorkItems)
  find(input: Search, ctx: RequestContext): Promise<WorkItemPage> {
    return this.finding.run(ctx, input);
  }
}
