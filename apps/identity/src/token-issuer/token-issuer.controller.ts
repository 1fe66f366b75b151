import { Controller, Inject } from '@nestjs/common';
import { getTokenIssuers, type TokenIssuers } from '@gongshu/contracts';
import { Answers, TOKEN_ISSUERS, type TokenIssuerSource } from '@gongshu/service-kit';

@Controller()
export class TokenIssuerController {
  constructor(@Inject(TOKEN_ISSUERS) private readonly trusted: TokenIssuerSource) {}

  @Answers(getTokenIssuers)
  issuers(): Promise<TokenIssuers> {
    return this.trusted.issuers();
  }
}
