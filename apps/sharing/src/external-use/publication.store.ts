import { Injectable } from '@nestjs/common';
import type { ExternalPublicationView } from '@gongshu/contracts';
import { partyConditions, type Transaction } from '@gongshu/service-kit';

const SELECT = `SELECT id, position, grant_id AS "grantId", consent_id AS "consentId", entry_id AS "entryId", entry_name AS "entryName", requester, provider, title, channel, columns,
    to_char(published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "publishedAt"
  FROM external_publication`;

@Injectable()
export class PublicationStore {
  async add(tx: Transaction, { id, grantId, consentId, entryId, entryName, requester, provider, title, channel, columns, publishedAt }: ExternalPublicationView): Promise<void> {
    await tx.query(
      `INSERT INTO external_publication (id, grant_id, consent_id, entry_id, entry_name, requester, provider, title, channel, columns, published_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [id, grantId, consentId, entryId, entryName, JSON.stringify(requester), JSON.stringify(provider), title, channel, columns, publishedAt],
    );
  }

  /** Publications in which the caller's organisation plays a part, newest first, before a position. */
  async page(tx: Transaction, before: string, limit: number): Promise<(ExternalPublicationView & { readonly position: string })[]> {
    const values: unknown[] = [];
    const bind = (value: unknown): string => `$${String(values.push(value))}`;
    const plays = Object.values(partyConditions(tx.ctx, tx.ctx.node.code, bind, (party) => `${party}_id`)).join(' OR ');
    return tx.query(`${SELECT} WHERE position < ${bind(before)} AND (${plays}) ORDER BY position DESC LIMIT ${bind(limit)}`, values);
  }
}
