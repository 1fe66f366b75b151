import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import { readsBusiness, type Viewer } from '../party/parts.js';
import type { SharingRequest } from './sharing-request.js';

interface Positioned extends SharingRequest {
  readonly position: string;
}

const SELECT = `SELECT id, position, number, entry_id AS "entryId", entry_name AS "entryName", requester, provider, application_scenario AS "applicationScenario",
    duty_basis AS "dutyBasis", purpose, columns, provision_mode AS "provisionMode", personal_basis AS "personalBasis", origin_node AS "originNode", owner_node AS "ownerNode",
    to_char(submitted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "submittedAt", facts, standing, upper_step AS "upperStep", transition, history,
    provider_concerned AS "providerConcerned", waiting_for AS "waitingFor", grant_id AS "grantId"
  FROM sharing_request`;

/** The same rule as `partsOf`, for lists: one condition for each part a viewer can play. */
const PLAYS = {
  requester: `(requester_id = $2 AND requester ->> 'node' = $3)`,
  provider: `(provider_concerned AND provider_id = $2 AND provider ->> 'node' = $3)`,
  'requester-authority': `($4 AND requester ->> 'level' = $5 AND requester ->> 'division' = $6 AND requester ->> 'node' = $3)`,
  'node-authority': `($4 AND $6 = $7)`,
} as const;

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

  async nextNumber(tx: Transaction, year: number): Promise<number> {
    const [row] = await tx.query<{ last: number }>(
      'INSERT INTO request_number AS kept (year, last) VALUES ($1, 1) ON CONFLICT (year) DO UPDATE SET last = kept.last + 1 RETURNING last',
      [year],
    );
    return row?.last ?? 1;
  }

  async save(tx: Transaction, request: SharingRequest): Promise<void> {
    const { personalBasis, upperStep } = request;
    await tx.query(
      `INSERT INTO sharing_request (id, number, entry_id, entry_name, requester, provider, application_scenario, duty_basis, purpose, columns, provision_mode, personal_basis,
         origin_node, owner_node, submitted_at, facts, standing, upper_step, transition, history, provider_concerned, waiting_for, grant_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
       ON CONFLICT (id) DO UPDATE SET provider = excluded.provider, standing = excluded.standing, upper_step = excluded.upper_step, transition = excluded.transition,
         history = excluded.history, provider_concerned = excluded.provider_concerned, waiting_for = excluded.waiting_for, grant_id = excluded.grant_id`,
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
      ],
    );
  }

  /** Requests in which the viewer's organisation plays a part, newest first, before a position. */
  async page(tx: Transaction, viewer: Viewer, scope: 'mine' | 'waiting-for-me', before: number, limit: number): Promise<Positioned[]> {
    const { organisation, roles } = viewer;
    if (organisation === null || !readsBusiness(roles)) return [];
    const condition = Object.entries(PLAYS).map(([part, plays]) => (scope === 'mine' ? plays : `(${plays} AND waiting_for && (SELECT array_agg(role || ':${part}') FROM unnest($8::text[]) AS role))`));
    return tx.query<Positioned>(`${SELECT} WHERE position < $1 AND (${condition.join(' OR ')}) ORDER BY position DESC LIMIT ${String(limit)}`, [
      before,
      organisation.id,
      organisation.node,
      roles.includes('DATA_AUTHORITY'),
      organisation.level,
      organisation.division,
      tx.ctx.node.code,
      ...(scope === 'mine' ? [] : [[...roles, 'ANY']]),
    ]);
  }
}
