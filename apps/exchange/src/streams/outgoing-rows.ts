import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { fetchBatches, type SqlQuery } from './cursor-batches.js';

const AT_ONCE = 128 * 1024;

/** Rows that a reader takes at its own pace, in whichever way costs it least: as texts, or as the lines of a CSV file that PostgreSQL itself writes. */
export interface OutgoingRows extends AsyncIterable<string[][]> {
  /** Rows taken so far; when they are taken as CSV, known at the end. */
  readonly rows: number;
  /** The lines of the canonical CSV form, without the header; null when PostgreSQL would write them otherwise, or the query needs what COPY cannot take. */
  readonly csv: (() => AsyncIterable<Buffer>) | null;
}

/** Counts what passes. */
class CountedRows implements OutgoingRows {
  rows = 0;
  readonly csv: OutgoingRows['csv'];

  constructor(
    private readonly batches: () => AsyncIterable<string[][]> | Iterable<string[][]>,
    copy: { readonly client: Client; readonly sql: string } | null,
  ) {
    this.csv = copy === null ? null : () => this.copied(copy.client, copy.sql);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string[][]> {
    for await (const rows of this.batches()) {
      this.rows += rows.length;
      yield rows;
    }
  }

  private async *copied(client: Client, sql: string): AsyncGenerator<Buffer> {
    const copy = client.query(copyTo(sql, { highWaterMark: AT_ONCE }));
    let whole = false;
    try {
      yield* copy as AsyncIterable<Buffer>;
      whole = true;
    } finally {
      // A COPY that is not read to its end leaves the connection good for nothing else.
      if (!whole) client.end().catch(() => undefined);
    }
    this.rows = copy.rowCount;
  }
}

/** Rows that have been fetched already. */
export function fetchedRows(batches: AsyncIterable<string[][]> | Iterable<string[][]>): OutgoingRows {
  return new CountedRows(() => batches, null);
}

/** Rows of a query whose cursor is open in the client's transaction and has not been read. */
export function openedRows(client: Client, query: SqlQuery, columns: number, batch: number): OutgoingRows {
  const sql = copySql(query, columns);
  return new CountedRows(() => fetchBatches(client, batch), sql === null ? null : { client, sql });
}

/**
 * The COPY that writes a query's rows in the canonical CSV form; null when there is none. A COPY takes no parameters, and words from outside never become SQL: only whole numbers are written
 * into it. A lone empty value would become an empty line.
 */
export function copySql({ sql, parameters }: SqlQuery, columns: number): string | null {
  if (columns < 2 || !parameters.every((value) => Number.isSafeInteger(value))) return null;
  const written = sql.replaceAll(/\$(\d+)/g, (_match, number: string) => String(parameters[Number(number) - 1]));
  // No value ever holds a control character, so that none is taken for NULL and put in quotes.
  return `COPY (${written}) TO STDOUT (FORMAT csv, NULL E'\\x01')`;
}
