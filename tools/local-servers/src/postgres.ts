import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { ownerOf, weAreRoot } from './account.js';
import { claimFolder, refuseIfOwned } from './folder-owner.js';
import { assertPortFree, freePort } from './ports.js';
import { usableBinaries } from './postgres-binaries.js';
import { choosePlace, clearPlace, clusterOf, makeStaging, passwordFileOf, placesOf, sweepStaging, type PostgresPlace } from './postgres-place.js';
import { endProcess, processesIn, startedWith, type EndingStep } from './processes.js';
import { spawnServer, type ServerProcess } from './server-process.js';

const HOST = '127.0.0.1';
/** Recovery after a crash may have much log to replay. */
const READY_WITHIN_MS = 120_000;
/** Fast shutdown, then immediate, then none. */
const ENDING: readonly EndingStep[] = [['SIGINT', 20_000], ['SIGQUIT', 10_000], ['SIGKILL', 5_000]];
const UNSAFE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

export interface PostgresOptions {
  /** Folder for data and password; made when missing. Root's data may lie elsewhere, see `wipePostgres`. */
  readonly dataDir: string;
  /** Port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Gets each line the server prints. */
  readonly log?: (line: string) => void;
  /** false: for tests; a killed server loses its last commits, a crash of the machine maybe everything. Default true. */
  readonly durable?: boolean;
  /** Server settings over ours, as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Folder of the npm package with the binaries; default: the one installed for this platform. */
  readonly packageFolder?: string;
}

export interface RunningPostgres {
  /** The superuser's address of database `postgres`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the server has ended, however it came to it. */
  readonly exited: Promise<void>;
  /** Fast shutdown: cuts connections, leaves the data consistent. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL on a data folder, making the cluster at the first time, and resolves when it takes connections.
 * A server left on this folder by a killed run is stopped first. Throws when the folder is in use by a living process,
 * the port is taken, or the server fails (with its last lines).
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const place = await choosePlace(options.dataDir);
  await refuseIfOwned(place.home, (await postmasterOf(place.home)) !== undefined);
  const release = await claimFolder(place.home);
  let server: ServerProcess | undefined;
  try {
    await stopOrphans(place.home);
    const native = await usableBinaries(place.account, options.packageFolder);
    await sweepStaging(place.home);
    const password = await passwordOf(place);
    if (!existsSync(clusterOf(place))) await initialise(place, native, options.durable ?? true);
    const port = options.port === 0 ? await freePort() : options.port;
    await assertPortFree(port, HOST);
    const started = await spawnServer(join(native, 'bin', 'postgres'), ['-D', clusterOf(place), ...settingsOf(options, port)], {
      cwd: clusterOf(place),
      env: environment(),
      account: place.account,
      log: options.log,
    });
    server = started;
    await started.waitUntil(() => isReady(place, started.pid), READY_WITHIN_MS);
    return {
      url: `postgres://postgres:${password}@${HOST}:${port}/postgres`,
      port,
      pid: started.pid,
      exited: started.exited,
      async stop() {
        await started.end(ENDING);
        await release();
      },
    };
  } catch (error) {
    await server?.end(ENDING);
    await release();
    throw error;
  }
}

/** Deletes everything `startPostgres` made for a data folder, wherever it lies. Throws when a living process uses it. */
export async function wipePostgres(dataDir: string): Promise<void> {
  for (const home of await placesOf(dataDir)) {
    await refuseIfOwned(home, (await postmasterOf(home)) !== undefined);
    await stopOrphans(home);
    await clearPlace(home);
  }
}

/** The server's first process, when it runs. */
async function postmasterOf(home: string): Promise<number | undefined> {
  const cluster = join(home, 'cluster');
  const pid = Number((await readFile(pidFileOf(home), 'utf8').catch(() => '')).split('\n')[0]);
  return pid > 0 && (startedWith(pid, cluster) || (await serverProcessesOf(home)).includes(pid)) ? pid : undefined;
}

async function serverProcessesOf(home: string): Promise<number[]> {
  const cluster = join(home, 'cluster');
  return processesIn(cluster, 'postgres', weAreRoot() ? await ownerOf(cluster) : undefined);
}

async function stopOrphans(home: string): Promise<void> {
  const postmaster = await postmasterOf(home);
  if (postmaster !== undefined) await endProcess(postmaster, ENDING);
  // Backends may outlive a killed postmaster and would keep the next one from starting.
  await Promise.all((await serverProcessesOf(home)).map((pid) => endProcess(pid, [['SIGKILL', 10_000]])));
  // Its number may by now be another process's, which PostgreSQL would take for a running server.
  await rm(pidFileOf(home), { force: true });
}

const pidFileOf = (home: string): string => join(home, 'cluster', 'postmaster.pid');

async function passwordOf(place: PostgresPlace): Promise<string> {
  const file = passwordFileOf(place);
  const known = await readFile(file, 'utf8').catch(() => '');
  if (known !== '') return known;
  const password = randomBytes(24).toString('base64url');
  await writeFile(file, password, { mode: 0o600 });
  if (place.account !== undefined) await chown(file, place.account.uid, place.account.gid);
  return password;
}

async function initialise(place: PostgresPlace, native: string, durable: boolean): Promise<void> {
  const staging = await makeStaging(place);
  const args = (ctype: string) => [
    ...['-D', staging, '--username=postgres', `--pwfile=${passwordFileOf(place)}`, '--auth=scram-sha-256', '--encoding=UTF8'],
    ...['--locale-provider=icu', '--icu-locale=zh-Hans-CN', '--lc-collate=C', `--lc-ctype=${ctype}`],
    ...(durable ? [] : ['--no-sync']),
  ];
  const initdb = (ctype: string) =>
    promisify(execFile)(join(native, 'bin', 'initdb'), args(ctype), { cwd: '/', env: environment(), ...place.account });
  // With LC_CTYPE=C there are no trigrams of Chinese text. Older macOS has no C.UTF-8.
  await initdb('C.UTF-8').catch((error: Error) => {
    if (!/invalid locale/i.test(error.message)) throw error;
    return initdb('en_US.UTF-8');
  });
  await rename(staging, clusterOf(place));
}

/** Nothing of ours: PG* variables would change what the server does. Times in its log and of sessions are UTC. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' };
}

function settingsOf(options: PostgresOptions, port: number): string[] {
  const settings = {
    shared_buffers: '64MB',
    max_connections: '200',
    jit: 'off',
    log_checkpoints: 'off',
    ...(options.durable === false ? UNSAFE : {}),
    ...options.settings,
    port: String(port),
    listen_addresses: HOST,
    unix_socket_directories: '',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** PostgreSQL writes its state into the eighth line of the pid file, for pg_ctl. */
async function isReady(place: PostgresPlace, pid: number): Promise<boolean> {
  const lines = (await readFile(pidFileOf(place.home), 'utf8').catch(() => '')).split('\n');
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}
