import { Injectable } from '@nestjs/common';
import type { Party } from '@gongshu/contracts';
import type { LegalSource } from '@gongshu/regulation';
import { partyConditions, type Transaction } from '@gongshu/service-kit';
import type { Grant } from './grant.js';

interface Positioned extends Grant {
  readonly position: string;
}

const SELECT = `SELECT id, position, request_id AS "requestId", entry_id AS "entryId", entry_name AS "entryName", requester, provider, owner_node AS "ownerNode",
    application_scenario AS "applicationScenario", purpose, duty_basis AS "dutyBasis", columns, row_filter AS "rowFilter", provision_mode AS "provisionMode", state,
    valid_from::text AS "validFrom", valid_until::text AS "validUntil", call_quota AS "callQuota", calls_per_day AS "callsPerDay", row_quota::float8 AS "rowQuota",
    rows_per_day::float8 AS "rowsPerDay", storage_allowed AS "storageAllowed", third_parties AS "thirdParties", hours, calls_taken AS "callsTaken", rows_taken::float8 AS "rowsTaken",
    use_source AS "useSource", suspension_standing AS "suspensionStanding", suspension_source AS "suspensionSource", suspension_reason AS "suspensionReason",
    safety_source AS "safetySource"
  FROM usage_grant`;

/** Columns of a grant that are set once, and those that later acts change; the counters belong to the permits and the safety stop to the entry's. */
const FIXED = ['id', 'request_id', 'entry_id', 'entry_name', 'requester', 'provider', 'owner_node', 'application_scenario', 'purpose', 'duty_basis', 'columns', 'row_filter', 'provision_mode', 'valid_from', 'use_source', 'safety_source'];
const CHANGING = [
  'state', 'valid_until', 'call_quota', 'calls_per_day', 'row_quota', 'rows_per_day', 'storage_allowed', 'third_parties', 'hours', 'suspension_standing', 'suspension_source', 'suspension_reason',
];
const SAVE = `INSERT INTO usage_grant (${[...FIXED, ...CHANGING].join(', ')}) VALUES (${[...FIXED, ...CHANGING].map((_name, index) => `$${String(index + 1)}`).join(', ')})
  ON CONFLICT (id) DO UPDATE SET ${CHANGING.map((name) => `${name} = excluded.${name}`).join(', ')}`;

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

  /** Writes everything but the counters, which belong to the permits, and the safety stop of a grant that is there already. */
  async save(tx: Transaction, grant: Grant): Promise<void> {
    await tx.query(SAVE, [
      grant.id, grant.requestId, grant.entryId, grant.entryName, json(grant.requester), json(grant.provider), grant.ownerNode, grant.applicationScenario, grant.purpose, grant.dutyBasis,
      grant.columns, json(grant.rowFilter), grant.provisionMode, grant.validFrom, json(grant.useSource), json(grant.safetySource),
      grant.state, grant.validUntil, grant.callQuota, grant.callsPerDay, grant.rowQuota, grant.rowsPerDay, grant.storageAllowed, grant.thirdParties, json(grant.hours),
      json(grant.suspensionStanding), json(grant.suspensionSource), grant.suspensionReason,
    ]);
  }

  /** Stops or lets go all calls of the entry's grants that one node owns, and answers who holds them. Takes their rows in the order of permits. */
  async setSafetyStop(tx: Transaction, entryId: string, ownerNode: string, source: LegalSource | null): Promise<Party[]> {
    const held = await tx.query<{ id: string; requester: Party; state: string }>(
      'SELECT id, requester, state FROM usage_grant WHERE entry_id = $1 AND owner_node = $2 ORDER BY id FOR UPDATE',
      [entryId, ownerNode],
    );
    await tx.query('UPDATE usage_grant SET safety_source = $2 WHERE id = ANY($1)', [held.map(({ id }) => id), json(source)]);
    const holders = held.filter(({ state }) => state !== 'TERMINATED').map(({ requester }): [string, Party] => [`${requester.node}/${requester.id}`, requester]);
    return [...new Map(holders).values()];
  }

  /** What an organisation holds of an entry and has not lost, this node's grants and those of nodes above. */
  async heldBy(tx: Transaction, entryId: string, { id, node }: Party): Promise<Grant[]> {
    const held = await tx.query<Positioned>(`${SELECT} WHERE entry_id = $1 AND requester_id = $2 AND requester ->> 'node' = $3 AND state <> 'TERMINATED' ORDER BY position`, [entryId, id, node]);
    return held.map(({ position: _position, ...grant }) => grant);
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
