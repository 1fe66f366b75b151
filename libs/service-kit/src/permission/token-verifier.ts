import { decodeJwt, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyOptions } from 'jose';
import { Problem, problems, ROLES, type EndedTokens, type Role } from '@gongshu/contracts';
import type { Clock } from '../context/clock.js';
import type { CallerOrganisation } from '../context/request-context.js';
import { covers } from './territory.js';
import type { TokenKeys, TrustedIssuer } from './token-keys.js';

export const TOKEN_AUDIENCE = 'gongshu';
export const TOKEN_ALGORITHM = 'EdDSA';
/** What an external issuer may sign with: public-key algorithms only, so that no public key can be taken for a shared secret. */
const EXTERNAL_ALGORITHMS = ['EdDSA', 'ES256', 'ES384', 'PS256', 'PS384', 'RS256'];

/** Name under which a node's identity service signs tokens. */
export function issuerOf(node: string): string {
  return `urn:gongshu:node:${node}`;
}

/** What a verified token says. */
export interface Caller {
  readonly client: string;
  readonly organisation: CallerOrganisation;
  readonly roles: readonly Role[];
  /** Node that issued the token. */
  readonly node: string;
  /** Seconds since the epoch. */
  readonly expires: number;
  /** Which of the client's tokens it is: see TokenEndings. */
  readonly generation: number;
  /** The only requests and data calls a contractor may make; null for everybody else. */
  readonly scope: readonly string[] | null;
}

const MOST_CACHED = 10_000;

/** Verifies access tokens by the keys of their issuers, once per token: a signature costs a quarter of a millisecond, a look into the cache nothing. */
export class TokenVerifier {
  private readonly cache = new Map<string, Caller>();

  constructor(
    private readonly keys: TokenKeys,
    private readonly clock: Clock,
  ) {}

  /** The caller when the token is verified already and still valid: for paths that may not wait. */
  cached(token: string): Caller | undefined {
    const caller = this.cache.get(token);
    if (caller === undefined) return undefined;
    if (caller.expires * 1000 > this.clock.now() && !this.keys.endings.has(caller)) return caller;
    this.cache.delete(token);
    return undefined;
  }

  /** Tokens of a client have ended before their time. */
  end(ended: EndedTokens): void {
    this.keys.endings.add(ended);
  }

  /** Endings may have been missed: every token is looked at again, and the issuers are asked for what has ended meanwhile. */
  forget(): void {
    this.cache.clear();
    this.keys.forget();
  }

  /**
   * @throws Problem `access/unauthenticated` for a token that is malformed, expired, ended before its time, signed by nobody this node trusts, or that vouches for an
   * organisation outside its issuer's territory
   */
  async verify(token: string): Promise<Caller> {
    const known = this.cached(token);
    if (known !== undefined) return known;
    const caller = (await this.check(token, false)) ?? (await this.check(token, true));
    if (caller === null || this.keys.endings.has(caller)) throw new Problem(problems.unauthenticated);
    if (this.cache.size >= MOST_CACHED) this.cache.clear();
    this.cache.set(token, caller);
    return caller;
  }

  private async check(token: string, again: boolean): Promise<Caller | null> {
    let issuer: string | undefined;
    try {
      issuer = decodeJwt(token).iss;
    } catch {
      throw new Problem(problems.unauthenticated);
    }
    const trusted = issuer === undefined ? undefined : await this.keys.find(issuer, again);
    if (trusted === undefined || issuer === undefined) return null;
    try {
      return trusted.external === null ? await this.ownCaller(token, issuer, trusted) : await this.externalCaller(token, issuer, trusted);
    } catch (error) {
      // A key this verifier has not seen yet may have been rotated in: the caller of this method asks once more.
      if (error instanceof errors.JWKSNoMatchingKey) return null;
      if (error instanceof errors.JOSEError) throw new Problem(problems.unauthenticated);
      throw error;
    }
  }

  /** A token of this node or a neighbour says itself who acts for whom. */
  private async ownCaller(token: string, issuer: string, { keys, territory, node }: TrustedIssuer): Promise<Caller> {
    const payload = await this.signed(token, keys, { issuer, audience: TOKEN_AUDIENCE, algorithms: [TOKEN_ALGORITHM], requiredClaims: ['sub', 'exp', 'org', 'division'] });
    const division = String(payload['division']);
    if (!covers(territory, division)) throw new Problem(problems.unauthenticated);
    const { org, org_name: name, level, roles, gen, scope } = payload;
    return {
      client: String(payload.sub),
      organisation: { id: String(org), name: String(name), division, level: String(level), node },
      roles: rolesAmong(roles),
      node,
      expires: payload.exp ?? 0,
      generation: typeof gen === 'number' ? gen : 0,
      scope: Array.isArray(scope) ? scope.map(String) : null,
    };
  }

  /** A token of the external issuer says who it is; what that person may do is this node's own record, whatever else the token says. */
  private async externalCaller(token: string, issuer: string, { keys, external, node }: TrustedIssuer): Promise<Caller> {
    const { audience = '', subjectClaim = 'sub' } = external ?? {};
    const payload = await this.signed(token, keys, { issuer, audience, algorithms: EXTERNAL_ALGORITHMS, requiredClaims: [subjectClaim, 'exp'] });
    const subject: unknown = payload[subjectClaim];
    const holder = typeof subject === 'string' && subject !== '' && subject.length <= 200 ? await this.keys.holder(issuer, subject) : null;
    if (holder === null) throw new Problem(problems.unauthenticated);
    const { clientId, organisationId, organisation, division, level, roles, generation, until } = holder;
    return {
      client: clientId,
      organisation: { id: organisationId, name: organisation, division, level, node },
      roles: rolesAmong(roles),
      node,
      // What is said of the holder is asked again before an ending of it can have been forgotten.
      expires: Math.min(payload.exp ?? 0, Math.floor(Date.parse(until) / 1000)),
      generation,
      scope: null,
    };
  }

  private async signed(token: string, keys: JWTVerifyGetKey, options: JWTVerifyOptions): Promise<JWTPayload> {
    return (await jwtVerify(token, keys, { ...options, currentDate: new Date(this.clock.now()) })).payload;
  }
}

function rolesAmong(names: unknown): Role[] {
  return Array.isArray(names) ? names.filter((role): role is Role => (ROLES as readonly unknown[]).includes(role)) : [];
}
