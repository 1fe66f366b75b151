import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createDatabase, dropDatabase, ensureDatabase } from './databases.js';
import { startPostgres, wipePostgres, type RunningPostgres } from './postgres.js';

let folder: string;
let server: RunningPostgres;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongshu-databases-'));
  await chmod(folder, 0o755);
  server = await startPostgres({ dataDir: join(folder, 'postgres'), port: 0, durable: false });
});
afterAll(async () => {
  await server.stop();
  await wipePostgres(join(folder, 'postgres'));
  await rm(folder, { recursive: true });
});

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

describe('databases', () => {
  it('copies a template', async () => {
    const template = await connect(await createDatabase(server.url, 'the "template" 模板'));
    await template.query('CREATE TABLE kept AS SELECT 7 AS seven');
    await template.end();
    const copy = await connect(await createDatabase(server.url, 'copy', 'the "template" 模板'));
    expect((await copy.query('SELECT seven, current_database() AS name FROM kept')).rows).toEqual([{ seven: 7, name: 'copy' }]);
    await copy.end();
  });

  it('creates a database once and is content with it afterwards only when asked to ensure', async () => {
    const url = await ensureDatabase(server.url, 'once');
    expect(await ensureDatabase(server.url, 'once')).toBe(url);
    await expect(createDatabase(server.url, 'once')).rejects.toThrow('already exists');
  });

  it('drops a database under its connections, and one that is not there', async () => {
    const client = await connect(await createDatabase(server.url, 'dropped'));
    const cut = new Promise((resolve) => client.on('error', resolve));
    await dropDatabase(server.url, 'dropped');
    await cut;
    await dropDatabase(server.url, 'dropped');
    await expect(connect(new URL('/dropped', server.url).href)).rejects.toThrow('does not exist');
  });
});
