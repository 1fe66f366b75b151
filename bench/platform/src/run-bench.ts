import { chmod, mkdtemp } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Starts something that is stopped at the end, also when it was still starting. */
export type Keep = <T extends { stop(): Promise<void> }>(start: () => Promise<T>) => Promise<T>;

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** On what a figure was measured. */
export function machine(): string {
  return `${String(availableParallelism())} × ${cpus()[0]?.model ?? 'unknown processor'}, Node.js ${process.version}, load ${loadavg().map((load) => load.toFixed(1)).join(' ')}`;
}

/** A temporary folder that other accounts can enter: PostgreSQL and the workers of a root's nginx run under such. */
export async function benchFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `gongshu-bench-${name}-`));
  await chmod(folder, 0o755);
  return folder;
}

/** Runs a benchmark. Whatever it keeps is stopped in the reverse order, be it done, failed or interrupted. */
export async function runBench(work: (keep: Keep) => Promise<void>): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  let interrupted = false;
  let stopping: Promise<void> | null = null;
  const stopAll = async (): Promise<void> => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step().catch((error: unknown) => say(String(error)));
  };
  const tidy = (): Promise<void> => (stopping ??= stopAll());
  const interrupt = (): void => {
    interrupted = true;
    void tidy().then(() => process.exit(130));
  };
  process.once('SIGINT', interrupt);
  try {
    await work(async (start) => {
      if (interrupted) throw new Error('interrupted');
      const starting = start();
      undo.push(() => starting.then((started) => started.stop(), () => undefined));
      return starting;
    });
  } catch (error) {
    if (!interrupted) throw error;
  } finally {
    await tidy();
    process.off('SIGINT', interrupt);
  }
}
