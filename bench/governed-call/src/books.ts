import type { InterfaceCity } from '@gongshu/bench-platform';

/** The books after a pass: what sharing recorded of it. */
export interface Books {
  readonly permits: number;
  readonly highestNumber: number;
  readonly open: number;
  /** Commits the permits were taken in. */
  readonly groups: number;
  /** Events that have not left yet. */
  readonly outbox: number;
}

export function books({ city }: InterfaceCity, grantId: string): Promise<Books> {
  return city.ask<Books>(
    'sharing',
    `SELECT count(*)::int AS permits, coalesce(max(number), 0) AS "highestNumber", (count(*) FILTER (WHERE state = 'OPEN'))::int AS open,
            (SELECT count(*)::int FROM outbox WHERE bus_subject LIKE '%.permits-taken.%' AND envelope ->> 'subject' = $1::text) AS groups,
            (SELECT count(*)::int FROM outbox WHERE published_at IS NULL) AS outbox
       FROM permit WHERE grant_id = $1::uuid`,
    [grantId],
  );
}
