import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SignJWT } from 'jose';
import { identityProblems, Problem, problems, type IssuedToken, type IssueToken as Credentials } from '@gongshu/contracts';
import { issuerOf, SETTINGS, TOKEN_ALGORITHM, TOKEN_AUDIENCE, type RequestContext } from '@gongshu/service-kit';
import { ProveClient, type GivenProof } from './prove-client.js';
import { claimedClient, JWT_BEARER } from './read-assertion.js';
import type { IdentitySettings } from '../identity.config.js';
import { SigningKeys } from '../token-issuer/signing-keys.js';
import { tokenClaims } from './token-claims.js';

/** Exchanges client credentials, or an assertion the client signed (RFC 7523), for a short-lived access token (RFC 6749 section 4.4). */
@Injectable()
export class IssueToken {
  constructor(
    private readonly prove: ProveClient,
    private readonly keys: SigningKeys,
    @Inject(SETTINGS) private readonly settings: IdentitySettings,
  ) {}

  async run(ctx: RequestContext, input: Credentials): Promise<IssuedToken> {
    if (input.grant_type !== 'client_credentials') throw new Problem(identityProblems.unsupportedGrantType);
    const holder = await this.prove.run(ctx, givenProof(input), input.address ?? '');
    const { kid, privateKey } = await this.keys.current(ctx);
    const now = Math.floor(Date.parse(ctx.now) / 1000);
    const expires = Math.min(now + this.settings.tokenSeconds, holder.rights.notAfter ?? Number.POSITIVE_INFINITY);
    const token = await new SignJWT(tokenClaims(holder))
      .setProtectedHeader({ alg: TOKEN_ALGORITHM, kid })
      .setIssuer(issuerOf(ctx.node.code))
      .setAudience(TOKEN_AUDIENCE)
      .setSubject(holder.client.clientId)
      .setIssuedAt(now)
      .setExpirationTime(expires)
      .setJti(randomUUID())
      .sign(privateKey);
    return { access_token: token, token_type: 'Bearer', expires_in: expires - now };
  }
}

/** @throws Problem for credentials that are missing or cannot be read */
function givenProof(input: Credentials): GivenProof {
  const { basic, client_id: clientId, client_secret: secret, client_assertion: assertion, client_assertion_type: type } = input;
  if (assertion !== undefined) {
    const claimed = claimedClient(assertion);
    if (type !== JWT_BEARER) throw new Problem(problems.invalidInput, { errors: [{ pointer: '/client_assertion_type', code: 'isIn', detail: `one of the following values: ${JWT_BEARER}` }] });
    if (claimed === null || (clientId !== undefined && clientId !== claimed)) throw new Problem(identityProblems.invalidClient);
    return { clientId: claimed, assertion };
  }
  if (basic !== undefined) {
    const text = Buffer.from(basic, 'base64').toString('utf8');
    const colon = text.indexOf(':');
    if (colon > 0) return { clientId: text.slice(0, colon), secret: text.slice(colon + 1) };
    throw new Problem(identityProblems.invalidClient);
  }
  if (clientId === undefined || secret === undefined) {
    throw new Problem(problems.invalidInput, { errors: [{ pointer: clientId === undefined ? '/client_id' : '/client_secret', code: 'required', detail: 'client credentials are required' }] });
  }
  return { clientId, secret };
}
