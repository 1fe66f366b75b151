import { Controller } from '@nestjs/common';
import { getAgreement, GrantId, type SignedAgreement } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { GetAgreement } from './get-agreement.js';

@Controller()
export class AgreementController {
  constructor(private readonly getAgreement: GetAgreement) {}

  @Answers(getAgreement)
  get(input: GrantId, ctx: RequestContext): Promise<SignedAgreement> {
    return this.getAgreement.run(ctx, input);
  }
}
