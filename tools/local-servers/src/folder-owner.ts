import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { startMark } from './processes.js';

const FILE = 'owner.json';

/** The running process that last claimed the folder and did not release it. */
export async function ownerProcess(folder: string): Promise<number | undefined> {
  const text = await readFile(join(folder, FILE), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const { pid, startMark: mark } = JSON.parse(text) as { pid: number; startMark: string };
    return startMark(pid) === mark ? pid : undefined;
  } catch {
    // Cut short by a crash.
    return undefined;
  }
}

/** Refuses a folder whose server belongs to a living process. A server without one is an orphan, for the caller to stop. */
export async function refuseIfOwned(folder: string, serverRuns: boolean): Promise<void> {
  const owner = await ownerProcess(folder);
  if (owner === undefined || (owner === process.pid && !serverRuns)) return;
  throw new Error(`目录 ${folder} 正被进程 ${owner} 使用 / folder ${folder} is in use by process ${owner}`);
}

/** Marks the folder as ours; the function returned releases it. */
export async function claimFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, FILE);
  await writeFile(file, JSON.stringify({ pid: process.pid, startMark: startMark(process.pid) }));
  return () => rm(file, { force: true });
}
