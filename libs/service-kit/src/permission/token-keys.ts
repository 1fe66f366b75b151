import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { findTokenHolder, getTokenIssuers, Problem, problems, type ExternalTokens, type TokenHolder, type TokenIssuers } from '@gongshu/contracts';
import type { Clock } from '../context/clock.js';
import { platformContext, type NodeIdentity } from '../context/request-context.js';
import type { RequestClient } from '../messaging/request-client.js';
import { TokenEndings } from './token-endings.js';

/** Where a verifier finds the issuers it may trust, and which of their tokens have ended before their time. */
export interface TokenIssuerSource {
  issuers(): Promise<TokenIssuers>;
  /** Who the subject of an external issuer is at this node; null for nobody who may act. */
  holder(issuer: string, subject: string): Promise<TokenHolder | null>;
}
export const TOKEN_ISSUERS = Symbol('TokenIssuerSource');

export interface TrustedIssuer {
  readonly node: string;
  readonly territory: string;
  readonly keys: JWTVerifyGetKey;
  /** Of the external issuer: how its tokens are read. Null for a node. */
  readonly external: ExternalTokens | null;
}

const REFRESH_MILLISECONDS = 30_000;
const RETRY_MILLISECONDS = 500;

/** Issuers by name, kept for half a minute; an unknown issuer or key asks again, at most twice a second, so that a neighbour that has just said hello is known at once. */
export class TokenKeys {
  private known = new Map<string, TrustedIssuer>();
  private readAt = Number.NEGATIVE_INFINITY;
  private reading: Promise<void> | null = null;

  readonly endings: TokenEndings;

  constructor(
    private readonly source: TokenIssuerSource,
    private readonly clock: Clock,
  ) {
    this.endings = new TokenEndings(clock);
  }

  /** What is known may be out of date: the next question asks again. */
  forget(): void {
    this.readAt = Number.NEGATIVE_INFINITY;
  }

  async find(issuer: string, again: boolean): Promise<TrustedIssuer | undefined> {
    const age = this.clock.now() - this.readAt;
    const found = this.known.get(issuer);
    if (found === undefined || age > REFRESH_MILLISECONDS || age < 0 || (again && age > RETRY_MILLISECONDS)) {
      if (age > RETRY_MILLISECONDS || age < 0) await this.refresh(found !== undefined);
    }
    return this.known.get(issuer);
  }

  /** Whose token of an external issuer it is. */
  holder(issuer: string, subject: string): Promise<TokenHolder | null> {
    return this.source.holder(issuer, subject);
  }

  /** While the identity service is away, the keys it named last stay good: its absence must not stop the whole node. */
  private async refresh(mayGoWithout: boolean): Promise<void> {
    this.reading ??= this.read().finally(() => {
      this.reading = null;
    });
    try {
      await this.reading;
    } catch (error) {
      if (!mayGoWithout) throw error;
      this.readAt = this.clock.now();
    }
  }

  private async read(): Promise<void> {
    const { issuers, ended = [] } = await this.source.issuers();
    for (const ending of ended) this.endings.add(ending);
    this.known = new Map(
      issuers.map(({ issuer, node, territory, keys, external = null }) => [issuer, { node, territory, external, keys: createLocalJWKSet(keys as unknown as JSONWebKeySet) }]),
    );
    this.readAt = this.clock.now();
  }
}

/** Asks the node's identity service. */
export class AskedTokenIssuers implements TokenIssuerSource {
  constructor(
    private readonly client: RequestClient,
    private readonly node: NodeIdentity,
    private readonly clock: Clock,
  ) {}

  issuers(): Promise<TokenIssuers> {
    return this.client.ask(getTokenIssuers, {}, platformContext(this.node, this.clock, 'token-keys'));
  }

  async holder(issuer: string, subject: string): Promise<TokenHolder | null> {
    try {
      return await this.client.ask(findTokenHolder, { issuer, subject }, platformContext(this.node, this.clock, 'token-holder'));
    } catch (error) {
      if (error instanceof Problem && error.definition.code === problems.notFound.code) return null;
      throw error;
    }
  }
}
