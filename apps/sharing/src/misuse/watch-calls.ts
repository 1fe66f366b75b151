import { Injectable } from '@nestjs/common';
import { callsInflated, Problem, sharingProblems } from '@gongshu/contracts';
import { citation, NodeRegulation, type Transaction } from '@gongshu/service-kit';
import { CallTallies, type Counted } from './call-tallies.js';
import { IDENTICAL_CALLS, limitOf, misuseRuleOf, talliesOf, UNBOUND_CALLS, type OwnLimits, type WatchedCall } from './misuse-rule.js';
import { WatchLimitsStore } from './watch-limits.store.js';

/** A grant whose calls are watched; when its counts were last declared settled, in milliseconds since the epoch. */
export interface WatchedGrant extends OwnLimits {
  readonly callsSettledAt: number | null;
}

const later = (instant: string, seconds: number): string => new Date(Date.parse(instant) + seconds * 1000).toISOString();

/** Counts the calls that were let through, where the pack has a rule for inflated ones, and throttles a grant whose calls pass its limit. */
@Injectable()
export class WatchCalls {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly tallies: CallTallies,
    private readonly limits: WatchLimitsStore,
  ) {}

  /** @throws Problem 429 for a grant that is throttled, with the time after which it is no longer */
  mustNotBeThrottled({ throttledUntil }: { readonly throttledUntil: number | null }, now: string): void {
    const left = throttledUntil === null ? 0 : throttledUntil - Date.parse(now);
    if (left <= 0) return;
    const source = misuseRuleOf(this.regulation.pack)?.source;
    throw new Problem(sharingProblems.throttled, { ...(source === undefined ? {} : { article: citation(source) }), retryAfterSeconds: Math.ceil(left / 1000) });
  }

  /**
   * Answers the counts with these calls, for `keep`.
   *
   * @param grants with their rows locked
   */
  async run(tx: Transaction, grants: ReadonlyMap<string, WatchedGrant>, calls: () => readonly WatchedCall[]): Promise<readonly Counted[]> {
    const rule = misuseRuleOf(this.regulation.pack);
    if (rule === null) return [];
    const now = Date.parse(tx.ctx.now);
    const from = new Map([...grants].map(([id, { callsSettledAt: settledAt }]) => [id, { now, windowStart: now - rule.windowSeconds * 1000, settledAt }]));
    const counts = this.tallies.with(talliesOf(calls()), from);
    const throttledUntil = later(tx.ctx.now, rule.throttleSeconds);
    for (const { grantId, query, calls: count, since, last } of counts) {
      const own = grants.get(grantId);
      const limit = own === undefined ? count : limitOf(query, rule, own);
      if (count <= limit) continue;
      await this.limits.throttle(tx, grantId, throttledUntil);
      tx.announce(callsInflated, grantId, {
        grantId, sign: query === UNBOUND_CALLS ? UNBOUND_CALLS : IDENTICAL_CALLS, client: last.client, count, limit, lastPermit: last.number, since: new Date(since).toISOString(), throttledUntil,
        article: rule.source.article,
      });
    }
    return counts;
  }

  /** The permits of these calls are committed: from here on the calls count. */
  keep(counts: readonly Counted[]): void {
    this.tallies.keep(counts);
  }
}
