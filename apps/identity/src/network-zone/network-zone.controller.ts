import { Controller } from '@nestjs/common';
import { recordZoneRefusal, RecordZoneRefusal as Refused, type ZoneRefusal } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { RecordZoneRefusal } from './record-zone-refusal.js';

@Controller()
export class NetworkZoneController {
  constructor(private readonly recording: RecordZoneRefusal) {}

  @Answers(recordZoneRefusal)
  record(input: Refused, ctx: RequestContext): Promise<ZoneRefusal> {
    return this.recording.run(ctx, input);
  }
}
