import { Controller } from '@nestjs/common';
import {
  acknowledgeDataUpdate, AcknowledgeDataUpdate, findDataUpdateNotices, findHeldCopies, HeldCopiesOf, PageQuery, type DataUpdateNoticePage, type DataUpdateNoticeView, type HeldCopies,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { AcknowledgeUpdate } from './acknowledge-update.js';
import { ReadHeldCopies } from './read-held-copies.js';

@Controller()
export class HeldCopyController {
  constructor(
    private readonly reading: ReadHeldCopies,
    private readonly acknowledging: AcknowledgeUpdate,
  ) {}

  @Answers(findHeldCopies)
  copies(input: HeldCopiesOf, ctx: RequestContext): Promise<HeldCopies> {
    return this.reading.ofEntry(ctx, input);
  }

  @Answers(findDataUpdateNotices)
  notices(input: PageQuery, ctx: RequestContext): Promise<DataUpdateNoticePage> {
    return this.reading.noticesToMe(ctx, input);
  }

  @Answers(acknowledgeDataUpdate)
  acknowledge(input: AcknowledgeDataUpdate, ctx: RequestContext): Promise<DataUpdateNoticeView> {
    return this.acknowledging.run(ctx, input);
  }
}
