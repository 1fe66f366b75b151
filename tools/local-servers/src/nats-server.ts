import { execFile } from 'node:child_process';
import { mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { findNatsServer } from './find-nats-server.js';
import { claimFolder, refuseIfOwned } from './folder-owner.js';
import { assertPortFree, freePort } from './ports.js';
import { endProcess, startedWith, type EndingStep } from './processes.js';
import { spawnServer, type ServerProcess } from './server-process.js';

const HOST = '127.0.0.1';
/** A large JetStream store is read before the port opens. */
const READY_WITHIN_MS = 60_000;
const RELOADED_WITHIN_MS = 10_000;
const ENDING: readonly EndingStep[] = [['SIGINT', 10_000], ['SIGKILL', 5_000]];

export interface NatsServerOptions {
  /** The configuration without `host`, `port`, `pid_file`, `log_file` and `store_dir` (which is `<dir>/jetstream`). */
  readonly config: string;
  /** Port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Folder of its own for configuration, JetStream store, pid file and log; made when missing. */
  readonly dir: string;
  /** The program; default: what `findNatsServer` finds. */
  readonly bin?: string;
}

export interface RunningNatsServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the server has ended, however it came to it. */
  readonly exited: Promise<void>;
  /** Takes over a new configuration and resolves when it is in force. Throws, and keeps the old one, when the server refuses it. */
  reload(newConfig: string): Promise<void>;
  /** May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts nats-server and resolves when it answers. A server left on this folder by a killed run is stopped first.
 * Throws when the folder is in use by a living process, the port is taken, or the server fails (with its last lines).
 */
export async function startNatsServer(options: NatsServerOptions): Promise<RunningNatsServer> {
  await mkdir(options.dir, { recursive: true, mode: 0o700 });
  const folder = await realpath(options.dir);
  const inFolder = (name: string) => join(folder, name);
  const file = { config: inFolder('nats.conf'), next: inFolder('nats.conf.next'), pid: inFolder('nats.pid'), log: inFolder('nats.log'), store: inFolder('jetstream') };
  const orphan = await orphanOf(file.pid, file.config);
  await refuseIfOwned(folder, orphan !== undefined);
  const release = await claimFolder(folder);
  let server: ServerProcess | undefined;
  try {
    if (orphan !== undefined) await endProcess(orphan, ENDING);
    await rm(file.pid, { force: true });
    const bin = options.bin ?? (await findNatsServer());
    const port = options.port === 0 ? await freePort() : options.port;
    await assertPortFree(port, HOST);
    const write = (path: string, config: string) => writeFile(path, wholeConfig(config, port, file), { mode: 0o600 });
    await write(file.config, options.config);
    const logStart = (await readLog(file.log)).length;
    const started = await spawnServer(bin, ['-c', file.config], { cwd: folder, env: { PATH: process.env['PATH'] ?? '' } });
    server = started;
    await started.waitUntil(() => answers(port), READY_WITHIN_MS).catch(async (error: Error) => {
      throw new Error(`${error.message}${lastLines((await readLog(file.log)).slice(logStart))}`);
    });

    const reload = async (newConfig: string): Promise<void> => {
      await write(file.next, newConfig);
      await promisify(execFile)(bin, ['-t', '-c', file.next]);
      const before = await readFile(file.config);
      await rename(file.next, file.config);
      const from = (await readLog(file.log)).length;
      process.kill(started.pid, 'SIGHUP');
      let answer: string | undefined;
      await started.waitUntil(async () => {
        answer = /(Reloaded server configuration|Failed to reload server configuration.*)\n/.exec((await readLog(file.log)).slice(from))?.[1];
        return answer !== undefined;
      }, RELOADED_WITHIN_MS);
      if (answer?.startsWith('Failed') !== true) return;
      await writeFile(file.config, before);
      throw new Error(answer);
    };
    let turn = Promise.resolve();
    return {
      url: `nats://${HOST}:${port}`,
      port,
      pid: started.pid,
      exited: started.exited,
      reload(newConfig) {
        const mine = turn.then(() => reload(newConfig));
        turn = mine.catch(() => undefined);
        return mine;
      },
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

async function orphanOf(pidFile: string, configFile: string): Promise<number | undefined> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''));
  return pid > 0 && startedWith(pid, configFile) ? pid : undefined;
}

function wholeConfig(config: string, port: number, file: { pid: string; log: string; store: string }): string {
  const places = { pid_file: file.pid, log_file: file.log, store_dir: file.store };
  const ours = Object.entries(places).map(([name, path]) => `${name}: ${JSON.stringify(path)}`);
  return [`host: "${HOST}"`, `port: ${port}`, ...ours, config, ''].join('\n');
}

const readLog = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');
const lastLines = (text: string): string => text.split('\n').slice(-30).join('\n');

/** Whether a NATS server greets on the port: it speaks first. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: HOST });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('data', (greeting) => settle(greeting.toString('latin1').startsWith('INFO ')));
    socket.once('error', () => settle(false));
    socket.once('close', () => settle(false));
    socket.setTimeout(2_000, () => settle(false));
  });
}
