import { Inject, Injectable } from '@nestjs/common';
import { getTokenIssuers, problems, Problem } from '@gongshu/contracts';
import { CLOCK, NODE, platformContext, RequestClient, SETTINGS, UnitOfWork, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import type { FederationSettings } from '../federation.config.js';

/** A JSON Web Key Set. */
export interface TokenKeySet {
  readonly keys: Record<string, unknown>[];
}

const PUBLIC_MEMBERS = ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid', 'alg', 'use'] as const;
const MOST_KEYS = 20;

export const issuerOf = (node: string): string => `urn:gongshu:node:${node}`;

/** The public members of a key set; null for what is none, because one malformed set would stop the verification of everybody's tokens. */
export function publicKeys(value: unknown): TokenKeySet | null {
  const keys: unknown = (value as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys) || keys.length > MOST_KEYS || !keys.every((key) => typeof key === 'object' && key !== null)) return null;
  return { keys: (keys as Record<string, unknown>[]).map((key) => Object.fromEntries(PUBLIC_MEMBERS.flatMap((name) => (typeof key[name] === 'string' ? [[name, key[name]]] : [])))) };
}

/** What this node says of itself to its neighbours. */
@Injectable()
export class Introduction {
  private keys: TokenKeySet | null = null;
  private knownEpoch: string | null = null;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly client: RequestClient,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: FederationSettings,
  ) {}

  /** Identity of this node's federation database: made with the first start, and never again while the database lives. */
  async epoch(): Promise<string> {
    this.knownEpoch ??= await this.unitOfWork.run(platformContext(this.node, this.clock, 'epoch'), async (tx) => {
      await tx.query('INSERT INTO own_epoch (epoch) VALUES (gen_random_uuid()) ON CONFLICT DO NOTHING');
      const [row] = await tx.query<{ epoch: string }>('SELECT epoch FROM own_epoch');
      return row?.epoch ?? null;
    });
    if (this.knownEpoch === null) throw new Error('the epoch could not be stored');
    return this.knownEpoch;
  }

  /** @throws Problem while the identity service has never told the node's keys */
  async compose(): Promise<{ epoch: string; name: string; level: string; gatewayUrl: string | null; issuer: string; tokenKeys: TokenKeySet }> {
    const { node, settings } = this;
    const tokenKeys = await this.ownKeys();
    return { epoch: await this.epoch(), name: node.name, level: node.level, gatewayUrl: settings.gatewayUrl === '' ? null : settings.gatewayUrl, issuer: issuerOf(node.code), tokenKeys };
  }

  private async ownKeys(): Promise<TokenKeySet> {
    try {
      const { issuers } = await this.client.ask(getTokenIssuers, {}, platformContext(this.node, this.clock, 'introduction'), { timeoutMilliseconds: 2_000 });
      const own = issuers.find(({ issuer }) => issuer === issuerOf(this.node.code));
      this.keys = publicKeys(own?.keys) ?? this.keys;
    } catch (error) {
      if (this.keys === null) throw error;
    }
    if (this.keys === null) throw new Problem(problems.serviceUnreachable);
    return this.keys;
  }
}
