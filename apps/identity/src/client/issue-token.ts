import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SignJWT } from 'jose';
import { identityProblems, Problem, problems, type IssuedToken, type IssueToken as Credentials } from '@gongshu/contracts';
import { issuerOf, SETTINGS, TOKEN_ALGORITHM, TOKEN_AUDIENCE, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import type { IdentitySettings } from '../identity.config.js';
import { SigningKeys } from '../token-issuer/signing-keys.js';
import { ClientStore } from './client.store.js';
import { hashSecret, secretMatches, type HashedSecret } from './client-secret.js';
import { FindHolder } from './find-holder.js';
import { tokenClaims } from './token-claims.js';

interface ClientSecret {
  readonly clientId: string;
  readonly secret: string;
}

/** Exchanges client credentials for a short-lived access token (RFC 6749 section 4.4). */
@Injectable()
export class IssueToken {
  /** Compared against when the client is unknown, so that the time to answer does not tell which clients exist. */
  private readonly decoy = hashSecret(randomUUID());

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly findHolder: FindHolder,
    private readonly clients: ClientStore,
    private readonly keys: SigningKeys,
    @Inject(SETTINGS) private readonly settings: IdentitySettings,
  ) {}

  async run(ctx: RequestContext, input: Credentials): Promise<IssuedToken> {
    if (input.grant_type !== 'client_credentials') throw new Problem(identityProblems.unsupportedGrantType);
    const { clientId, secret: given } = this.credentials(input);
    const { holder, secret: present, former } = await this.unitOfWork.read(ctx, async (tx) => {
      const found = await this.findHolder.run(tx, clientId);
      const former = found === null ? undefined : await this.clients.formerSecret(tx, clientId);
      return { holder: found, secret: found?.client.secret, former };
    });
    const matches = (await this.matches(given, present)) || (await this.matches(given, former));
    if (holder === null || !matches) throw new Problem(identityProblems.invalidClient);
    const { kid, privateKey } = await this.keys.current(ctx);
    const now = Math.floor(Date.parse(ctx.now) / 1000);
    const expires = Math.min(now + this.settings.tokenSeconds, holder.rights.notAfter ?? Number.POSITIVE_INFINITY);
    const token = await new SignJWT(tokenClaims(holder))
      .setProtectedHeader({ alg: TOKEN_ALGORITHM, kid })
      .setIssuer(issuerOf(ctx.node.code))
      .setAudience(TOKEN_AUDIENCE)
      .setSubject(clientId)
      .setIssuedAt(now)
      .setExpirationTime(expires)
      .setJti(randomUUID())
      .sign(privateKey);
    return { access_token: token, token_type: 'Bearer', expires_in: expires - now };
  }

  /** A refusal takes as long for a client that does not exist, or has one secret only. */
  private async matches(given: string, kept: HashedSecret | null | undefined): Promise<boolean> {
    return (await secretMatches(given, kept ?? (await this.decoy))) && kept !== undefined && kept !== null;
  }

  private credentials(input: Credentials): ClientSecret {
    if (input.basic !== undefined) {
      const text = Buffer.from(input.basic, 'base64').toString('utf8');
      const colon = text.indexOf(':');
      if (colon > 0) return { clientId: text.slice(0, colon), secret: text.slice(colon + 1) };
      throw new Problem(identityProblems.invalidClient);
    }
    if (input.client_id === undefined || input.client_secret === undefined) {
      throw new Problem(problems.invalidInput, {
        errors: [{ pointer: input.client_id === undefined ? '/client_id' : '/client_secret', code: 'required', detail: 'client credentials are required' }],
      });
    }
    return { clientId: input.client_id, secret: input.client_secret };
  }
}
