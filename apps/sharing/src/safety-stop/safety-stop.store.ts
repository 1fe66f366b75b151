import { Injectable } from '@nestjs/common';
import type { Party } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import type { SafetyStop } from './safety-stop.js';

/** An entry of this node as far as its safety is concerned. */
export interface EndangeredEntry {
  readonly id: string;
  readonly name: string;
  readonly provider: Party;
}

const INSTANT = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const SELECT = `SELECT s.id, s.entry_id AS "entryId", e.name AS "entryName", s.reasons, s.source, ${INSTANT('s.stopped_at')} AS "stoppedAt", ${INSTANT('s.lifted_at')} AS "liftedAt",
    s.lifted_reasons AS "liftedReasons" FROM safety_stop s JOIN shareable_entry e ON e.id = s.entry_id`;

@Injectable()
export class SafetyStopStore {
  /** The entry with its row locked, if this node owns it: grants issued meanwhile wait, and then find the stop. */
  async lockEntry(tx: Transaction, entryId: string): Promise<EndangeredEntry | undefined> {
    const [entry] = await tx.query<EndangeredEntry>('SELECT id, name, provider FROM shareable_entry WHERE id = $1 AND node = $2 FOR UPDATE', [entryId, tx.ctx.node.code]);
    return entry;
  }

  /** The stop that holds for the entry; waits for one that is being set or lifted. */
  async livingOn(tx: Transaction, entryId: string): Promise<SafetyStop | undefined> {
    await tx.query('SELECT FROM shareable_entry WHERE id = $1 FOR SHARE', [entryId]);
    const [stop] = await tx.query<SafetyStop>(`${SELECT} WHERE s.entry_id = $1 AND s.lifted_at IS NULL`, [entryId]);
    return stop;
  }

  async find(tx: Transaction, id: string): Promise<SafetyStop | undefined> {
    const [stop] = await tx.query<SafetyStop>(`${SELECT} WHERE s.id = $1`, [id]);
    return stop;
  }

  async save(tx: Transaction, { id, entryId, reasons, source, stoppedAt, liftedAt, liftedReasons }: SafetyStop): Promise<void> {
    await tx.query(
      `INSERT INTO safety_stop (id, entry_id, reasons, source, stopped_at, lifted_at, lifted_reasons) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (id) DO UPDATE SET lifted_at = excluded.lifted_at, lifted_reasons = excluded.lifted_reasons`,
      [id, entryId, reasons, JSON.stringify(source), stoppedAt, liftedAt, liftedReasons],
    );
  }
}
