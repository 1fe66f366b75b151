import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { timed } from '@gongshu/bench-platform';

/** Copies a CSV file into a table of texts as wide as it; answers seconds. */
export async function copied(postgresUrl: string, csv: Buffer, columns: number): Promise<number> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    await client.query(`CREATE TABLE copied (${Array.from({ length: columns }, (_, n) => `c${String(n)} text`).join(', ')})`);
    const { seconds } = await timed(() => pipeline(Readable.from([csv]), client.query(copyFrom('COPY copied FROM STDIN (FORMAT csv, HEADER)'))));
    await client.query('DROP TABLE copied');
    return seconds;
  } finally {
    await client.end();
  }
}
