import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { memoryOf, type ProcessMemory } from './memory.js';
import { startPlatform, type StartedPlatform } from './started-platform.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const { values } = parseArgs({ options: { topology: { type: 'string', default: 'hebei' }, rounds: { type: 'string', default: '3' }, port: { type: 'string', default: '19080' } } });
const say = (line: string): void => void process.stdout.write(`${line}\n`);
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
  const all = memoryOf([launcher]);
  const told = groups.map(([name, roots]) => ({ name, parts: memoryOf(roots) }));
  const others = sum(all) - told.reduce((total, { parts }) => total + sum(parts), 0);
  const line = (name: string, mebibytes: number, count = 1): string => `  ${name.padEnd(18)} ${mebibytes.toFixed(0).padStart(5)} MiB${count === 1 ? '' : `  (${String(count)} processes)`}`;
  return [...told.map(({ name, parts }) => line(name, sum(parts), parts.length)), line('launcher', others), line('together', sum(all), all.length)];
}

const home = await mkdtemp(join(tmpdir(), 'gongshu-start-up-'));
await chmod(home, 0o755);
const place = { home, port: Number(values.port) };
say(`${String(availableParallelism())} × ${cpus()[0]?.model ?? 'unknown processor'}, load ${loadavg().map((load) => load.toFixed(1)).join(' ')} before the first start`);
try {
  const first = await startPlatform(root, values.topology, place);
  say(`first start, from nothing: ${seconds(first.seconds)}; stopped in ${seconds(await first.stop())}`);
  const times: number[] = [];
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    const platform = await startPlatform(root, values.topology, place);
    times.push(platform.seconds);
    if (round === Number(values.rounds)) {
      await delay(SETTLING_MILLISECONDS);
      say('memory, proportional set size:');
      for (const line of memoryReport(platform)) say(line);
    }
    say(`start ${String(round)} on the same data: ${seconds(platform.seconds)}; stopped in ${seconds(await platform.stop())}`);
  }
  times.sort((a, b) => a - b);
  say(`median ${seconds(times[Math.floor(times.length / 2)] ?? 0)}, from ${seconds(times[0] ?? 0)} to ${seconds(times.at(-1) ?? 0)}`);
} finally {
  await rm(home, { recursive: true, force: true });
}
