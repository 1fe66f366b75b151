import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { KeptWindow, RecordWindow } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import type { Column } from '../rows/value-fault.js';
import type { EarlierWindow, Piece, RecordStream, Tail } from './record-stream.js';

interface WindowRow {
  readonly sequence: string;
  readonly digest: string;
  readonly row_count: string;
  readonly faulty_rows: string;
  readonly report_id: string | null;
  readonly taken_at: Date;
  readonly version: number | null;
}

interface TailRow {
  readonly id: string;
  readonly columns: Column[];
  readonly row_count: string;
  readonly last_sequence: string;
  readonly opened_at: Date;
  readonly closed: boolean;
}

const SELECT_STREAM = 'SELECT next_sequence, seal_after_seconds FROM record_stream WHERE entry_id = $1';
const MOST_WINDOWS_SHOWN = 50;
/** So long a window that is in a version can be repeated. */
const WINDOWS_KEPT = '30 days';

function windowFrom({ sequence, row_count: rows, faulty_rows: faultyRows, report_id: reportId, taken_at: takenAt }: WindowRow): RecordWindow {
  return { sequence: Number(sequence), rows: Number(rows), faultyRows: Number(faultyRows), reportId, takenAt: takenAt.toISOString() };
}

function tailFrom({ id, columns, row_count: rows, last_sequence: lastSequence, opened_at: openedAt, closed }: TailRow): Tail {
  return { id, columns, rows: Number(rows), lastSequence: Number(lastSequence), openedAt: openedAt.toISOString(), closed };
}

@Injectable()
export class RecordStreamStore {
  /** A data set has a stream from its first window on. Locked: its windows come one after the other. */
  async lock(tx: Transaction, entryId: string): Promise<RecordStream> {
    await tx.query('INSERT INTO record_stream (entry_id) VALUES ($1) ON CONFLICT DO NOTHING', [entryId]);
    return this.from(entryId, await tx.query(`${SELECT_STREAM} FOR UPDATE`, [entryId]));
  }

  async find(tx: Transaction, entryId: string): Promise<RecordStream> {
    return this.from(entryId, await tx.query(SELECT_STREAM, [entryId]));
  }

  async setSealAfter(tx: Transaction, entryId: string, seconds: number): Promise<void> {
    await tx.query('UPDATE record_stream SET seal_after_seconds = $2 WHERE entry_id = $1', [entryId, seconds]);
  }

  async window(tx: Transaction, entryId: string, sequence: number): Promise<EarlierWindow | undefined> {
    const [row] = await tx.query<WindowRow>('SELECT * FROM stream_window WHERE entry_id = $1 AND sequence = $2', [entryId, sequence]);
    return row === undefined ? undefined : { ...windowFrom(row), digest: row.digest };
  }

  /** The latest, the newest first. */
  async latestWindows(tx: Transaction, entryId: string): Promise<KeptWindow[]> {
    const rows = await tx.query<WindowRow>('SELECT * FROM stream_window WHERE entry_id = $1 ORDER BY sequence DESC LIMIT $2', [entryId, MOST_WINDOWS_SHOWN]);
    return rows.map((row) => ({ ...windowFrom(row), version: row.version }));
  }

  /** Keeps a window; the next one is expected from now on. */
  async keepWindow(tx: Transaction, entryId: string, { sequence, digest, rows, faultyRows, reportId, takenAt }: EarlierWindow): Promise<void> {
    await tx.query('INSERT INTO stream_window (entry_id, sequence, digest, row_count, faulty_rows, report_id, actor, taken_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', [
      entryId, sequence, digest, rows, faultyRows, reportId, tx.ctx.actor, takenAt,
    ]);
    await tx.query('UPDATE record_stream SET next_sequence = $2 WHERE entry_id = $1', [entryId, sequence + 1]);
  }

  /** All that is unsealed, the eldest first. */
  async tails(tx: Transaction, entryId: string): Promise<Tail[]> {
    return (await tx.query<TailRow>('SELECT * FROM stream_tail WHERE entry_id = $1 ORDER BY last_sequence', [entryId])).map(tailFrom);
  }

  async openTail(tx: Transaction, entryId: string, columns: readonly Column[], openedAt: string): Promise<Tail> {
    const id = randomUUID();
    await tx.query('INSERT INTO stream_tail (id, entry_id, columns, row_count, last_sequence, opened_at) VALUES ($1, $2, $3, 0, 0, $4)', [id, entryId, JSON.stringify(columns), openedAt]);
    return { id, columns, rows: 0, lastSequence: 0, openedAt, closed: false };
  }

  /** @param closed it takes nothing in any more, and is sealed next */
  async growTail(tx: Transaction, id: string, { rows, sequence, closed }: { rows: number; sequence: number; closed: boolean }): Promise<void> {
    await tx.query('UPDATE stream_tail SET row_count = $2, last_sequence = $3, closed = $4 WHERE id = $1', [id, rows, sequence, closed]);
  }

  /** The stream must be locked. */
  async closeTail(tx: Transaction, entryId: string): Promise<void> {
    await tx.query('UPDATE stream_tail SET closed = true WHERE entry_id = $1 AND NOT closed', [entryId]);
  }

  /** Only one seals a data set's records at a time, in whichever process; the lock goes with the transaction. False when another does. */
  async lockSealing(tx: Transaction, entryId: string): Promise<boolean> {
    const [row] = await tx.query<{ mine: boolean }>("SELECT pg_try_advisory_xact_lock(hashtextextended('seal ' || $1, 0)) AS mine", [entryId]);
    return row?.mine === true;
  }

  /** Tails whose rows are in a version now. */
  async sealed(tx: Transaction, entryId: string, tails: readonly Tail[], version: number): Promise<void> {
    const last = Math.max(...tails.map(({ lastSequence }) => lastSequence));
    await tx.query('UPDATE upload_report r SET version = $3 FROM stream_window w WHERE w.entry_id = $1 AND w.sequence <= $2 AND w.version IS NULL AND r.id = w.report_id', [entryId, last, version]);
    await tx.query('UPDATE stream_window SET version = $3 WHERE entry_id = $1 AND sequence <= $2 AND version IS NULL', [entryId, last, version]);
    await tx.query(`DELETE FROM stream_window WHERE entry_id = $1 AND version IS NOT NULL AND taken_at < $2::timestamptz - interval '${WINDOWS_KEPT}'`, [entryId, tx.ctx.now]);
  }

  async drop(tx: Transaction, tails: readonly Tail[]): Promise<void> {
    await tx.query('DELETE FROM stream_tail WHERE id = ANY($1)', [tails.map(({ id }) => id)]);
  }

  /** Pieces of a version that consists of others' tables besides; null for a version that is a table of its own. */
  async pieces(tx: Transaction, versionId: string): Promise<Piece[] | null> {
    const [row] = await tx.query<{ pieces: Piece[] | null }>('SELECT pieces FROM data_version WHERE id = $1', [versionId]);
    return row?.pieces ?? null;
  }

  async keepPieces(tx: Transaction, versionId: string, pieces: readonly Piece[]): Promise<void> {
    await tx.query('UPDATE data_version SET pieces = $2 WHERE id = $1', [versionId, JSON.stringify(pieces)]);
  }

  private from(entryId: string, [row]: readonly { next_sequence: string; seal_after_seconds: number | null }[]): RecordStream {
    return { entryId, nextSequence: Number(row?.next_sequence ?? 1), sealAfterSeconds: row?.seal_after_seconds ?? null };
  }
}
