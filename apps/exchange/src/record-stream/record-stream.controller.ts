import { Controller } from '@nestjs/common';
import { getRecordStream, sealRecords, setRecordStream, type DataSetId, type RecordStreamView, type SetRecordStream as Wanted } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { AskSeal } from './ask-seal.js';
import { SetRecordStream } from './set-record-stream.js';
import { ViewRecordStream } from './view-record-stream.js';

@Controller()
export class RecordStreamController {
  constructor(
    private readonly viewing: ViewRecordStream,
    private readonly setting: SetRecordStream,
    private readonly asking: AskSeal,
  ) {}

  @Answers(getRecordStream)
  get(input: DataSetId, ctx: RequestContext): Promise<RecordStreamView> {
    return this.viewing.run(ctx, input);
  }

  @Answers(setRecordStream)
  set(input: Wanted, ctx: RequestContext): Promise<RecordStreamView> {
    return this.setting.run(ctx, input);
  }

  @Answers(sealRecords)
  seal(input: DataSetId, ctx: RequestContext): Promise<RecordStreamView> {
    return this.asking.run(ctx, input);
  }
}
