import type { IncomingMessage } from 'node:http';
import { Problem } from '@gongshu/contracts';
import type { TokenVerifier } from '@gongshu/service-kit';
import { bearerToken } from '../reading/bearer-token.js';
import { singleHeader } from '../reading/single-header.js';
import { addressKey } from './address-key.js';

const MOST_REMEMBERED = 10_000;

/**
 * For whom a call counts: its client, once the token's signature is verified, so that nobody uses up another's share by a token of his own making; whoever has no good token counts by address (`addressKey`). It says
 * nothing of what the caller may do: that is each service's own to look at, with the endings of tokens in view.
 */
export class CallerNames {
  private readonly bad = new Set<string>();

  constructor(private readonly verifier: TokenVerifier) {}

  of(request: IncomingMessage, address: string): string | Promise<string> {
    const byAddress = (): string => `address ${addressKey(address)}`;
    const token = tokenOf(request);
    if (token === null || this.bad.has(token)) return byAddress();
    const known = this.verifier.cached(token);
    if (known !== undefined) return `client ${known.node} ${known.client}`;
    return this.verifier.verify(token).then(
      ({ node, client }) => `client ${node} ${client}`,
      (error: unknown) => {
        if (error instanceof Problem && error.definition.status === 401) this.remember(token);
        // While identity is away nobody's token can be verified for the first time, and every call is one of its address.
        return byAddress();
      },
    );
  }

  private remember(token: string): void {
    if (this.bad.size >= MOST_REMEMBERED) this.bad.clear();
    this.bad.add(token);
  }
}

function tokenOf(request: IncomingMessage): string | null {
  try {
    return bearerToken(singleHeader(request, 'authorization'));
  } catch {
    return null;
  }
}
