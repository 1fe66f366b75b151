import { Injectable } from '@nestjs/common';
import type { ReplySharingRequest as Reply, SharingRequestView } from '@gongshu/contracts';
import type { RequestContext } from '@gongshu/service-kit';
import { ActOnRequest } from './act-on-request.js';

/** The provider agrees, or refuses with reasons and the law it rests on. Under a pack that lets the authority refuse on review, the authority refuses here too. */
@Injectable()
export class ReplySharingRequest {
  constructor(private readonly actOnRequest: ActOnRequest) {}

  run(ctx: RequestContext, input: Reply): Promise<SharingRequestView> {
    const { decision, reasons, legalBasis } = input;
    const content = { ...(reasons === undefined ? {} : { reasons }), ...(legalBasis === undefined ? {} : { legalBasis }) };
    return this.actOnRequest.run(ctx, input, { act: decision === 'AGREE' ? 'agree' : 'refuse', content });
  }
}
