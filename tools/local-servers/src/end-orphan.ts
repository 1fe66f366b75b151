import { readFile } from 'node:fs/promises';

import { endProcess, startedWith, type EndingStep } from './processes.js';

/** Ends the process a killed run left behind: the one whose number stands in the file, if it was started with `argument` and does not merely bear the same number. */
export async function endOrphan(pidFile: string, argument: string, steps: readonly EndingStep[]): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''));
  if (pid > 0 && startedWith(pid, argument)) await endProcess(pid, steps);
}
