import type { EndedTokens } from '@gongshu/contracts';
import type { Clock } from '../context/clock.js';

/** Whose token, and which of them. */
export interface TokenOfClient {
  readonly node: string;
  readonly client: string;
  /** Counted up whenever a client's rights end or change; 0 for a token that names none. */
  readonly generation: number;
}

interface Ending {
  readonly generation: number;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** Tokens that no longer hold though they have not expired, in memory. Each is forgotten when it would have expired anyway, so there are never more than revocations within one token's life. */
export class TokenEndings {
  private readonly endings = new Map<string, Ending>();

  constructor(private readonly clock: Clock) {}

  add({ node, clientId, generation, until }: EndedTokens): void {
    const now = this.clock.now();
    for (const [key, ending] of this.endings) if (ending.until < now) this.endings.delete(key);
    const key = `${node} ${clientId}`;
    const known = this.endings.get(key);
    if (known === undefined || known.generation < generation) this.endings.set(key, { generation, until: Date.parse(until) });
  }

  /** Whether the token has ended. */
  has({ node, client, generation }: TokenOfClient): boolean {
    if (this.endings.size === 0) return false;
    const ending = this.endings.get(`${node} ${client}`);
    return ending !== undefined && generation < ending.generation;
  }
}
