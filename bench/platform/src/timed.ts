import { machineSeconds, treeSeconds } from './process-tree.js';

export interface Timed<T> {
  readonly seconds: number;
  /** Processors used meanwhile by whatever is not part of the benchmark. */
  readonly foreign: number;
  readonly result: T;
}

const own = (): number => treeSeconds({ all: process.pid }).all;

/** Does some work; answers how long it took and what else the machine did. */
export async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const [machine, ours] = [machineSeconds(), own()];
  const began = performance.now();
  const result = await work();
  const seconds = (performance.now() - began) / 1_000;
  return { seconds, foreign: Math.max(0, (machineSeconds() - machine - (own() - ours)) / seconds), result };
}
