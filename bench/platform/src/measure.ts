import { setTimeout as delay } from 'node:timers/promises';
import type { Load, LoadOrder, LoadResult } from './load.js';
import { treeSeconds } from './process-tree.js';
import { timed } from './timed.js';

/** One way the same bytes can go. */
export interface Variant {
  readonly name: string;
  readonly order: Pick<LoadOrder, 'url' | 'headers'>;
  /** Processes whose processor time is told, by name. */
  readonly pids: Readonly<Record<string, number>>;
}

export interface Measurement extends LoadResult {
  readonly variant: string;
  /** Processors used by whatever is not part of the benchmark. */
  readonly foreign: number;
  /** Processor time of each process by request, in microseconds, while the load ran. */
  readonly during: Readonly<Record<string, number>>;
  /** The same for work that was left when the load had ended. */
  readonly after: Readonly<Record<string, number>>;
  /** Seconds that work took. */
  readonly settled: number;
}

const LOOK_MILLISECONDS = 250;
const MOST_LOOKS = 240;
/** Processors all the processes together may use and still count as idle. */
const IDLE = 0.08;

function difference(before: Readonly<Record<string, number>>, later: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(later).map(([name, seconds]) => [name, seconds - (before[name] ?? 0)]));
}

function sum(seconds: Readonly<Record<string, number>>): number {
  return Object.values(seconds).reduce((total, own) => total + own, 0);
}

/** Waits until the processes have done what the load left to do; answers when they had. */
async function settle(pids: Readonly<Record<string, number>>): Promise<number> {
  const began = performance.now();
  let before = treeSeconds(pids);
  for (let looks = 0, quiet = 0; looks < MOST_LOOKS && quiet < 2; looks += 1) {
    const at = performance.now();
    await delay(LOOK_MILLISECONDS);
    const now = treeSeconds(pids);
    quiet = sum(difference(before, now)) / ((performance.now() - at) / 1_000) > IDLE ? 0 : quiet + 1;
    before = now;
  }
  return Math.max(0, (performance.now() - began - 2 * LOOK_MILLISECONDS) / 1_000);
}

/** Processors each process uses while nobody calls. */
export async function idle(pids: Readonly<Record<string, number>>, seconds: number): Promise<Record<string, number>> {
  await settle(pids);
  const before = treeSeconds(pids);
  const began = performance.now();
  await delay(seconds * 1_000);
  const elapsed = (performance.now() - began) / 1_000;
  return Object.fromEntries(Object.entries(difference(before, treeSeconds(pids))).map(([name, used]) => [name, used / elapsed]));
}

/** Runs one load on one variant, and waits for the work it leaves. */
export async function measure(load: Load, variant: Variant, connections: number, seconds: number): Promise<Measurement> {
  const parts = treeSeconds(variant.pids);
  const { result, foreign } = await timed(() => load({ ...variant.order, connections, seconds }));
  const loaded = treeSeconds(variant.pids);
  const settled = await settle(variant.pids);
  const perRequest = (used: Readonly<Record<string, number>>): Record<string, number> =>
    Object.fromEntries(Object.entries(used).map(([name, own]) => [name, (own * 1_000_000) / Math.max(result.requests, 1)]));
  return {
    ...result,
    variant: variant.name,
    foreign,
    during: perRequest(difference(parts, loaded)),
    after: perRequest(difference(loaded, treeSeconds(variant.pids))),
    settled,
  };
}
