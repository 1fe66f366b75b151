export interface RateLimit {
  /** Calls a second in the long run; 0 for no limit. */
  readonly perSecond: number;
  /** Calls at once, after a pause long enough. */
  readonly burst: number;
}

export interface Verdict {
  readonly allowed: boolean;
  /** Calls left at this moment. */
  readonly remaining: number;
  /** Until the next call is allowed; 0 when it is. */
  readonly waitMilliseconds: number;
  /** Until nothing of the burst is used any more. */
  readonly resetMilliseconds: number;
}

const MOST_CLIENTS = 20_000;

/**
 * A token bucket for each client, kept as one number: the instant at which the bucket is full again (GCRA, as ATM's traffic control has it). Exact to the millisecond, so that a client told to wait is
 * let in when it comes back. Pure: time comes as milliseconds of whatever clock never goes back.
 */
export class RateLimiter {
  private readonly fullAt = new Map<string, number>();
  private readonly interval: number;

  constructor(private readonly limit: RateLimit) {
    this.interval = 1_000 / limit.perSecond;
  }

  take(client: string, now: number): Verdict {
    const { burst } = this.limit;
    const before = Math.max(this.fullAt.get(client) ?? now, now);
    const after = before + this.interval;
    const waitMilliseconds = Math.max(0, after - now - burst * this.interval);
    // Less than a microsecond is an error of the arithmetic.
    if (waitMilliseconds > 0.001) return { allowed: false, remaining: 0, waitMilliseconds, resetMilliseconds: before - now };
    if (this.fullAt.size >= MOST_CLIENTS && !this.fullAt.has(client)) this.forgetFull(now);
    this.fullAt.set(client, after);
    return { allowed: true, remaining: Math.floor(burst - (after - now) / this.interval + 1e-6), waitMilliseconds: 0, resetMilliseconds: after - now };
  }

  /** Full buckets are as good as none. If most are in use, a tenth goes, the oldest: memory is bounded whoever calls, and a look at all of them is rare. */
  private forgetFull(now: number): void {
    for (const [client, at] of this.fullAt) if (at <= now) this.fullAt.delete(client);
    for (const client of this.fullAt.keys()) {
      if (this.fullAt.size < 0.9 * MOST_CLIENTS) break;
      this.fullAt.delete(client);
    }
  }
}

/** What an answer says of the limit: `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-11), structured fields of RFC 9651. */
export function rateLimitHeaders(policy: string, { perSecond, burst }: RateLimit, { remaining, resetMilliseconds }: Verdict): Readonly<Record<string, string>> {
  return {
    'ratelimit-policy': `"${policy}";q=${String(burst)};w=${String(Math.ceil(burst / perSecond))}`,
    ratelimit: `"${policy}";r=${String(remaining)};t=${String(Math.ceil(resetMilliseconds / 1_000))}`,
  };
}
