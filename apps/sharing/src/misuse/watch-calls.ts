import { Injectable } from '@nestjs/common';
import { callsInflated, Problem, sharingProblems } from '@gongshu/contracts';
import { citation, NodeRegulation, type Transaction } from '@gongshu/service-kit';
import { CallTallyStore } from './call-tally.store.js';
import { IDENTICAL_CALLS, limitOf, misuseRuleOf, talliesOf, UNBOUND_CALLS, type OwnLimits, type WatchedCall } from './misuse-rule.js';

const later = (instant: string, seconds: number): string => new Date(Date.parse(instant) + seconds * 1000).toISOString();

/** Counts the calls that were let through, where the pack has a rule for inflated ones, and throttles a grant whose calls pass its limit. */
@Injectable()
export class WatchCalls {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly tallies: CallTallyStore,
  ) {}

  /** @throws Problem 429 for a grant that is throttled, with the time after which it is no longer */
  mustNotBeThrottled({ throttledUntil }: { readonly throttledUntil: number | null }, now: string): void {
    const left = throttledUntil === null ? 0 : throttledUntil - Date.parse(now);
    if (left <= 0) return;
    const source = misuseRuleOf(this.regulation.pack)?.source;
    throw new Problem(sharingProblems.throttled, { ...(source === undefined ? {} : { article: citation(source) }), retryAfterSeconds: Math.ceil(left / 1000) });
  }

  /** @param grants with their rows locked */
  async run(tx: Transaction, grants: ReadonlyMap<string, OwnLimits>, calls: () => readonly WatchedCall[]): Promise<void> {
    const rule = misuseRuleOf(this.regulation.pack);
    if (rule === null) return;
    const { now } = tx.ctx;
    const added = talliesOf(calls());
    if (added.length === 0) return;
    const throttledUntil = later(now, rule.throttleSeconds);
    for (const { grantId, query, calls: count, since } of await this.tallies.add(tx, added, later(now, -rule.windowSeconds))) {
      const own = grants.get(grantId);
      const last = added.find((tally) => tally.grantId === grantId && tally.query === query)?.last;
      if (own === undefined || last === undefined) continue;
      const limit = limitOf(query, rule, own);
      if (count <= limit) continue;
      await this.tallies.throttle(tx, grantId, throttledUntil);
      tx.announce(callsInflated, grantId, {
        grantId, sign: query === UNBOUND_CALLS ? UNBOUND_CALLS : IDENTICAL_CALLS, client: last.client, count, limit, lastPermit: last.number, since, throttledUntil, article: rule.source.article,
      });
    }
  }
}
