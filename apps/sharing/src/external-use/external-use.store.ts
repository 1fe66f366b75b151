import { Injectable } from '@nestjs/common';
import { partyConditions, type Transaction } from '@gongshu/service-kit';
import type { Day } from '@gongshu/regulation';
import type { ExternalUse } from './external-use.js';

type Positioned = ExternalUse & { readonly position: string };

const SELECT = `SELECT id, position, grant_id AS "grantId", entry_id AS "entryId", entry_name AS "entryName", requester, provider, purpose, audience, columns, document,
    consent_reference AS "consentReference", standing, history, consent, to_char(submitted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "submittedAt",
    origin_node AS "originNode", upper_step AS "upperStep"
  FROM external_use`;
const json = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));

@Injectable()
export class ExternalUseStore {
  /** Whatever organisation asks: use cases look at the parties themselves. */
  async findUnscoped(tx: Transaction, id: string): Promise<ExternalUse | undefined> {
    return (await tx.query<Positioned>(`${SELECT} WHERE id = $1`, [id]))[0];
  }

  async lockUnscoped(tx: Transaction, id: string): Promise<ExternalUse | undefined> {
    return (await tx.query<Positioned>(`${SELECT} WHERE id = $1 FOR UPDATE`, [id]))[0];
  }

  /** Applications whose step has a period, under lock: for a calendar that changes. */
  async lockRunning(tx: Transaction): Promise<ExternalUse[]> {
    return tx.query<Positioned>(`${SELECT} WHERE standing ->> 'dueOn' IS NOT NULL ORDER BY id FOR UPDATE`);
  }

  /** An application whose consent is valid on a day: the one that is named, or the newest of the grant. */
  async findConsented(tx: Transaction, grantId: string, day: Day, consentId: string | null): Promise<ExternalUse | undefined> {
    const [use] = await tx.query<Positioned>(
      `${SELECT} WHERE grant_id = $1 AND consent IS NOT NULL AND $2 BETWEEN consent ->> 'validFrom' AND consent ->> 'validUntil' AND ($3::uuid IS NULL OR id = $3)
        ORDER BY position DESC LIMIT 1`,
      [grantId, day, consentId],
    );
    return use;
  }

  async save(tx: Transaction, use: ExternalUse): Promise<void> {
    await tx.query(
      `INSERT INTO external_use (id, grant_id, entry_id, entry_name, requester, provider, purpose, audience, columns, document, consent_reference, standing, history, consent, submitted_at, origin_node, upper_step)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
       ON CONFLICT (id) DO UPDATE SET standing = excluded.standing, history = excluded.history, consent = excluded.consent, upper_step = excluded.upper_step`,
      [
        use.id, use.grantId, use.entryId, use.entryName, json(use.requester), json(use.provider), use.purpose, use.audience, use.columns, json(use.document), use.consentReference,
        json(use.standing), JSON.stringify(use.history), json(use.consent), use.submittedAt, use.originNode, json(use.upperStep),
      ],
    );
  }

  /** Applications in which the caller's organisation plays a part, newest first, before a position. */
  async page(tx: Transaction, before: string, limit: number): Promise<Positioned[]> {
    const values: unknown[] = [];
    const bind = (value: unknown): string => `$${String(values.push(value))}`;
    const plays = Object.values(partyConditions(tx.ctx, tx.ctx.node.code, bind, (party) => `${party}_id`)).join(' OR ');
    return tx.query<Positioned>(`${SELECT} WHERE position < ${bind(before)} AND (${plays}) ORDER BY position DESC LIMIT ${bind(limit)}`, values);
  }
}
