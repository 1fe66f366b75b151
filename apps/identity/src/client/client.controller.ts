import { Controller } from '@nestjs/common';
import * as contracts from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { IssueToken } from './issue-token.js';
import { RegisterClient } from './register-client.js';
import { RevokeClient } from './revoke-client.js';

@Controller()
export class ClientController {
  constructor(
    private readonly issuing: IssueToken,
    private readonly registering: RegisterClient,
    private readonly revoking: RevokeClient,
  ) {}

  @Answers(contracts.issueToken)
  issueToken(input: contracts.IssueToken, ctx: RequestContext): Promise<contracts.IssuedToken> {
    return this.issuing.run(ctx, input);
  }

  @Answers(contracts.registerClient)
  register(input: contracts.RegisterClient, ctx: RequestContext): Promise<contracts.ClientCredentials> {
    return this.registering.run(ctx, input);
  }

  @Answers(contracts.revokeClient)
  revoke(input: contracts.RevokeClient, ctx: RequestContext): Promise<contracts.ClientState> {
    return this.revoking.run(ctx, input);
  }
}
