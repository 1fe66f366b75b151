import { Injectable } from '@nestjs/common';
import { callsInflated, Problem, sharingProblems, type PermitAsk } from '@gongshu/contracts';
import { citation, NodeRegulation, type Transaction } from '@gongshu/service-kit';
import { CallTallies, type Counted, type CountedFrom } from './call-tallies.js';
import { IDENTICAL_CALLS, limitOf, misuseRuleOf, talliesOf, UNBOUND_CALLS, type MisuseRule, type OwnLimits, type WatchedCall } from './misuse-rule.js';
import { PassingCalls } from './passing-calls.js';
import { WatchLimitsStore } from './watch-limits.store.js';

/** A grant whose calls are watched; when its counts were last declared settled, in milliseconds since the epoch. */
export interface WatchedGrant extends OwnLimits {
  readonly callsSettledAt: number | null;
}

/** A grant as a message has locked it. */
export interface LockedGrant extends WatchedGrant {
  readonly id: string;
  readonly throttledUntil: number | null;
}

const later = (instant: string, seconds: number): string => new Date(Date.parse(instant) + seconds * 1000).toISOString();

/** Counts the calls that were let through, where the pack has a rule for inflated ones, and throttles a grant whose calls pass its limit. */
@Injectable()
export class WatchCalls {
  /** By the grants' rows: each message locks and reads them anew. */
  private readonly passing = new WeakMap<LockedGrant, PassingCalls | null>();

  constructor(
    private readonly regulation: NodeRegulation,
    private readonly tallies: CallTallies,
    private readonly limits: WatchLimitsStore,
  ) {}

  /**
   * @param grant the row the message has locked, the same object for each of its calls
   * @param call is let through when this returns, and counted within its message: the calls after the one that passes a limit are refused, in the same message too
   * @throws Problem 429 for a grant that is throttled, with the time after which it is no longer
   */
  mustNotBeThrottled(grant: LockedGrant, now: string, call: Pick<PermitAsk, 'query' | 'businessCase'>): void {
    const left = grant.throttledUntil === null ? 0 : grant.throttledUntil - Date.parse(now);
    if (left > 0) throw throttled(misuseRuleOf(this.regulation.pack), Math.ceil(left / 1000));
    const passing = this.passingUnder(grant, now);
    if (passing === null) return;
    if (passing.throttled) throw throttled(passing.rule, passing.rule.throttleSeconds);
    passing.count({ query: call.query, boundToCase: call.businessCase !== undefined });
  }

  /** Null where the pack has no rule. */
  private passingUnder(grant: LockedGrant, now: string): PassingCalls | null {
    const known = this.passing.get(grant);
    if (known !== undefined) return known;
    const rule = misuseRuleOf(this.regulation.pack);
    const begun = rule === null ? null : this.begin(grant, rule, countedFrom(grant, rule, Date.parse(now)));
    this.passing.set(grant, begun);
    return begun;
  }

  private begin(grant: LockedGrant, rule: MisuseRule, from: CountedFrom): PassingCalls {
    return new PassingCalls(rule, grant, (query) => this.tallies.known(grant.id, query, from)?.calls ?? 0);
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
    const from = new Map([...grants].map(([id, grant]) => [id, countedFrom(grant, rule, now)]));
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

function countedFrom({ callsSettledAt: settledAt }: WatchedGrant, { windowSeconds }: MisuseRule, now: number): CountedFrom {
  return { now, windowStart: now - windowSeconds * 1000, settledAt };
}

function throttled(rule: MisuseRule | null, retryAfterSeconds: number): Problem {
  return new Problem(sharingProblems.throttled, { ...(rule === null ? {} : { article: citation(rule.source) }), retryAfterSeconds });
}
