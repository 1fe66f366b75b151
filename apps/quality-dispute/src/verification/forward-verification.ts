import { Injectable } from '@nestjs/common';
import type { VerificationId, VerificationView } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { ActOnVerification } from './act-on-verification.js';

/** An authority passes a doubt on: to the next authority, to the upper node, or to the provider, as the pack has it. */
@Injectable()
export class ForwardVerification {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly actOnVerification: ActOnVerification,
  ) {}

  run(ctx: RequestContext, input: VerificationId): Promise<VerificationView> {
    return this.unitOfWork.run(ctx, (tx) => this.actOnVerification.run(tx, input.id, { act: 'forward', content: {} }), input);
  }
}
