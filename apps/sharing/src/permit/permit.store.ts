import { Injectable } from '@nestjs/common';
import type { PastReceiver, PermitClosing, PermitOnRecord, PermitView } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { sealSql } from '../completeness/chain.js';
import type { GrantForCalls } from './permit.js';
import type { Counters } from './quota.js';

export interface NewPermit extends PermitOnRecord {
  /** Rows that count against the quota until the permit is closed; null where rows are not limited. */
  readonly reserved: number | null;
  readonly form: string;
  /** Null: all columns of the grant. */
  readonly columns: readonly string[] | null;
  /** What ties it to the permit before. */
  readonly link: string;
}

/** SQL of the data path. It reads and counts up rows of the grant, so that a message of permits costs three statements and not one more. */
@Injectable()
export class PermitStore {
  /** Locks in the order of ids, so that two messages never wait for each other crosswise. */
  async lockGrants(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, GrantForCalls>> {
    const rows = await tx.prepared<GrantForCalls>(
      'lock-grants',
      `SELECT g.id, g.entry_id AS "entryId", g.requester, g.owner_node AS "ownerNode", g.application_scenario AS "applicationScenario", g.purpose, g.columns,
              g.row_filter AS "rowFilter", g.provision_mode AS "provisionMode", g.hours, g.state, g.valid_from::text AS "validFrom", g.valid_until::text AS "validUntil",
              g.call_quota AS "callQuota", g.calls_per_day AS "callsPerDay", g.row_quota::float8 AS "rowQuota", g.rows_per_day::float8 AS "rowsPerDay", g.calls_taken AS "callsTaken", encode(g.chain_head, 'hex') AS "chainHead",
              g.rows_taken::float8 AS "rowsTaken", g.counted_on::text AS "countedOn", g.calls_on_day AS "callsOnDay", g.rows_on_day::float8 AS "rowsOnDay",
              g.use_source AS "useSource", g.suspension_source AS "suspensionSource", g.safety_source AS "safetySource", g.identical_calls AS "identicalCalls", g.unbound_calls AS "unboundCalls",
              (extract(epoch FROM g.throttled_until) * 1000)::float8 AS "throttledUntil", (extract(epoch FROM g.calls_settled_at) * 1000)::float8 AS "callsSettledAt", e.columns AS "entryColumns",
              e.security_level AS "securityLevel", e.aggregation, s.current_version AS "currentVersion", s.url AS "interfaceUrl", s.zone AS "interfaceZone", s.interface_id AS "interfaceId", s.interface_version AS "interfaceVersion", n.gateway_url AS "gatewayUrl"
         FROM usage_grant g JOIN shareable_entry e ON e.id = g.entry_id LEFT JOIN data_source s ON s.entry_id = g.entry_id LEFT JOIN neighbour n ON n.node = g.owner_node
        WHERE g.id = ANY(ARRAY(SELECT unnest($1::uuid[]))) ORDER BY g.id FOR UPDATE OF g`,
      [ids],
    );
    return new Map(rows.map((grant) => [grant.id, grant]));
  }

  /** Writes the permits of a message and moves the grants' counters and heads of their chains with them. */
  insert(tx: Transaction, permits: readonly NewPermit[], counted: ReadonlyMap<string, Counters>): void {
    const counters = [...counted.values()];
    const heads = new Map(permits.map(({ grantId, link }) => [grantId, link]));
    tx.write(
      'insert-permits',
      `WITH counted AS (UPDATE usage_grant g SET calls_taken = c.calls, rows_taken = c.rows, counted_on = c.day, calls_on_day = c.day_calls, rows_on_day = c.day_rows, chain_head = decode(c.head, 'hex')
          FROM unnest($1::uuid[], $2::integer[], $3::bigint[], $4::date[], $5::integer[], $6::bigint[], $13::text[]) AS c(id, calls, rows, day, day_calls, day_rows, head) WHERE g.id = c.id)
       INSERT INTO permit (id, grant_id, number, client, rows_reserved, taken_at, state, form, columns, link)
       SELECT p.id, p.grant_id, p.number, p.client, p.reserved, $12, 'OPEN', p.form, p.columns::jsonb, decode(p.link, 'hex')
         FROM unnest($7::uuid[], $8::uuid[], $9::integer[], $10::text[], $11::bigint[], $14::text[], $15::text[], $16::text[]) AS p(id, grant_id, number, client, reserved, form, columns, link)`,
      [
        [...counted.keys()],
        counters.map(({ callsTaken }) => callsTaken),
        counters.map(({ rowsTaken }) => rowsTaken),
        counters.map(({ countedOn }) => countedOn),
        counters.map(({ callsOnDay }) => callsOnDay),
        counters.map(({ rowsOnDay }) => rowsOnDay),
        permits.map(({ id }) => id),
        permits.map(({ grantId }) => grantId),
        permits.map(({ number }) => number),
        permits.map(({ client }) => client),
        permits.map(({ reserved }) => reserved),
        tx.ctx.now,
        [...counted.keys()].map((id) => heads.get(id)),
        permits.map(({ form }) => form),
        permits.map(({ columns }) => (columns === null ? null : JSON.stringify(columns))),
        permits.map(({ link }) => link),
      ],
    );
  }

  /**
   * Closes what is open; answers how many that were. A permit is closed once. Planned every time: a plan kept from when there were few permits would read all of them.
   *
   * Reserved rows that were not delivered are given back to the grant: all of them where no byte left, none where bytes left and nobody counted their rows.
   * The grants' rows are taken in the order in which permits take them.
   */
  async close(tx: Transaction, closings: readonly PermitClosing[]): Promise<number> {
    const [{ closed } = { closed: 0 }] = await tx.query<{ closed: number }>(
      `WITH closed AS (
         UPDATE permit p SET state = c.state, rows = c.rows, bytes = c.bytes, digest = c.digest, document_digest = c.document_digest, data_version = c.data_version, closed_at = $7, seal = ${sealSql('p', 'c', '$7')}
           FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::bigint[], $5::text[], $6::integer[], $8::text[]) AS c(id, state, rows, bytes, digest, data_version, document_digest)
          WHERE p.id = c.id AND p.state = 'OPEN'
         RETURNING p.grant_id, (p.taken_at AT TIME ZONE 'Asia/Shanghai')::date AS day,
           p.rows_reserved - CASE WHEN p.rows IS NOT NULL THEN p.rows WHEN p.state = 'FAILED' AND p.bytes = 0 THEN 0 ELSE p.rows_reserved END AS unused),
       unused AS (SELECT grant_id, day, sum(unused) AS rows FROM closed WHERE unused <> 0 GROUP BY grant_id, day),
       held AS (SELECT id FROM usage_grant WHERE id IN (SELECT grant_id FROM unused) ORDER BY id FOR UPDATE),
       settled AS (
         UPDATE usage_grant g SET rows_taken = g.rows_taken - u.rows, rows_on_day = g.rows_on_day - coalesce((SELECT d.rows FROM unused d WHERE d.grant_id = g.id AND d.day = g.counted_on), 0)
           FROM held h JOIN (SELECT grant_id, sum(rows) AS rows FROM unused GROUP BY grant_id) u ON u.grant_id = h.id WHERE g.id = h.id)
       SELECT count(*)::integer AS closed FROM closed`,
      [
        closings.map(({ permitId }) => permitId),
        closings.map(({ state }) => state),
        closings.map(({ rows }) => rows ?? null),
        closings.map(({ bytes }) => bytes),
        closings.map(({ digest }) => digest ?? null),
        closings.map(({ dataVersion }) => dataVersion ?? null),
        tx.ctx.now,
        closings.map(({ documentDigest }) => documentDigest ?? null),
      ],
    );
    return closed;
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
