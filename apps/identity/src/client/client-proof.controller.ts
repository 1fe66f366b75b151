import { Controller } from '@nestjs/common';
import { setClientKey, SetClientKey as Given, type ClientProof } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { SetClientKey } from './set-client-key.js';

@Controller()
export class ClientProofController {
  constructor(private readonly setting: SetClientKey) {}

  @Answers(setClientKey)
  set(input: Given, ctx: RequestContext): Promise<ClientProof> {
    return this.setting.run(ctx, input);
  }
}
