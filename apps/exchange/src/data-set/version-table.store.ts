import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { RowCondition } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { batchFor, cursorBatches, type SqlQuery } from '../streams/cursor-batches.js';
import type { CheckedCsv } from '../rows/checked-csv.js';
import type { Version } from './data-set.js';
import { conditionSql } from './row-condition.js';

/** Equality of a column, given by its place, with a value. */
export interface PlacedFilter {
  readonly place: number;
  readonly value: string;
}

/** A condition of a grant on the column at a place. */
export interface PlacedCondition {
  readonly place: number;
  readonly type: string;
  readonly condition: RowCondition;
}

export interface RowsWanted {
  readonly places: readonly number[];
  readonly filters: readonly PlacedFilter[];
  readonly conditions?: readonly PlacedCondition[];
  readonly limit: number | null;
  readonly offset: number;
}

/*
 * A version's rows are a table of their own, named by the version's id, in a schema of its own. Its columns are named by their places (c0, c1, ...), so that no word from
 * outside ever becomes SQL and no data item can collide with a name PostgreSQL or we use.
 */
export const tableOf = (id: string): string => `dataset.v_${id.replaceAll('-', '')}`;
export const columnAt = (place: number): string => `c${String(place)}`;

@Injectable()
export class VersionTableStore {
  /** Makes the table of a new version from a CSV file while it arrives. On any failure the transaction takes the table away again. */
  async load(tx: Transaction, id: string, columns: number, bytes: AsyncIterable<Buffer>, csv: CheckedCsv): Promise<void> {
    const names = Array.from({ length: columns }, (_unused, place) => columnAt(place));
    await tx.query(`CREATE TABLE ${tableOf(id)} (row_number bigint NOT NULL, ${names.map((name) => `${name} text NOT NULL`).join(', ')})`);
    const client = await this.clientOf(tx);
    const copy = client.query(copyFrom(`COPY ${tableOf(id)} (row_number, ${names.join(', ')}) FROM STDIN (FORMAT binary, FREEZE)`));
    await pipeline(bytes, (chunks: AsyncIterable<Buffer>) => csv.copyRows(chunks), copy);
    await this.finish(tx, id);
  }

  /** Takes the table away again. */
  async drop(tx: Transaction, id: string): Promise<void> {
    await tx.query(`DROP TABLE ${tableOf(id)}`);
  }

  /** Makes the table of a new version as a copy of another's. */
  async copy(tx: Transaction, from: string, to: string): Promise<void> {
    await tx.query(`CREATE TABLE ${tableOf(to)} AS TABLE ${tableOf(from)}`);
    await this.finish(tx, to);
  }

  /** Rows whose key is among `keys`, at most `most` of them. */
  async findByKeys(tx: Transaction, id: string, keyPlace: number, keys: readonly string[], most: number): Promise<{ rowNumber: string; key: string }[]> {
    const key = columnAt(keyPlace);
    return tx.query(`SELECT row_number AS "rowNumber", ${key} AS key FROM ${tableOf(id)} WHERE ${key} = ANY($1) ORDER BY row_number LIMIT $2`, [keys, most]);
  }

  /** Sets one column of the named rows. */
  async change(tx: Transaction, id: string, place: number, changes: readonly { rowNumber: string; value: string }[]): Promise<void> {
    await tx.query(
      `UPDATE ${tableOf(id)} AS t SET ${columnAt(place)} = c.value FROM unnest($1::bigint[], $2::text[]) AS c (row_number, value) WHERE t.row_number = c.row_number`,
      [changes.map(({ rowNumber }) => rowNumber), changes.map(({ value }) => value)],
    );
  }

  /** All rows of a version as this transaction sees them, a few at a time. */
  async allRows(tx: Transaction, id: string, columns: number): Promise<AsyncGenerator<string[][]>> {
    const places = Array.from({ length: columns }, (_unused, place) => place);
    return cursorBatches(await this.clientOf(tx), this.select(id, { places, filters: [], limit: null, offset: 0 }), batchFor(columns));
  }

  /** The query for some rows of a version. Row numbers have no gaps, so that without filters an offset needs no counting. */
  select(id: Version['id'], { places, filters, conditions: granted = [], limit, offset }: RowsWanted): SqlQuery {
    const parameters: (string | number)[] = [];
    const bound = (value: string | number): string => `$${String(parameters.push(value))}`;
    const conditions = filters.map(({ place, value }) => `${columnAt(place)} = ${bound(value)}`);
    conditions.push(...granted.map(({ place, type, condition }) => conditionSql(columnAt(place), type, condition, bound)));
    const filtered = conditions.length > 0;
    if (!filtered && offset > 0) conditions.push(`row_number > ${bound(offset)}`);
    const sql = [
      `SELECT ${places.map(columnAt).join(', ')} FROM ${tableOf(id)}`,
      conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`,
      'ORDER BY row_number',
      limit === null ? '' : `LIMIT ${bound(limit)}`,
      filtered && offset > 0 ? `OFFSET ${bound(offset)}` : '',
    ];
    return { sql: sql.join(' '), parameters, most: limit };
  }

  /** Statistics at once: without them PostgreSQL would sort a large version instead of walking its key. */
  private async finish(tx: Transaction, id: string): Promise<void> {
    await tx.query(`ALTER TABLE ${tableOf(id)} ADD CONSTRAINT pk_v_${id.replaceAll('-', '')} PRIMARY KEY (row_number)`);
    await tx.query(`ALTER TABLE ${tableOf(id)} ALTER row_number SET STATISTICS 10`);
    await tx.query(`ANALYZE ${tableOf(id)} (row_number)`);
  }

  private async clientOf(tx: Transaction): Promise<ClientBase> {
    const runner = tx.manager.queryRunner;
    if (runner === undefined) throw new Error('rows are written within a transaction');
    return (await runner.connect()) as ClientBase;
  }
}
