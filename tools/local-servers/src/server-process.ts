import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Account } from './account.js';
import { endProcess, type EndingStep } from './processes.js';

const KEPT_LINES = 30;

export interface ServerProcess {
  readonly pid: number;
  /** Resolves when the process has ended, however it came to it. */
  readonly exited: Promise<void>;
  /** The last lines it printed. */
  lastLines(): string;
  /** Polls until `ready` says so. Throws what the server printed last when it ends first or the time is over. */
  waitUntil(ready: () => Promise<boolean>, timeoutMs: number): Promise<void>;
  end(steps: readonly EndingStep[]): Promise<void>;
}

export interface SpawnOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly account?: Account | undefined;
  readonly log?: ((line: string) => void) | undefined;
}

const running = new Set<number>();

/**
 * Starts a server in a process group of its own: Ctrl-C in the terminal reaches only us, and we end the server last.
 * Throws when the program cannot be started.
 */
export async function spawnServer(program: string, args: readonly string[], options: SpawnOptions): Promise<ServerProcess> {
  const { account, cwd, env, log } = options;
  const child = spawn(program, args, {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      log?.(line);
    });
  }
  const printed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  // Not 'close': children of a killed server may hold its output open for as long as they live.
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await once(child, 'spawn');
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} did not start`);
  if (running.size === 0) process.on('exit', interruptRunning);
  running.add(pid);
  const exited = gone.then(() => {
    running.delete(pid);
    if (running.size === 0) process.off('exit', interruptRunning);
  });
  let ended = false;
  void exited.then(() => (ended = true));

  const lastLines = () => lines.join('\n');
  return {
    pid,
    exited,
    lastLines,
    async waitUntil(ready, timeoutMs) {
      for (const end = performance.now() + timeoutMs; performance.now() < end; await sleep(20)) {
        if (ended) {
          await Promise.race([printed, sleep(1_000)]);
          throw new Error(`${program} ended at once:\n${lastLines()}`);
        }
        if (await ready()) return;
      }
      throw new Error(`${program} was not ready after ${timeoutMs / 1000} s:\n${lastLines()}`);
    },
    async end(steps) {
      if (ended) return;
      await endProcess(pid, steps);
      await exited;
    },
  };
}

/** The net under a program that exits without stopping its servers. */
function interruptRunning(): void {
  for (const pid of running) {
    try {
      process.kill(pid, 'SIGINT');
    } catch {
      // It ended just before us.
    }
  }
}
