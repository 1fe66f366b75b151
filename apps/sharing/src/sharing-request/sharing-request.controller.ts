import { Controller } from '@nestjs/common';
import {
  actOnSharingRequest,
  findSharingRequests,
  getSharingRequest,
  submitSharingRequest,
  ActOnSharingRequest as Act,
  FindSharingRequests as Search,
  SharingRequestId,
  SubmitSharingRequest as Submission,
  type SharingRequestPage,
  type SharingRequestView,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { ActOnSharingRequest } from './act-on-sharing-request.js';
import { FindSharingRequests } from './find-sharing-requests.js';
import { GetSharingRequest } from './get-sharing-request.js';
import { SubmitSharingRequest } from './submit-sharing-request.js';

@Controller()
export class SharingRequestController {
  constructor(
    private readonly submitRequest: SubmitSharingRequest,
    private readonly actOnRequest: ActOnSharingRequest,
    private readonly getRequest: GetSharingRequest,
    private readonly findRequests: FindSharingRequests,
  ) {}

  @Answers(submitSharingRequest)
  submit(input: Submission, ctx: RequestContext): Promise<SharingRequestView> {
    return this.submitRequest.run(ctx, input);
  }

  @Answers(actOnSharingRequest)
  act(input: Act, ctx: RequestContext): Promise<SharingRequestView> {
    return this.actOnRequest.run(ctx, input);
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
