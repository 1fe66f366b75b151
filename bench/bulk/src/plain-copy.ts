import { spawn, spawnSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { timed } from '@gongshu/bench-platform';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/** What nothing but PostgreSQL does: the same file into a table of texts and out of it. Seconds each. */
export interface PlainCopy {
  readonly name: string;
  load(file: string): Promise<number>;
  unload(): Promise<number>;
  close(): Promise<void>;
}

const hasPsql = spawnSync('psql', ['--version']).status === 0;

const secondsOf = async (work: () => Promise<unknown>): Promise<number> => (await timed(work)).seconds;

async function psql(url: string, command: string): Promise<void> {
  const child = spawn('psql', ['--no-psqlrc', '--quiet', '--dbname', url, '--command', command], { stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`psql ended with ${String(code)}`);
}

/** psql's \copy where there is one, otherwise COPY by a connection of our own. */
export async function openPlainCopy(url: string, columns: number): Promise<PlainCopy> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE TABLE plain (${Array.from({ length: columns }, (_unused, n) => `c${String(n)} text`).join(', ')})`);
  const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });
  return {
    name: hasPsql ? 'psql \\copy' : 'bare COPY',
    load: async (file) => {
      await client.query('TRUNCATE plain');
      await client.query('CHECKPOINT');
      return secondsOf(() => (hasPsql ? psql(url, `\\copy plain FROM '${file}' (FORMAT csv, HEADER)`) : pipeline(createReadStream(file), client.query(copyFrom('COPY plain FROM STDIN (FORMAT csv, HEADER)')))));
    },
    unload: () => secondsOf(() => (hasPsql ? psql(url, "\\copy plain TO '/dev/null' (FORMAT csv, HEADER)") : pipeline(client.query(copyTo('COPY plain TO STDOUT (FORMAT csv, HEADER)')), nowhere()))),
    close: () => client.end(),
  };
}
