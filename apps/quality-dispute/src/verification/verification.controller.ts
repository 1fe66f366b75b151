import { Controller } from '@nestjs/common';
import {
  actOnVerification,
  ActOnVerification as Act,
  fileVerification,
  FileVerification as Filing,
  findVerifications,
  getVerification,
  PageQuery,
  VerificationId,
  VerificationPage,
  VerificationView,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { ActOnVerification } from './act-on-verification.js';
import { FileVerification } from './file-verification.js';
import { FindVerifications } from './find-verifications.js';
import { GetVerification } from './get-verification.js';

@Controller()
export class VerificationController {
  constructor(
    private readonly filing: FileVerification,
    private readonly acting: ActOnVerification,
    private readonly getting: GetVerification,
    private readonly finding: FindVerifications,
  ) {}

  @Answers(fileVerification)
  file(input: Filing, ctx: RequestContext): Promise<VerificationView> {
    return this.filing.run(ctx, input);
  }

  @Answers(actOnVerification)
  act(input: Act, ctx: RequestContext): Promise<VerificationView> {
    return this.acting.run(ctx, input);
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
