import { Injectable } from '@nestjs/common';
import type { SharingRequestId, SharingRequestView } from '@gongshu/contracts';
import type { RequestContext } from '@gongshu/service-kit';
import { ActOnRequest } from './act-on-request.js';

/** The authority passes a request on: to the provider, or to the upper level. */
@Injectable()
export class ForwardSharingRequest {
  constructor(private readonly actOnRequest: ActOnRequest) {}

  run(ctx: RequestContext, input: SharingRequestId): Promise<SharingRequestView> {
    return this.actOnRequest.run(ctx, input, { act: 'forward', content: {} });
  }
}
