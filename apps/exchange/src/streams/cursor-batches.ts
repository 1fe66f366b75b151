import type { ClientBase } from 'pg';

export interface SqlQuery {
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
  /** Most rows the query can yield; null when nothing limits them. */
  readonly most: number | null;
}

/** Rows of texts, in groups as they came from the database. */
export type RowBatches = AsyncIterable<string[][]> | Iterable<string[][]>;

/** What has to be set where rows are to come as they stand in their table. */
export const IN_ORDER = { synchronize_seqscans: 'off', max_parallel_workers_per_gather: '0' } as const;

const VALUES_AT_ONCE = 5_000;

/** How many rows of so many columns to hold at once, so that memory depends on neither their number nor their width. */
export function batchFor(columns: number): number {
  return Math.max(20, Math.floor(VALUES_AT_ONCE / columns));
}

/** Opens a cursor in the client's transaction and fetches the first rows: what is wrong with the query shows here. The rest comes as it is asked for. */
export async function cursorBatches(client: ClientBase, query: SqlQuery, batch: number): Promise<AsyncGenerator<string[][]>> {
  await openCursor(client, query);
  return fetchBatches(client, batch, await fetchRows(client, batch));
}

/** Opens the cursor alone: that the query can be run, and on what, is settled then. */
export async function openCursor(client: ClientBase, { sql, parameters }: SqlQuery): Promise<void> {
  await client.query(`DECLARE outgoing NO SCROLL CURSOR FOR ${sql}`, [...parameters]);
}

/** What the open cursor has, after the rows that were fetched already. */
export async function* fetchBatches(client: ClientBase, batch: number, fetched: string[][] | null = null): AsyncGenerator<string[][]> {
  let rows = fetched ?? (await fetchRows(client, batch));
  for (;;) {
    if (rows.length > 0) yield rows;
    if (rows.length < batch) break;
    rows = await fetchRows(client, batch);
  }
  await client.query('CLOSE outgoing');
}

async function fetchRows(client: ClientBase, batch: number): Promise<string[][]> {
  return (await client.query<string[]>({ text: `FETCH ${String(batch)} FROM outgoing`, rowMode: 'array' })).rows;
}
