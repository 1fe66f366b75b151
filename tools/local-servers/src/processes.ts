import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Account } from './account.js';

const LINUX = process.platform === 'linux';

/** A signal and how long the process has to end after it, in milliseconds. */
export type EndingStep = readonly [signal: NodeJS.Signals, waitMs: number];

/**
 * What tells this process from a later one with the same number; undefined when no such process runs.
 * A zombie counts as ended: in a container without an init nobody ever collects it.
 */
export function startMark(pid: number): string | undefined {
  if (LINUX) {
    const stat = orUndefined(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
    // The name in parentheses may hold blanks; the fields after it are state (3rd of the line) … start time (22nd).
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields === undefined || fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  }
  const line = orUndefined(() => execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim());
  const [state, ...started] = line?.split(/\s+/) ?? [];
  return state === undefined || state === '' || state.startsWith('Z') ? undefined : started.join(' ');
}

/** Whether the process was started with this argument. */
export function startedWith(pid: number, argument: string): boolean {
  if (LINUX) return orUndefined(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.split('\0').includes(argument) ?? false;
  return orUndefined(() => execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }))?.includes(argument) ?? false;
}

/**
 * Processes of a program that live in a folder: it is their working folder or one of their arguments. Looked for as
 * `account` when given: in a container not even root sees where another user's process works.
 * Empty where there is no /proc: there a pid file has to do.
 */
export function processesIn(folder: string, program: string, account?: Account): number[] {
  if (!LINUX) return [];
  const candidates = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && orUndefined(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trim()) === program)
    .filter((pid) => startMark(pid) !== undefined);
  const here = new Set(workingIn(folder, candidates, account));
  return candidates.filter((pid) => here.has(pid) || startedWith(pid, folder));
}

function workingIn(folder: string, pids: readonly number[], account: Account | undefined): number[] {
  if (account === undefined) return pids.filter((pid) => orUndefined(() => readlinkSync(`/proc/${pid}/cwd`)) === folder);
  const script = 'for pid; do echo "$pid $(readlink "/proc/$pid/cwd")"; done';
  const { stdout } = spawnSync('/bin/sh', ['-c', script, 'sh', ...pids.map(String)], { cwd: '/', uid: account.uid, gid: account.gid, encoding: 'utf8' });
  return pids.filter((pid) => stdout.split('\n').includes(`${pid} ${folder}`));
}

/** Ends a process by ever stronger signals; returns once it is gone. */
export async function endProcess(pid: number, steps: readonly EndingStep[]): Promise<void> {
  for (const [signal, waitMs] of steps) {
    if (startMark(pid) === undefined) return;
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw error;
    }
    for (const end = performance.now() + waitMs; performance.now() < end; await sleep(LINUX ? 15 : 100)) {
      if (startMark(pid) === undefined) return;
    }
  }
  throw new Error(`process ${pid} does not end`);
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
