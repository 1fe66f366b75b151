import { Controller } from '@nestjs/common';
import { findNotices, NoticePage, PageQuery } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FindNotices } from './find-notices.js';

@Controller()
export class NoticeController {
  constructor(private readonly finding: FindNotices) {}

  @Answers(findNotices)
  find(input: PageQuery, ctx: RequestContext): Promise<NoticePage> {
    return this.finding.run(ctx, input);
  }
}
