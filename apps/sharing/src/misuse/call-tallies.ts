import { Injectable } from '@nestjs/common';
import type { Tally } from './misuse-rule.js';

/** A count as it stands. */
export interface Counted extends Tally {
  /** Milliseconds since the epoch of the first of the calls. */
  readonly since: number;
}

interface Count {
  readonly since: number;
  readonly calls: number;
}

/** When a window began, and when the counts of a grant were last declared settled. Milliseconds since the epoch. */
export interface CountedFrom {
  readonly now: number;
  readonly windowStart: number;
  readonly settledAt: number | null;
}

/** Different queries of one grant that are counted apart; whoever asks for more of them repeats none. */
const MOST_QUERIES = 2_000;
const MOST_GRANTS = 5_000;

/**
 * Counts of calls within a window. In memory, because a permit must not wait for what is a sign and not a proof: a restart forgets at most a window, and where several replicas
 * give permits each counts the calls that came to it.
 */
@Injectable()
export class CallTallies {
  private readonly grants = new Map<string, Map<string, Count>>();

  /** The counts with the calls of a message; they are kept by `keep`, when the message's permits have been committed. */
  with(added: readonly Tally[], from: ReadonlyMap<string, CountedFrom>): Counted[] {
    return added.flatMap((tally) => {
      const at = from.get(tally.grantId);
      if (at === undefined) return [];
      const known = this.known(tally.grantId, tally.query, at);
      return [known === undefined ? { ...tally, since: at.now } : { ...tally, calls: known.calls + tally.calls, since: known.since }];
    });
  }

  /** The count that goes on; undefined when a new one begins. */
  known(grantId: string, query: string, { windowStart, settledAt }: CountedFrom): Count | undefined {
    const known = this.grants.get(grantId)?.get(query);
    return known !== undefined && known.since > windowStart && (settledAt === null || known.since >= settledAt) ? known : undefined;
  }

  keep(counts: readonly Counted[]): void {
    for (const { grantId, query, calls, since } of counts) {
      const queries = this.grants.get(grantId) ?? new Map<string, Count>();
      if (!queries.has(query) && queries.size >= MOST_QUERIES) queries.delete(queries.keys().next().value ?? '');
      queries.set(query, { since, calls });
      // Grants in the order of their last call: the one that has been silent longest goes first.
      this.grants.delete(grantId);
      this.grants.set(grantId, queries);
    }
    while (this.grants.size > MOST_GRANTS) this.grants.delete(this.grants.keys().next().value ?? '');
  }
}
