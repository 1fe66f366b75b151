import { Controller } from '@nestjs/common';
import {
  DataUpdateId, findDataUpdates, FindDataUpdates, finishDataUpdate, getDataUpdate, recordSourceChange, RecordSourceChange as Change, type DataUpdatePage, type DataUpdateView,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FinishDataUpdate } from './finish-data-update.js';
import { ReadDataUpdates } from './read-data-updates.js';
import { RecordSourceChange } from './record-source-change.js';

@Controller()
export class DataUpdateController {
  constructor(
    private readonly recording: RecordSourceChange,
    private readonly finishing: FinishDataUpdate,
    private readonly reading: ReadDataUpdates,
  ) {}

  @Answers(recordSourceChange)
  record(input: Change, ctx: RequestContext): Promise<DataUpdateView> {
    return this.recording.run(ctx, input);
  }

  @Answers(finishDataUpdate)
  finish(input: DataUpdateId, ctx: RequestContext): Promise<DataUpdateView> {
    return this.finishing.run(ctx, input);
  }

  @Answers(getDataUpdate)
  get(input: DataUpdateId, ctx: RequestContext): Promise<DataUpdateView> {
    return this.reading.one(ctx, input);
  }

  @Answers(findDataUpdates)
  find(input: FindDataUpdates, ctx: RequestContext): Promise<DataUpdatePage> {
    return this.reading.page(ctx, input);
  }
}
