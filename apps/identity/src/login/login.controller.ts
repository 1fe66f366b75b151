import { Controller } from '@nestjs/common';
import { registerAccount, RegisterAccount as Registration, registerRelyingParty, RelyingParty, type AccountActivation } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { RegisterAccount } from './register-account.js';
import { RegisterRelyingParty } from './register-relying-party.js';

@Controller()
export class LoginController {
  constructor(
    private readonly registering: RegisterAccount,
    private readonly registeringParty: RegisterRelyingParty,
  ) {}

  @Answers(registerAccount)
  register(input: Registration, ctx: RequestContext): Promise<AccountActivation> {
    return this.registering.run(ctx, input);
  }

  @Answers(registerRelyingParty)
  registerParty(input: RelyingParty, ctx: RequestContext): Promise<RelyingParty> {
    return this.registeringParty.run(ctx, input);
  }
}
