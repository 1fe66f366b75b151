import { Injectable } from '@nestjs/common';
import type { ReturnSharingRequest as Return, SharingRequestView } from '@gongshu/contracts';
import type { RequestContext } from '@gongshu/service-kit';
import { ActOnRequest } from './act-on-request.js';

/** The authority gives an incomplete request back, with the reasons. */
@Injectable()
export class ReturnSharingRequest {
  constructor(private readonly actOnRequest: ActOnRequest) {}

  run(ctx: RequestContext, input: Return): Promise<SharingRequestView> {
    const { reasons } = input;
    return this.actOnRequest.run(ctx, input, { act: 'return', content: reasons === undefined ? {} : { reasons } });
  }
}
