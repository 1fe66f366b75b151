import { Injectable } from '@nestjs/common';
import type { PastReceiver, PermitClosing, PermitOnRecord, PermitView } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import type { GrantForCalls } from './permit.js';

export type NewPermit = PermitOnRecord;

/** SQL of the data path. It reads and counts up rows of the grant, so that a message of permits costs three statements and not one more. */
@Injectable()
export class PermitStore {
  /** Locks in the order of ids, so that two messages never wait for each other crosswise. */
  async lockGrants(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, GrantForCalls>> {
    const rows = await tx.prepared<GrantForCalls>(
      'lock-grants',
      `SELECT g.id, g.entry_id AS "entryId", g.requester, g.owner_node AS "ownerNode", g.application_scenario AS "applicationScenario", g.columns, g.state,
              g.valid_from::text AS "validFrom", g.valid_until::text AS "validUntil", g.call_quota AS "callQuota", g.calls_taken AS "callsTaken", g.use_source AS "useSource",
              g.suspension_source AS "suspensionSource", e.columns AS "entryColumns", e.aggregation, s.current_version AS "currentVersion", s.url AS "interfaceUrl",
              n.gateway_url AS "gatewayUrl"
         FROM usage_grant g JOIN shareable_entry e ON e.id = g.entry_id LEFT JOIN data_source s ON s.entry_id = g.entry_id LEFT JOIN neighbour n ON n.node = g.owner_node
        WHERE g.id = ANY($1) ORDER BY g.id FOR UPDATE OF g`,
      [ids],
    );
    return new Map(rows.map((grant) => [grant.id, grant]));
  }

  /** Writes the permits of a message and moves the grants' counters with them. */
  async insert(tx: Transaction, permits: readonly NewPermit[], taken: ReadonlyMap<string, number>): Promise<void> {
    await tx.prepared(
      'insert-permits',
      `WITH counted AS (UPDATE usage_grant g SET calls_taken = c.taken FROM unnest($1::uuid[], $2::integer[]) AS c(id, taken) WHERE g.id = c.id)
       INSERT INTO permit (id, grant_id, number, client, taken_at, state)
       SELECT p.id, p.grant_id, p.number, p.client, $7, 'OPEN' FROM unnest($3::uuid[], $4::uuid[], $5::integer[], $6::text[]) AS p(id, grant_id, number, client)`,
      [
        [...taken.keys()],
        [...taken.values()],
        permits.map(({ id }) => id),
        permits.map(({ grantId }) => grantId),
        permits.map(({ number }) => number),
        permits.map(({ client }) => client),
        tx.ctx.now,
      ],
    );
  }

  /** Closes what is open; answers how many that were. A permit is closed once. Planned every time: a plan kept from when there were few permits would read all of them. */
  async close(tx: Transaction, closings: readonly PermitClosing[]): Promise<number> {
    const closed = await tx.query(
      `UPDATE permit p SET state = c.state, rows = c.rows, bytes = c.bytes, digest = c.digest, data_version = c.data_version, closed_at = $7
         FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::bigint[], $5::text[], $6::integer[]) AS c(id, state, rows, bytes, digest, data_version)
        WHERE p.id = c.id AND p.state = 'OPEN' RETURNING p.id`,
      [
        closings.map(({ permitId }) => permitId),
        closings.map(({ state }) => state),
        closings.map(({ rows }) => rows ?? null),
        closings.map(({ bytes }) => bytes),
        closings.map(({ digest }) => digest ?? null),
        closings.map(({ dataVersion }) => dataVersion ?? null),
        tx.ctx.now,
      ],
    );
    return closed.length;
  }

  async page(tx: Transaction, grantId: string, after: string, limit: number): Promise<PermitView[]> {
    return tx.query<PermitView>(
      `SELECT number, id, to_char(taken_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "takenAt", client, state, rows, bytes::float8 AS bytes, digest
         FROM permit WHERE grant_id = $1 AND number > $2::bigint ORDER BY number LIMIT $3`,
      [grantId, after, limit],
    );
  }

  /** Holders of grants on the entry with calls before the instant that delivered a version up to the last wrong one, or may have. */
  async receivers(tx: Transaction, entryId: string, lastWrongVersion: number, before: string): Promise<PastReceiver[]> {
    return tx.query<PastReceiver>(
      `SELECT g.requester AS organisation, g.id AS "grantId", count(*)::integer AS permits,
              to_char(max(p.taken_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "lastTakenAt"
         FROM usage_grant g JOIN permit p ON p.grant_id = g.id
        WHERE g.entry_id = $1 AND p.taken_at <= $3 AND (p.data_version IS NULL OR p.data_version <= $2)
        GROUP BY g.id ORDER BY g.position`,
      [entryId, lastWrongVersion, before],
    );
  }
}
