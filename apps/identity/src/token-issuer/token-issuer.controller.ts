import { Controller, Inject } from '@nestjs/common';
import { findTokenHolder, FindTokenHolder, getTokenIssuers, Nothing, Problem, problems, rotateSigningKeys, type SigningKeyRotation, type TokenHolder, type TokenIssuers } from '@gongshu/contracts';
import { Answers, TOKEN_ISSUERS, type RequestContext, type TokenIssuerSource } from '@gongshu/service-kit';
import { SigningKeys } from './signing-keys.js';

@Controller()
export class TokenIssuerController {
  constructor(
    @Inject(TOKEN_ISSUERS) private readonly trusted: TokenIssuerSource,
    private readonly signingKeys: SigningKeys,
  ) {}

  @Answers(getTokenIssuers)
  issuers(): Promise<TokenIssuers> {
    return this.trusted.issuers();
  }

  @Answers(findTokenHolder)
  async holder({ issuer, subject }: FindTokenHolder): Promise<TokenHolder> {
    const holder = await this.trusted.holder(issuer, subject);
    if (holder === null) throw new Problem(problems.notFound);
    return holder;
  }

  @Answers(rotateSigningKeys)
  rotate(_input: Nothing, ctx: RequestContext): Promise<SigningKeyRotation> {
    return this.signingKeys.rotate(ctx);
  }
}
