import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import { NO_SOURCE, type EntrySource } from './entry-source.js';

@Injectable()
export class EntrySourceStore {
  async of(tx: Transaction, entryId: string): Promise<EntrySource> {
    const [found] = await tx.query<EntrySource>(
      `SELECT s.row_count::float8 AS rows, s.interface_id AS "interfaceId", s.described, p.result AS probe
         FROM entry_source s LEFT JOIN interface_probe p ON p.entry_id = s.entry_id AND p.interface_id = s.interface_id WHERE s.entry_id = $1`,
      [entryId],
    );
    return found ?? NO_SOURCE;
  }

  async keepRows(tx: Transaction, entryId: string, rows: number): Promise<void> {
    await tx.query('INSERT INTO entry_source (entry_id, row_count) VALUES ($1, $2) ON CONFLICT (entry_id) DO UPDATE SET row_count = excluded.row_count', [entryId, rows]);
  }

  async keepInterface(tx: Transaction, entryId: string, interfaceId: string | null, described: boolean): Promise<void> {
    await tx.query(
      `INSERT INTO entry_source (entry_id, interface_id, described) VALUES ($1, $2, $3)
       ON CONFLICT (entry_id) DO UPDATE SET interface_id = excluded.interface_id, described = excluded.described`,
      [entryId, interfaceId, described],
    );
  }

  /** Kept for every service by itself: that a service was bound may be heard after what a test of it found. */
  async keepProbe(tx: Transaction, entryId: string, interfaceId: string, result: string): Promise<void> {
    await tx.query(
      'INSERT INTO interface_probe (entry_id, interface_id, result) VALUES ($1, $2, $3) ON CONFLICT (entry_id, interface_id) DO UPDATE SET result = excluded.result',
      [entryId, interfaceId, result],
    );
  }
}
