import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, lstat, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { startInKilledProcess } from './killed-process.js';
import { platformPackage } from './postgres-binaries.js';
import { startPostgres, wipePostgres, type PostgresOptions, type RunningPostgres } from './postgres.js';
import { processesIn, startMark } from './processes.js';

const weAreRoot = process.getuid?.() === 0;
let folder: string;
let server: RunningPostgres | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongshu-postgres-'));
  await chmod(folder, 0o755);
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
});
afterAll(async () => {
  await wipePostgres(join(folder, 'usual'));
  await rm(folder, { recursive: true });
});

async function start(options: Partial<PostgresOptions> = {}): Promise<RunningPostgres> {
  server = await startPostgres({ dataDir: join(folder, 'usual'), port: 0, durable: false, ...options });
  return server;
}

async function query(text: string, url = server?.url): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  // A cut connection also fails the query, which is where we look.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

describe('startPostgres', () => {
  it('keeps data over a stop and knows Chinese text: trigrams, and pinyin order', async () => {
    await start();
    await query(`CREATE TABLE kept AS SELECT '共数' AS name`);
    await query('CREATE EXTENSION pg_trgm');
    const { stop } = await restart();
    expect(await query('SELECT name FROM kept')).toEqual(['共数']);
    expect(await query(`SELECT cardinality(show_trgm('中文搜索')) > 0`)).toEqual([true]);
    expect(await query(`SELECT n FROM (VALUES ('重庆'), ('北京'), ('上海')) AS t (n) ORDER BY n`)).toEqual(['北京', '重庆', '上海']);
    await stop();
    await stop();
  });

  it('lets nobody in without the password, which only its user can read', async () => {
    const { url } = await start();
    const stranger = new URL(url);
    stranger.password = 'guess';
    await expect(query('SELECT 1', stranger.href)).rejects.toThrow('password authentication failed');
    expect((await stat(join(folder, 'usual', 'password'))).mode & 0o777).toBe(0o600);
  });

  it('starts after the server was killed while a connection was at work', async () => {
    const { url, pid, exited } = await start({ durable: true });
    await query('CREATE TABLE survived AS SELECT 1 AS one');
    // A loop that never looks whether its parent still lives.
    const busy = query('SELECT sum(sqrt(a::float8 * b)) FROM generate_series(1, 100000) a, generate_series(1, 100000) b', url).catch(() => 'cut');
    await expect.poll(() => query(`SELECT count(*)::int FROM pg_stat_activity WHERE query LIKE 'SELECT sum(sqrt%' AND state = 'active'`), { timeout: 5000 }).toEqual([1]);
    process.kill(pid, 'SIGKILL');
    await exited;
    await start();
    expect(await query('SELECT one FROM survived')).toEqual([1]);
    expect(await busy).toBe('cut');
  });

  it('starts on the same port after everything above the server was killed', async () => {
    const options = { dataDir: join(folder, 'usual'), port: 0, durable: false, packageFolder: platformPackage() };
    const orphan = (await startInKilledProcess('postgres', 'startPostgres', options)) as { pid: number; port: number; url: string };
    await query('CREATE TABLE orphaned AS SELECT 1 AS one', orphan.url);
    await start({ port: orphan.port });
    expect(startMark(orphan.pid)).toBeUndefined();
    expect(await query('SELECT one FROM orphaned')).toEqual([1]);
  });

  it('is not misled by a stale pid file whose number another process has got', async () => {
    await start();
    await server?.stop();
    const cluster = join(folder, 'usual', 'cluster');
    const { uid, gid } = await stat(cluster);
    const other = spawn('sleep', ['60'], weAreRoot ? { uid, gid } : {});
    await writeFile(join(cluster, 'postmaster.pid'), `${other.pid}\n${cluster}\n`);
    await start();
    expect(other.exitCode ?? other.signalCode).toBeNull();
    other.kill();
  });

  it('leaves a server alone whose owner lives', async () => {
    await start();
    const again = startPostgres({ dataDir: join(folder, 'usual'), port: 0 });
    await expect(again).rejects.toThrow(`in use by process ${process.pid}`);
    await expect(wipePostgres(join(folder, 'usual'))).rejects.toThrow('in use');
    expect(await query('SELECT 1')).toEqual([1]);
  });

  it('says why the server did not start', async () => {
    await expect(start({ settings: { no_such_setting: '1' } })).rejects.toThrow('unrecognized configuration parameter "no_such_setting"');
  });

  it('says who holds the port', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await expect.poll(() => holder.listening).toBe(true);
    const { port } = holder.address() as AddressInfo;
    await expect(start({ port })).rejects.toThrow(new RegExp(`127.0.0.1:${port} is held by process ${process.pid} `));
    holder.close();
  });

  it.runIf(weAreRoot)('runs for root from a folder nobody else can enter, installed without scripts, and can be wiped', async () => {
    const closed = await mkdtemp(join(tmpdir(), 'gongshu-closed-'));
    const packageFolder = join(closed, 'package');
    await cp(platformPackage(), packageFolder, { recursive: true, verbatimSymlinks: true });
    await removeLinks(packageFolder);
    const dataDir = join(closed, 'deployment', 'postgres');
    await start({ dataDir, packageFolder });
    await query('CREATE TABLE kept AS SELECT 1 AS one');
    await server?.stop();
    await start({ dataDir, packageFolder });
    expect(await query('SELECT one FROM kept')).toEqual([1]);
    await server?.stop();

    const { place } = JSON.parse(await readFile(join(dataDir, 'place.json'), 'utf8')) as { place: string };
    expect(existsSync(join(place, 'cluster'))).toBe(true);
    await wipePostgres(dataDir);
    expect([existsSync(place), existsSync(dataDir)]).toEqual([false, false]);
    await rm(closed, { recursive: true });
  });

  it('restores the links an install without scripts leaves out', async () => {
    const packageFolder = join(folder, 'package');
    await cp(platformPackage(), packageFolder, { recursive: true, verbatimSymlinks: true });
    const removed = await removeLinks(packageFolder);
    await start({ packageFolder });
    expect(await readFile(`/proc/${server?.pid}/maps`, 'utf8').catch(() => packageFolder)).toContain(packageFolder);
    for (const link of removed) expect((await lstat(link)).isSymbolicLink()).toBe(true);
  });
});

describe('wipePostgres', () => {
  it('removes what was made and nothing else, and ends an orphan', async () => {
    const dataDir = join(folder, 'wiped');
    const orphan = (await startInKilledProcess('postgres', 'startPostgres', { dataDir, port: 0, durable: false, packageFolder: platformPackage() })) as { pid: number };
    await writeFile(join(dataDir, 'notes.txt'), 'not ours');
    await wipePostgres(dataDir);
    expect(await readdir(dataDir)).toEqual(['notes.txt']);
    expect(startMark(orphan.pid)).toBeUndefined();
    expect(processesIn(join(dataDir, 'cluster'), 'postgres')).toEqual([]);
  });
});

async function restart(): Promise<RunningPostgres> {
  await server?.stop();
  return start();
}

async function removeLinks(packageFolder: string): Promise<string[]> {
  const lib = join(packageFolder, 'native', 'lib');
  const links = (await readdir(lib, { withFileTypes: true })).filter((entry) => entry.isSymbolicLink()).map((entry) => join(lib, entry.name));
  await Promise.all(links.map((link) => rm(link)));
  return links;
}
