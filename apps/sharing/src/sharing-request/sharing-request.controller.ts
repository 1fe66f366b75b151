import { Controller } from '@nestjs/common';
import {
  deliverSharingRequest,
  findSharingRequests,
  forwardSharingRequest,
  getSharingRequest,
  replySharingRequest,
  returnSharingRequest,
  submitSharingRequest,
  DeliverSharingRequest as Delivery,
  FindSharingRequests as Search,
  ReplySharingRequest as Reply,
  ReturnSharingRequest as Return,
  SharingRequestId,
  SubmitSharingRequest as Submission,
  type SharingRequestPage,
  type SharingRequestView,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { DeliverSharingRequest } from './deliver-sharing-request.js';
import { FindSharingRequests } from './find-sharing-requests.js';
import { ForwardSharingRequest } from './forward-sharing-request.js';
import { GetSharingRequest } from './get-sharing-request.js';
import { ReplySharingRequest } from './reply-sharing-request.js';
import { ReturnSharingRequest } from './return-sharing-request.js';
import { SubmitSharingRequest } from './submit-sharing-request.js';

@Controller()
export class SharingRequestController {
  constructor(
    private readonly submitRequest: SubmitSharingRequest,
    private readonly forwardRequest: ForwardSharingRequest,
    private readonly returnRequest: ReturnSharingRequest,
    private readonly replyRequest: ReplySharingRequest,
    private readonly deliverRequest: DeliverSharingRequest,
    private readonly getRequest: GetSharingRequest,
    private readonly findRequests: FindSharingRequests,
  ) {}

  @Answers(submitSharingRequest)
  submit(input: Submission, ctx: RequestContext): Promise<SharingRequestView> {
    return this.submitRequest.run(ctx, input);
  }

  @Answers(forwardSharingRequest)
  forward(input: SharingRequestId, ctx: RequestContext): Promise<SharingRequestView> {
    return this.forwardRequest.run(ctx, input);
  }

  @Answers(returnSharingRequest)
  return(input: Return, ctx: RequestContext): Promise<SharingRequestView> {
    return this.returnRequest.run(ctx, input);
  }

  @Answers(replySharingRequest)
  reply(input: Reply, ctx: RequestContext): Promise<SharingRequestView> {
    return this.replyRequest.run(ctx, input);
  }

  @Answers(deliverSharingRequest)
  deliver(input: Delivery, ctx: RequestContext): Promise<SharingRequestView> {
    return this.deliverRequest.run(ctx, input);
  }

  @Answers(getSharingRequest)
  get(input: SharingRequestId, ctx: RequestContext): Promise<SharingRequestView> {
    return this.getRequest.run(ctx, input);
  }

  @Answers(findSharingRequests)
  find(input: Search, ctx: RequestContext): Promise<SharingRequestPage> {
    return this.findRequests.run(ctx, input);
  }
}
