import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import type { DataUpdate } from './data-update.js';

type Positioned = DataUpdate & { readonly position: string };

const instant = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const SELECT = `SELECT id, position, entry_id AS "entryId", entry_name AS "entryName", provider, changed_on::text AS "changedOn", note, standing, history,
    ${instant('lag_ends_at')} AS "lagEndsAt", version, ${instant('recorded_at')} AS "recordedAt" FROM data_update`;

@Injectable()
export class DataUpdateStore {
  /** Whatever organisation asks: use cases look at the parties themselves. */
  async findUnscoped(tx: Transaction, id: string): Promise<DataUpdate | undefined> {
    return (await tx.query<Positioned>(`${SELECT} WHERE id = $1`, [id]))[0];
  }

  async lockUnscoped(tx: Transaction, id: string): Promise<DataUpdate | undefined> {
    return (await tx.query<Positioned>(`${SELECT} WHERE id = $1 FOR UPDATE`, [id]))[0];
  }

  async lockOpen(tx: Transaction, entryId: string): Promise<DataUpdate[]> {
    return tx.query<Positioned>(`${SELECT} WHERE entry_id = $1 AND NOT ended ORDER BY id FOR UPDATE`, [entryId]);
  }

  /** Updates whose step has a period, under lock: for a calendar that changes. */
  async lockRunning(tx: Transaction): Promise<DataUpdate[]> {
    return tx.query<Positioned>(`${SELECT} WHERE NOT ended AND standing ->> 'dueOn' IS NOT NULL ORDER BY id FOR UPDATE`);
  }

  async save(tx: Transaction, { id, entryId, entryName, provider, changedOn, note, standing, history, lagEndsAt, version, recordedAt }: DataUpdate): Promise<void> {
    await tx.query(
      `INSERT INTO data_update (id, entry_id, entry_name, provider, changed_on, note, standing, history, lag_ends_at, version, recorded_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       ON CONFLICT (id) DO UPDATE SET standing = excluded.standing, history = excluded.history, version = excluded.version`,
      [id, entryId, entryName, JSON.stringify(provider), changedOn, note, JSON.stringify(standing), JSON.stringify(history), lagEndsAt, version, recordedAt],
    );
  }

  /** Newest first, before a position; null: of every provider. */
  async page(tx: Transaction, search: { providerId: string | null; open: boolean; before: string; limit: number }): Promise<Positioned[]> {
    const { providerId, open, before, limit } = search;
    return tx.query<Positioned>(
      `${SELECT} WHERE position < $1 AND ($2::text IS NULL OR (provider_id = $2 AND provider ->> 'node' = $3)) AND NOT ($4 AND ended) ORDER BY position DESC LIMIT $5`,
      [before, providerId, tx.ctx.node.code, open, limit],
    );
  }

  /** The data have reached a version; an older one that is told late changes nothing. */
  async keepEdition(tx: Transaction, entryId: string, version: number): Promise<void> {
    await tx.query(
      `INSERT INTO data_edition AS kept (entry_id, version) VALUES ($1, $2) ON CONFLICT (entry_id) DO UPDATE SET version = greatest(kept.version, excluded.version)`,
      [entryId, version],
    );
  }

  /** The next edition of data that stay with their provider: what was there before the first update is edition 1. */
  async nextEdition(tx: Transaction, entryId: string): Promise<number> {
    const [row] = await tx.query<{ version: number }>(
      'INSERT INTO data_edition AS kept (entry_id, version) VALUES ($1, 2) ON CONFLICT (entry_id) DO UPDATE SET version = kept.version + 1 RETURNING version',
      [entryId],
    );
    return row?.version ?? 2;
  }

  async edition(tx: Transaction, entryId: string): Promise<number | null> {
    const [row] = await tx.query<{ version: number }>('SELECT version FROM data_edition WHERE entry_id = $1', [entryId]);
    return row?.version ?? null;
  }
}
