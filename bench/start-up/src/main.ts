import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { benchFolder, machine, median, readOptions, ROOT, runBench, say, treeMemory, type ProcessMemory } from '@gongshu/bench-platform';
import { startPlatform, type StartedPlatform } from './started-platform.js';

const { topology, rounds, port } = readOptions({ topology: 'hebei', rounds: 3, port: 19_080 });
const seconds = (value: number): string => `${value.toFixed(1)} s`;
/** After "ready" a platform still greets its neighbours and signs its log. */
const SETTLING_MILLISECONDS = 10_000;

const sum = (parts: readonly ProcessMemory[]): number => parts.reduce((total, { mebibytes }) => total + mebibytes, 0);

function memoryReport({ launcher, processes: { postgres, nats, nodes } }: StartedPlatform): string[] {
  const groups: [string, number[]][] = [
    ...Object.entries(nodes).map(([code, pid]): [string, number[]] => [`node ${code}`, [pid ?? 0]]),
    ['PostgreSQL', [postgres ?? 0]],
    ...Object.entries(nats).map(([code, pid]): [string, number[]] => [`NATS ${code}`, [pid]]),
  ];
  const all = treeMemory([launcher]);
  const told = groups.map(([name, roots]) => ({ name, parts: treeMemory(roots) }));
  const others = sum(all) - told.reduce((total, { parts }) => total + sum(parts), 0);
  const line = (name: string, mebibytes: number, count = 1): string => `  ${name.padEnd(18)} ${mebibytes.toFixed(0).padStart(5)} MiB${count === 1 ? '' : `  (${String(count)} processes)`}`;
  return [...told.map(({ name, parts }) => line(name, sum(parts), parts.length)), line('launcher', others), line('together', sum(all), all.length)];
}

await runBench(async (keep) => {
  const { home } = await keep(async () => {
    const folder = await benchFolder('start-up');
    return { home: folder, stop: () => rm(folder, { recursive: true, force: true }) };
  });
  say(`${machine()} before the first start`);
  const start = () => keep(() => startPlatform(ROOT, topology, { home, port }));
  const first = await start();
  say(`first start, from nothing: ${seconds(first.seconds)}; stopped in ${seconds(await first.end())}`);
  const times: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const platform = await start();
    times.push(platform.seconds);
    if (round === rounds) {
      await delay(SETTLING_MILLISECONDS);
      say('memory, proportional set size:');
      for (const line of memoryReport(platform)) say(line);
    }
    say(`start ${String(round)} on the same data: ${seconds(platform.seconds)}; stopped in ${seconds(await platform.end())}`);
  }
  say(`median ${seconds(median(times))}, from ${seconds(Math.min(...times))} to ${seconds(Math.max(...times))}`);
});
