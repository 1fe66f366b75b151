import { Controller } from '@nestjs/common';
import {
  issueToken,
  IssueToken as Credentials,
  registerClient,
  RegisterClient as Registration,
  revokeClient,
  RevokeClient as Revocation,
  rotateClientSecret,
  RotateClientSecret as Rotation,
  type ClientCredentials,
  type ClientState,
  type IssuedToken,
  type RotatedClientSecret,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { IssueToken } from './issue-token.js';
import { RegisterClient } from './register-client.js';
import { RevokeClient } from './revoke-client.js';
import { RotateSecret } from './rotate-secret.js';

@Controller()
export class ClientController {
  constructor(
    private readonly issuing: IssueToken,
    private readonly registering: RegisterClient,
    private readonly revoking: RevokeClient,
    private readonly rotating: RotateSecret,
  ) {}

  @Answers(issueToken)
  issueToken(input: Credentials, ctx: RequestContext): Promise<IssuedToken> {
    return this.issuing.run(ctx, input);
  }

  @Answers(registerClient)
  register(input: Registration, ctx: RequestContext): Promise<ClientCredentials> {
    return this.registering.run(ctx, input);
  }

  @Answers(revokeClient)
  revoke(input: Revocation, ctx: RequestContext): Promise<ClientState> {
    return this.revoking.run(ctx, input);
  }

  @Answers(rotateClientSecret)
  rotate(input: Rotation, ctx: RequestContext): Promise<RotatedClientSecret> {
    return this.rotating.run(ctx, input);
  }
}
