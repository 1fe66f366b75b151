import { Controller } from '@nestjs/common';
import {
  fileVerification,
  FileVerification as Filing,
  findVerifications,
  forwardVerification,
  getVerification,
  giveFeedback,
  GiveFeedback as FeedbackGiven,
  PageQuery,
  VerificationId,
  VerificationPage,
  VerificationView,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FileVerification } from './file-verification.js';
import { FindVerifications } from './find-verifications.js';
import { ForwardVerification } from './forward-verification.js';
import { GetVerification } from './get-verification.js';
import { GiveFeedback } from './give-feedback.js';

@Controller()
export class VerificationController {
  constructor(
    private readonly filing: FileVerification,
    private readonly forwarding: ForwardVerification,
    private readonly feedback: GiveFeedback,
    private readonly getting: GetVerification,
    private readonly finding: FindVerifications,
  ) {}

  @Answers(fileVerification)
  file(input: Filing, ctx: RequestContext): Promise<VerificationView> {
    return this.filing.run(ctx, input);
  }

  @Answers(forwardVerification)
  forward(input: VerificationId, ctx: RequestContext): Promise<VerificationView> {
    return this.forwarding.run(ctx, input);
  }

  @Answers(giveFeedback)
  giveFeedback(input: FeedbackGiven, ctx: RequestContext): Promise<VerificationView> {
    return this.feedback.run(ctx, input);
  }

  @Answers(getVerification)
  get(input: VerificationId, ctx: RequestContext): Promise<VerificationView> {
    return this.getting.run(ctx, input);
  }

  @Answers(findVerifications)
  find(input: PageQuery, ctx: RequestContext): Promise<VerificationPage> {
    return this.finding.run(ctx, input);
  }
}
