import type { ClientBase } from 'pg';

export interface SqlQuery {
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
  /** Most rows the query can yield; null when nothing limits them. */
  readonly most: number | null;
}

/** Rows of texts, in groups as they came from the database. */
export type RowBatches = AsyncIterable<string[][]> | Iterable<string[][]>;

const VALUES_AT_ONCE = 5_000;

/** How many rows of so many columns to hold at once, so that memory depends on neither their number nor their width. */
export function batchFor(columns: number): number {
  return Math.max(20, Math.floor(VALUES_AT_ONCE / columns));
}

/** Opens a cursor in the client's transaction and fetches the first rows: what is wrong with the query shows here. The rest comes as it is asked for. */
export async function cursorBatches(client: ClientBase, { sql, parameters }: SqlQuery, batch: number): Promise<AsyncGenerator<string[][]>> {
  await client.query(`DECLARE outgoing NO SCROLL CURSOR FOR ${sql}`, [...parameters]);
  const fetchRows = async (): Promise<string[][]> => (await client.query<string[]>({ text: `FETCH ${String(batch)} FROM outgoing`, rowMode: 'array' })).rows;
  const first = await fetchRows();
  return (async function* () {
    let rows = first;
    for (;;) {
      if (rows.length > 0) yield rows;
      if (rows.length < batch) break;
      rows = await fetchRows();
    }
    await client.query('CLOSE outgoing');
  })();
}
