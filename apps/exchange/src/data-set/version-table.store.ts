import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { RowCondition } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { batchFor, cursorBatches, IN_ORDER, type SqlQuery } from '../streams/cursor-batches.js';
import type { CheckedCsv } from '../rows/checked-csv.js';
import type { Version } from './data-set.js';
import { conditionSql } from './row-condition.js';
import type { RowMark } from './row-marks.js';
import { columnAt, tableOf } from './table-names.js';

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
  /** Before the offset; only without filters and conditions. */
  readonly mark?: RowMark;
}

/** A new value in the rows of one key. */
export interface KeyedChange {
  readonly place: number;
  readonly key: string;
  readonly value: string;
}

/*
 * Rows stand in a version's table in the order of the file and never move: a version is written once, in one go, and never changed. So a row needs no number of its own and the table no key, which would cost
 * a tenth of a load; reading a table from its beginning, as every query here does, yields the rows in their order. Two habits of PostgreSQL would spoil that, readers that join another's scan halfway
 * and parallel scans; whoever reads rows sets them off (IN_ORDER).
 */
@Injectable()
export class VersionTableStore {
  /** Makes the table of a new version from a CSV file while it arrives. On any failure the transaction takes the table away again. */
  async load(tx: Transaction, id: string, columns: number, bytes: AsyncIterable<Buffer>, csv: CheckedCsv): Promise<void> {
    const names = Array.from({ length: columns }, (_unused, place) => `${columnAt(place)} text NOT NULL`);
    await tx.query(`CREATE TABLE ${tableOf(id)} (${names.join(', ')})`);
    const client = await this.clientOf(tx);
    // No value is a lone control character, so that none is absent.
    const copy = client.query(copyFrom(`COPY ${tableOf(id)} FROM STDIN (FORMAT csv, NULL E'\\x01', FREEZE)`));
    await pipeline(bytes, (chunks: AsyncIterable<Buffer>) => csv.canonicalRows(chunks), copy);
    if (copy.rowCount !== csv.rows) throw new Error(`PostgreSQL took ${String(copy.rowCount)} of ${String(csv.rows)} rows`);
  }

  /** Takes the table away again. */
  async drop(tx: Transaction, id: string): Promise<void> {
    await tx.query(`DROP TABLE ${tableOf(id)}`);
  }

  /** Makes the table of a new version as a copy of another's, with some values changed in the rows that have their key there. */
  async copyChanged(tx: Transaction, { from, to, columns, keyPlace, changes }: { from: string; to: string; columns: number; keyPlace: number; changes: readonly KeyedChange[] }): Promise<void> {
    const parameters: string[] = [];
    const values = Array.from({ length: columns }, (_unused, place) => {
      const here = changes.filter((change) => change.place === place);
      if (here.length === 0) return columnAt(place);
      const number = parameters.push(JSON.stringify(Object.fromEntries(here.map(({ key, value }) => [key, value]))));
      return `coalesce($${String(number)}::jsonb ->> ${columnAt(keyPlace)}, ${columnAt(place)}) AS ${columnAt(place)}`;
    });
    await this.readInOrder(tx);
    // Unlike an INSERT, which fills gaps in earlier pages, this always writes behind the last row; so does a COPY in the transaction that made the table.
    await tx.query(`CREATE TABLE ${tableOf(to)} AS SELECT ${values.join(', ')} FROM ${tableOf(from)}`, parameters);
  }

  /** Rows whose key is among `keys`, with their numbers (from 1), at most `most` of them. */
  async findByKeys(tx: Transaction, id: string, keyPlace: number, keys: readonly string[], most: number): Promise<{ rowNumber: string; key: string }[]> {
    await this.readInOrder(tx);
    return tx.query(`SELECT * FROM (SELECT row_number() OVER () AS "rowNumber", ${columnAt(keyPlace)} AS key FROM ${tableOf(id)}) AS numbered WHERE key = ANY($1) LIMIT $2`, [keys, most]);
  }

  /** All rows of a version as this transaction sees them, a few at a time. */
  async allRows(tx: Transaction, id: string, columns: number): Promise<AsyncGenerator<string[][]>> {
    const places = Array.from({ length: columns }, (_unused, place) => place);
    await this.readInOrder(tx);
    return cursorBatches(await this.clientOf(tx), this.select(id, { places, filters: [], limit: null, offset: 0 }), batchFor(columns));
  }

  /** The query for some rows of a version, in their order. */
  select(id: Version['id'], { places, filters, conditions: granted = [], limit, offset, mark }: RowsWanted): SqlQuery {
    const parameters: (string | number)[] = [];
    const bound = (value: string | number): string => `$${String(parameters.push(value))}`;
    const conditions = filters.map(({ place, value }) => `${columnAt(place)} = ${bound(value)}`);
    conditions.push(...granted.map(({ place, type, condition }) => conditionSql(columnAt(place), type, condition, bound)));
    const marked = conditions.length === 0 && mark !== undefined && mark.block > 0 ? mark : null;
    if (marked !== null) conditions.push(`ctid >= '(${String(marked.block)},0)'`);
    const skipped = offset - (marked?.before ?? 0);
    const sql = [
      `SELECT ${places.map(columnAt).join(', ')} FROM ${tableOf(id)}`,
      conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`,
      limit === null ? '' : `LIMIT ${bound(limit)}`,
      skipped > 0 ? `OFFSET ${bound(skipped)}` : '',
    ];
    return { sql: sql.filter((part) => part !== '').join(' '), parameters, most: limit };
  }

  private async readInOrder(tx: Transaction): Promise<void> {
    for (const [name, value] of Object.entries(IN_ORDER)) await tx.query(`SET LOCAL ${name} = ${value}`);
  }

  private async clientOf(tx: Transaction): Promise<ClientBase> {
    const runner = tx.manager.queryRunner;
    if (runner === undefined) throw new Error('rows are written within a transaction');
    return (await runner.connect()) as ClientBase;
  }
}
