import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, UpstreamFailure, type Clock } from '@gongshu/service-kit';
import type { Interface } from '../interface/interface.js';
import { ProvidersClient, type Answer } from './providers-client.js';

/** What a service answered to one small question: its rows, or why there are none. */
export interface Probed {
  readonly version: number;
  readonly latencyMilliseconds: number;
  readonly answer: { readonly rows: readonly unknown[] } | { readonly failure: 'NOT_ROWS' | 'UNREACHABLE' | 'TIMEOUT' | 'FORBIDDEN_ADDRESS' | 'CHANNEL_BROKEN' };
}

const FAILURES = { unreachable: 'UNREACHABLE', broken: 'UNREACHABLE', timeout: 'TIMEOUT', malformed: 'NOT_ROWS', 'forbidden-address': 'FORBIDDEN_ADDRESS' } as const;
/** By these a relay says that it did not get through. */
const RELAY_FAILED = new Set([502, 503, 504]);

/** Asks a provider's service for one record. Holds no transaction: the other side may take its time. */
@Injectable()
export class ProbeInterface {
  constructor(
    private readonly client: ProvidersClient,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run({ version, terms }: Interface, url: string): Promise<Probed> {
    const from = this.clock.now();
    const channelled = this.client.isChannelled(terms.zone);
    const done = (answer: Probed['answer']): Probed => ({ version, answer, latencyMilliseconds: Math.max(0, Math.min(1_000_000, this.clock.now() - from)) });
    try {
      const answer = await this.client.ask(oneRecord(url, terms.parameters), terms.zone, terms.timeoutMilliseconds);
      if (channelled && RELAY_FAILED.has(answer.head.status)) return done({ failure: 'CHANNEL_BROKEN' });
      const rows = rowsOf(answer);
      return done(rows === null ? { failure: 'NOT_ROWS' } : { rows });
    } catch (error) {
      if (!(error instanceof UpstreamFailure)) throw error;
      return done({ failure: channelled && error.kind !== 'malformed' ? 'CHANNEL_BROKEN' : FAILURES[error.kind] });
    }
  }
}

function oneRecord(registered: string, parameters: Interface['terms']['parameters']): URL {
  const url = new URL(registered);
  const name = parameters.find(({ ours }) => ours === 'limit')?.theirs ?? 'limit';
  if (!url.searchParams.has(name)) url.searchParams.append(name, '1');
  return url;
}

function rowsOf({ head, body }: Answer): readonly unknown[] | null {
  if (head.status !== 200 || (head.headers.get('content-encoding') ?? 'identity') !== 'identity') return null;
  try {
    const rows: unknown = JSON.parse(body.toString('utf8'));
    return Array.isArray(rows) ? rows : null;
  } catch {
    return null;
  }
}
