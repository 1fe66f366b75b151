import { Injectable } from '@nestjs/common';
import { partyConditions, type Transaction } from '@gongshu/service-kit';
import type { SharingRequest } from './sharing-request.js';

interface Positioned extends SharingRequest {
  readonly position: string;
}

const SELECT = `SELECT id, position, number, entry_id AS "entryId", entry_name AS "entryName", requester, provider, application_scenario AS "applicationScenario",
    duty_basis AS "dutyBasis", purpose, scope, columns, row_filter AS "rowFilter", provision_mode AS "provisionMode",
    wanted_until::text AS "wantedUntil", renews_grant AS "renewsGrantId", personal_basis AS "personalBasis", origin_node AS "originNode", owner_node AS "ownerNode",
    to_char(submitted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "submittedAt", facts, standing, upper_step AS "upperStep", sent_act AS "sentAct", transition, history,
    provider_concerned AS "providerConcerned", waiting_for AS "waitingFor", grant_id AS "grantId"
  FROM sharing_request`;

@Injectable()
export class SharingRequestStore {
  /** Whatever organisation asks: for reactions, timers and acts, which look at the parties themselves. */
  async findUnscoped(tx: Transaction, id: string): Promise<SharingRequest | undefined> {
    const [request] = await tx.query<Positioned>(`${SELECT} WHERE id = $1`, [id]);
    return request;
  }

  async lockUnscoped(tx: Transaction, id: string): Promise<SharingRequest | undefined> {
    const [request] = await tx.query<Positioned>(`${SELECT} WHERE id = $1 FOR UPDATE`, [id]);
    return request;
  }

  /** Requests whose step has a period, under lock: for a calendar that changes. */
  async lockRunning(tx: Transaction): Promise<SharingRequest[]> {
    return tx.query<Positioned>(`${SELECT} WHERE standing ->> 'dueOn' IS NOT NULL ORDER BY id FOR UPDATE`);
  }

  /** Requests about an entry that still run, here or above, or that a grant came of; under lock. */
  async lockOfEntry(tx: Transaction, entryId: string): Promise<SharingRequest[]> {
    const running = `NOT (standing ->> 'ended')::boolean OR NOT coalesce((upper_step ->> 'ended')::boolean, true) OR grant_id IS NOT NULL`;
    return tx.query<Positioned>(`${SELECT} WHERE entry_id = $1 AND (${running}) ORDER BY id FOR UPDATE`, [entryId]);
  }

  async nextNumber(tx: Transaction, year: number): Promise<number> {
    const [row] = await tx.query<{ last: number }>(
      'INSERT INTO request_number AS kept (year, last) VALUES ($1, 1) ON CONFLICT (year) DO UPDATE SET last = kept.last + 1 RETURNING last',
      [year],
    );
    return row?.last ?? 1;
  }

  async save(tx: Transaction, request: SharingRequest): Promise<void> {
    const { personalBasis, upperStep, sentAct } = request;
    await tx.query(
      `INSERT INTO sharing_request (id, number, entry_id, entry_name, requester, provider, application_scenario, duty_basis, purpose, columns, provision_mode, personal_basis,
         origin_node, owner_node, submitted_at, facts, standing, upper_step, transition, history, provider_concerned, waiting_for, grant_id, scope, row_filter,
         wanted_until, renews_grant, sent_act)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28)
       ON CONFLICT (id) DO UPDATE SET provider = excluded.provider, application_scenario = excluded.application_scenario, duty_basis = excluded.duty_basis,
         purpose = excluded.purpose, scope = excluded.scope, columns = excluded.columns, row_filter = excluded.row_filter, personal_basis = excluded.personal_basis, standing = excluded.standing, upper_step = excluded.upper_step, transition = excluded.transition,
         history = excluded.history, provider_concerned = excluded.provider_concerned, waiting_for = excluded.waiting_for, grant_id = excluded.grant_id, sent_act = excluded.sent_act`,
      [
        request.id,
        request.number,
        request.entryId,
        request.entryName,
        JSON.stringify(request.requester),
        JSON.stringify(request.provider),
        request.applicationScenario,
        request.dutyBasis,
        request.purpose,
        request.columns,
        request.provisionMode,
        personalBasis === null ? null : JSON.stringify(personalBasis),
        request.originNode,
        request.ownerNode,
        request.submittedAt,
        JSON.stringify(request.facts),
        JSON.stringify(request.standing),
        upperStep === null ? null : JSON.stringify(upperStep),
        request.transition,
        JSON.stringify(request.history),
        request.providerConcerned,
        request.waitingFor,
        request.grantId,
        request.scope,
        JSON.stringify(request.rowFilter),
        request.wantedUntil,
        request.renewsGrantId,
        sentAct === null ? null : JSON.stringify(sentAct),
      ],
    );
  }

  /** Requests in which the caller's organisation plays a part, or those whose turn it is to act on, newest first, before a position. */
  async page(tx: Transaction, scope: 'mine' | 'waiting-for-me', before: string, limit: number): Promise<Positioned[]> {
    const { ctx } = tx;
    const values: unknown[] = [];
    const bind = (value: unknown): string => `$${String(values.push(value))}`;
    const plays = partyConditions(ctx, ctx.node.code, bind, (party) => `${party}_id`);
    const conditions = Object.entries({ ...plays, provider: `provider_concerned AND ${plays.provider}` }).map(([party, condition]) =>
      scope === 'mine' ? `(${condition})` : `(${condition} AND waiting_for && ${bind([...ctx.roles, 'ANY'].map((role) => `${role}:${party}`))}::text[])`,
    );
    return tx.query<Positioned>(`${SELECT} WHERE position < ${bind(before)} AND (${conditions.join(' OR ')}) ORDER BY position DESC LIMIT ${bind(limit)}`, values);
  }
}
