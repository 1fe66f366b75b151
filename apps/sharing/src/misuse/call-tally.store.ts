import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import type { OwnLimits, Tally } from './misuse-rule.js';

/** A count as it stands. */
export interface Counted {
  readonly grantId: string;
  readonly query: string;
  readonly calls: number;
  readonly since: string;
}

export interface WatchedGrant extends OwnLimits {
  readonly throttledUntil: string | null;
}

const INSTANT = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Counts of calls within a window, and what stands on the grant's row because of them. Whoever counts holds the grants' rows. */
@Injectable()
export class CallTallyStore {
  /** Counts of a window that is over begin anew. */
  async add(tx: Transaction, tallies: readonly Tally[], windowStart: string): Promise<Counted[]> {
    await tx.prepared('forget-tallies', 'DELETE FROM call_tally WHERE grant_id = ANY($1) AND since <= $2', [[...new Set(tallies.map(({ grantId }) => grantId))], windowStart]);
    return tx.prepared<Counted>(
      'tally-calls',
      `INSERT INTO call_tally AS t (grant_id, query, since, calls) SELECT grant_id, query, $4, calls FROM unnest($1::uuid[], $2::text[], $3::integer[]) AS a(grant_id, query, calls)
       ON CONFLICT (grant_id, query) DO UPDATE SET calls = t.calls + excluded.calls RETURNING grant_id AS "grantId", query, calls, ${INSTANT('since')} AS since`,
      [tallies.map(({ grantId }) => grantId), tallies.map(({ query }) => query), tallies.map(({ calls }) => calls), tx.ctx.now],
    );
  }

  async throttle(tx: Transaction, grantId: string, until: string): Promise<void> {
    await tx.query('UPDATE usage_grant SET throttled_until = $2 WHERE id = $1', [grantId, until]);
  }

  /** Lets calls go again and forgets what was counted, so that calls already judged do not throttle a second time. */
  async release(tx: Transaction, grantId: string): Promise<void> {
    await tx.query('UPDATE usage_grant SET throttled_until = NULL WHERE id = $1', [grantId]);
    await tx.query('DELETE FROM call_tally WHERE grant_id = $1', [grantId]);
  }

  async limits(tx: Transaction, grantId: string): Promise<WatchedGrant | undefined> {
    const [limits] = await tx.query<WatchedGrant>(
      `SELECT identical_calls AS "identicalCalls", unbound_calls AS "unboundCalls", ${INSTANT('throttled_until')} AS "throttledUntil" FROM usage_grant WHERE id = $1`,
      [grantId],
    );
    return limits;
  }

  async setLimits(tx: Transaction, grantId: string, { identicalCalls, unboundCalls }: OwnLimits): Promise<void> {
    await tx.query('UPDATE usage_grant SET identical_calls = $2, unbound_calls = $3 WHERE id = $1', [grantId, identicalCalls, unboundCalls]);
  }
}
