import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import type { OwnLimits } from './misuse-rule.js';

export interface WatchedGrant extends OwnLimits {
  readonly throttledUntil: string | null;
}

/** What stands on a grant's row because of the watch on its calls. Whoever throttles holds the row. */
@Injectable()
export class WatchLimitsStore {
  async throttle(tx: Transaction, grantId: string, until: string): Promise<void> {
    await tx.query('UPDATE usage_grant SET throttled_until = $2 WHERE id = $1', [grantId, until]);
  }

  /** Lets calls go again; what was counted before does not throttle a second time, whichever replica counted it. */
  async release(tx: Transaction, grantId: string): Promise<void> {
    await tx.query('UPDATE usage_grant SET throttled_until = NULL, calls_settled_at = $2 WHERE id = $1', [grantId, tx.ctx.now]);
  }

  async limits(tx: Transaction, grantId: string): Promise<WatchedGrant | undefined> {
    const [limits] = await tx.query<WatchedGrant>(
      `SELECT identical_calls AS "identicalCalls", unbound_calls AS "unboundCalls",
              to_char(throttled_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "throttledUntil" FROM usage_grant WHERE id = $1`,
      [grantId],
    );
    return limits;
  }

  async setLimits(tx: Transaction, grantId: string, { identicalCalls, unboundCalls }: OwnLimits): Promise<void> {
    await tx.query('UPDATE usage_grant SET identical_calls = $2, unbound_calls = $3 WHERE id = $1', [grantId, identicalCalls, unboundCalls]);
  }
}
