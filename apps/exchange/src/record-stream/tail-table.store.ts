import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import type { ClientBase } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Transaction } from '@gongshu/service-kit';
import { columnAt, tableOf } from '../data-set/table-names.js';
import type { CheckedCsv } from '../rows/checked-csv.js';
import { csvLine } from '../rows/row-forms.js';
import { batchFor, cursorBatches, IN_ORDER } from '../streams/cursor-batches.js';
import { copySql } from '../streams/outgoing-rows.js';
import type { Piece } from './record-stream.js';

/*
 * A tail's table is written by many transactions, some of which fail: where a row stands in it says nothing, so that it counts its rows. The pieces sealed of it do not: each is written once, in its
 * order, like the table of an uploaded version.
 */
const tailOf = (id: string): string => `stream.tail_${id.replaceAll('-', '')}`;
const pieceOf = (id: string): string => `stream.piece_${id.replaceAll('-', '')}`;
const listOf = (columns: number): string => Array.from({ length: columns }, (_unused, place) => columnAt(place)).join(', ');
const tailRows = (id: string, columns: number): string => `SELECT ${listOf(columns)} FROM ${tailOf(id)} ORDER BY n`;

/** What a sealed version is made of: pieces of earlier versions as they are, and a new one of other pieces and of tails, in this order. */
export interface SealedRows {
  readonly id: string;
  readonly columns: number;
  readonly kept: readonly Piece[];
  readonly merged: readonly Piece[];
  readonly tails: readonly string[];
  /** Of the new piece. */
  readonly rows: number;
}

@Injectable()
export class TailTableStore {
  async open(tx: Transaction, id: string, columns: number): Promise<void> {
    const names = Array.from({ length: columns }, (_unused, place) => `${columnAt(place)} text NOT NULL`);
    await tx.query(`CREATE TABLE ${tailOf(id)} (n bigint GENERATED ALWAYS AS IDENTITY, ${names.join(', ')})`);
  }

  /** Puts a window's rows behind those that are there. The stream must be locked. */
  async append(tx: Transaction, id: string, columns: number, bytes: AsyncIterable<Buffer>, csv: CheckedCsv): Promise<void> {
    const copy = (await clientOf(tx)).query(copyFrom(`COPY ${tailOf(id)} (${listOf(columns)}) FROM STDIN (FORMAT csv, NULL E'\\x01')`));
    await pipeline(bytes, (chunks: AsyncIterable<Buffer>) => csv.canonicalRows(chunks), copy);
    if (copy.rowCount !== csv.rows) throw new Error(`PostgreSQL took ${String(copy.rowCount)} of ${String(csv.rows)} rows`);
  }

  async drop(tx: Transaction, id: string): Promise<void> {
    await tx.query(`DROP TABLE ${tailOf(id)}`);
  }

  /** Makes the rows of a version; answers its pieces, null when it is one table of its own. */
  async seal(tx: Transaction, { id, columns, kept, merged, tails, rows }: SealedRows): Promise<readonly Piece[] | null> {
    for (const [name, value] of Object.entries(IN_ORDER)) await tx.query(`SET LOCAL ${name} = ${value}`);
    const list = listOf(columns);
    const parts = [...merged.map(({ table }) => `SELECT ${list} FROM ${table}`), ...tails.map((tail) => `(${tailRows(tail, columns)})`)];
    const own = kept.length === 0 ? tableOf(id) : pieceOf(id);
    await tx.query(`CREATE TABLE ${own} AS ${parts.join(' UNION ALL ')}`);
    if (kept.length === 0) return null;
    const pieces = [...kept, { table: own, rows }];
    // By ctid rows that are alike keep their order where they are sorted; that of a view has to tell the pieces apart.
    const standing = (place: number): string => `(${String(place)}::bigint << 48) | (((ctid::text::point)[0])::bigint << 16) | ((ctid::text::point)[1])::bigint AS ctid`;
    await tx.query(`CREATE VIEW ${tableOf(id)} AS ${pieces.map(({ table }, place) => `SELECT ${list}, ${standing(place)} FROM ${table}`).join(' UNION ALL ')}`);
    return pieces;
  }

  /** The lines of a version's canonical CSV form, without the header. */
  versionLines(tx: Transaction, id: string, columns: number): AsyncGenerator<string | Buffer> {
    return this.lines(tx, `SELECT ${listOf(columns)} FROM ${tableOf(id)}`, columns);
  }

  tailLines(tx: Transaction, id: string, columns: number): AsyncGenerator<string | Buffer> {
    return this.lines(tx, tailRows(id, columns), columns);
  }

  private async *lines(tx: Transaction, sql: string, columns: number): AsyncGenerator<string | Buffer> {
    const client = await clientOf(tx);
    const query = { sql, parameters: [], most: null };
    const copy = copySql(query, columns);
    if (copy !== null) yield* client.query(copyTo(copy)) as AsyncIterable<Buffer>;
    else for await (const rows of await cursorBatches(client, query, batchFor(columns))) yield rows.map(csvLine).join('');
  }
}

async function clientOf(tx: Transaction): Promise<ClientBase> {
  const runner = tx.manager.queryRunner;
  if (runner === undefined) throw new Error('rows are written within a transaction');
  return (await runner.connect()) as ClientBase;
}
