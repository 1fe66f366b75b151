import { Controller } from '@nestjs/common';
import { getCheckpoint, getLogKey, getWitnessKey, type Nothing, type RawBody } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { GetCheckpoint } from './get-checkpoint.js';

@Controller()
export class CheckpointController {
  constructor(private readonly getSigned: GetCheckpoint) {}

  @Answers(getCheckpoint)
  checkpoint(_input: Nothing, ctx: RequestContext): Promise<RawBody> {
    return this.getSigned.note(ctx);
  }

  @Answers(getLogKey)
  logKey(): RawBody {
    return this.getSigned.key();
  }

  @Answers(getWitnessKey)
  witnessKey(): RawBody {
    return this.getSigned.witnessKey();
  }
}
