import { Injectable } from '@nestjs/common';
import { partyConditions, type Transaction } from '@gongshu/service-kit';
import type { Grant } from './grant.js';

interface Positioned extends Grant {
  readonly position: string;
}

const SELECT = `SELECT id, position, request_id AS "requestId", entry_id AS "entryId", entry_name AS "entryName", requester, provider, owner_node AS "ownerNode",
    application_scenario AS "applicationScenario", purpose, columns, provision_mode AS "provisionMode", state, valid_from::text AS "validFrom", valid_until::text AS "validUntil",
    call_quota AS "callQuota", calls_taken AS "callsTaken", use_source AS "useSource", suspension_standing AS "suspensionStanding", suspension_source AS "suspensionSource",
    suspension_reason AS "suspensionReason"
  FROM usage_grant`;

const json = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));

@Injectable()
export class GrantStore {
  /** Whatever organisation asks: use cases look at the parties themselves. */
  async findUnscoped(tx: Transaction, id: string): Promise<Grant | undefined> {
    return withoutPosition(await tx.query<Positioned>(`${SELECT} WHERE id = $1`, [id]));
  }

  /** Takes the row that every permit of the grant must take too: after the commit no permit rests on the former state. */
  async lockUnscoped(tx: Transaction, id: string): Promise<Grant | undefined> {
    return withoutPosition(await tx.query<Positioned>(`${SELECT} WHERE id = $1 FOR UPDATE`, [id]));
  }

  /** Writes everything but the count of calls, which belongs to the permits. */
  async save(tx: Transaction, grant: Grant): Promise<void> {
    await tx.query(
      `INSERT INTO usage_grant (id, request_id, entry_id, entry_name, requester, provider, owner_node, application_scenario, purpose, columns, provision_mode, state, valid_from,
         valid_until, call_quota, use_source, suspension_standing, suspension_source, suspension_reason)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
       ON CONFLICT (id) DO UPDATE SET state = excluded.state, valid_until = excluded.valid_until, suspension_standing = excluded.suspension_standing,
         suspension_source = excluded.suspension_source, suspension_reason = excluded.suspension_reason`,
      [
        grant.id,
        grant.requestId,
        grant.entryId,
        grant.entryName,
        JSON.stringify(grant.requester),
        JSON.stringify(grant.provider),
        grant.ownerNode,
        grant.applicationScenario,
        grant.purpose,
        grant.columns,
        grant.provisionMode,
        grant.state,
        grant.validFrom,
        grant.validUntil,
        grant.callQuota,
        json(grant.useSource),
        json(grant.suspensionStanding),
        json(grant.suspensionSource),
        grant.suspensionReason,
      ],
    );
  }

  /** Grants in which the caller's organisation plays a part, newest first, before a position. */
  async page(tx: Transaction, before: string, limit: number): Promise<Positioned[]> {
    const values: unknown[] = [];
    const bind = (value: unknown): string => `$${String(values.push(value))}`;
    const plays = Object.values(partyConditions(tx.ctx, tx.ctx.node.code, bind, (party) => `${party}_id`)).join(' OR ');
    return tx.query<Positioned>(`${SELECT} WHERE position < ${bind(before)} AND (${plays}) ORDER BY position DESC LIMIT ${bind(limit)}`, values);
  }
}

function withoutPosition([found]: readonly Positioned[]): Grant | undefined {
  if (found === undefined) return undefined;
  const { position: _position, ...grant } = found;
  return grant;
}
