import { Injectable } from '@nestjs/common';
import type { DeliverSharingRequest as Delivery, SharingRequestView } from '@gongshu/contracts';
import type { RequestContext } from '@gongshu/service-kit';
import { ActOnRequest } from './act-on-request.js';

/** The authority provides the data: the grant comes into being. */
@Injectable()
export class DeliverSharingRequest {
  constructor(private readonly actOnRequest: ActOnRequest) {}

  run(ctx: RequestContext, input: Delivery): Promise<SharingRequestView> {
    const { validUntil, callQuota } = input;
    const terms = { ...(validUntil === undefined ? {} : { validUntil }), ...(callQuota === undefined ? {} : { callQuota }) };
    return this.actOnRequest.run(ctx, input, { act: 'deliver', content: {}, terms });
  }
}
