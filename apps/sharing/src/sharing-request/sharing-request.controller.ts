import { Controller } from '@nestjs/common';
import {
  deliverSharingRequest,
  findSharingRequests,
  forwardSharingRequest,
  getSharingRequest,
  replySharingRequest,
  returnSharingRequest,
  submitSharingRequest,
  DeliverSharingRequest,
  FindSharingRequests,
  ReplySharingRequest,
  ReturnSharingRequest,
  SharingRequestId,
  SubmitSharingRequest,
  type SharingRequestPage,
  type SharingRequestView,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { DeliverRequest } from './deliver-sharing-request.js';
import { FindRequests } from './find-sharing-requests.js';
import { ForwardRequest } from './forward-sharing-request.js';
import { GetRequest } from './get-sharing-request.js';
import { ReplyToRequest } from './reply-sharing-request.js';
import { ReturnRequest } from './return-sharing-request.js';
import { SubmitRequest } from './submit-sharing-request.js';

@Controller()
export class SharingRequestController {
  constructor(
    private readonly submitRequest: SubmitRequest,
    private readonly forwardRequest: ForwardRequest,
    private readonly returnRequest: ReturnRequest,
    private readonly replyToRequest: ReplyToRequest,
    private readonly deliverRequest: DeliverRequest,
    private readonly getRequest: GetRequest,
    private readonly findRequests: FindRequests,
  ) {}

  @Answers(submitSharingRequest)
  submit(input: SubmitSharingRequest, ctx: RequestContext): Promise<SharingRequestView> {
    return this.submitRequest.run(ctx, input);
  }

  @Answers(forwardSharingRequest)
  forward(input: SharingRequestId, ctx: RequestContext): Promise<SharingRequestView> {
    return this.forwardRequest.run(ctx, input);
  }

  @Answers(returnSharingRequest)
  return(input: ReturnSharingRequest, ctx: RequestContext): Promise<SharingRequestView> {
    return this.returnRequest.run(ctx, input);
  }

  @Answers(replySharingRequest)
  reply(input: ReplySharingRequest, ctx: RequestContext): Promise<SharingRequestView> {
    return this.replyToRequest.run(ctx, input);
  }

  @Answers(deliverSharingRequest)
  deliver(input: DeliverSharingRequest, ctx: RequestContext): Promise<SharingRequestView> {
    return this.deliverRequest.run(ctx, input);
  }

  @Answers(getSharingRequest)
  get(input: SharingRequestId, ctx: RequestContext): Promise<SharingRequestView> {
    return this.getRequest.run(ctx, input);
  }

  @Answers(findSharingRequests)
  find(input: FindSharingRequests, ctx: RequestContext): Promise<SharingRequestPage> {
    return this.findRequests.run(ctx, input);
  }
}
