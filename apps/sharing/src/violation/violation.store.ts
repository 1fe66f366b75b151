import { Injectable } from '@nestjs/common';
import type { Party } from '@gongshu/contracts';
import { partyConditions, type Transaction } from '@gongshu/service-kit';
import { auditsNode, type Violation, type ViolationKind } from './violation.js';

type Positioned = Violation & { readonly position: string };

const SELECT = `SELECT id, position, kind, grant_id AS "grantId", entry_id AS "entryId", entry_name AS "entryName", requester, provider, standing, history, evidence, measure,
    suspended_since AS "suspendedSince", to_char(opened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "openedAt"
  FROM violation`;

@Injectable()
export class ViolationStore {
  /** Whatever organisation asks: use cases look at the parties themselves. */
  async findUnscoped(tx: Transaction, id: string): Promise<Violation | undefined> {
    return (await tx.query<Positioned>(`${SELECT} WHERE id = $1`, [id]))[0];
  }

  async lockUnscoped(tx: Transaction, id: string): Promise<Violation | undefined> {
    return (await tx.query<Positioned>(`${SELECT} WHERE id = $1 FOR UPDATE`, [id]))[0];
  }

  /** The open case of one kind against one body under a grant, with its row locked. Who opens cases of the same grant meanwhile waits, so that there is never a second one. */
  async lockOpen(tx: Transaction, grantId: string, kind: ViolationKind, { id, node }: Party): Promise<Violation | undefined> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('violation ' || $1, 0))`, [grantId]);
    const found = await tx.query<Positioned>(
      `${SELECT} WHERE grant_id = $1 AND kind = $2 AND requester_id = $3 AND requester ->> 'node' = $4 AND standing ->> 'ended' = 'false' FOR UPDATE`,
      [grantId, kind, id, node],
    );
    return found[0];
  }

  async save(tx: Transaction, violation: Violation): Promise<void> {
    await tx.query(
      `INSERT INTO violation (id, kind, grant_id, entry_id, entry_name, requester, provider, standing, history, evidence, measure, suspended_since, opened_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       ON CONFLICT (id) DO UPDATE SET standing = excluded.standing, history = excluded.history, evidence = excluded.evidence, measure = excluded.measure, suspended_since = excluded.suspended_since`,
      [
        violation.id, violation.kind, violation.grantId, violation.entryId, violation.entryName, JSON.stringify(violation.requester), JSON.stringify(violation.provider),
        JSON.stringify(violation.standing), JSON.stringify(violation.history), JSON.stringify(violation.evidence), violation.measure, violation.suspendedSince, violation.openedAt,
      ],
    );
  }

  /** Cases in which the caller's organisation plays a part, all of them for auditors of the node; newest first, before a position. */
  async page(tx: Transaction, before: string, limit: number): Promise<Positioned[]> {
    const values: unknown[] = [];
    const bind = (value: unknown): string => `$${String(values.push(value))}`;
    const { ctx } = tx;
    const plays = auditsNode(ctx, ctx.node.code) ? 'true' : Object.values(partyConditions(ctx, ctx.node.code, bind, (party) => `${party}_id`)).join(' OR ');
    return tx.query<Positioned>(`${SELECT} WHERE position < ${bind(before)} AND (${plays}) ORDER BY position DESC LIMIT ${bind(limit)}`, values);
  }
}
