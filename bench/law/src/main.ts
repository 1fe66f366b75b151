import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { deadlineWork, requestWork, type Work } from './work.js';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' }, seconds: { type: 'string', default: '1' } } });
const rounds = Number(values.rounds);
const milliseconds = Number(values.seconds) * 1_000;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** How many a second, over at least the given time. */
function rateOf({ batch, size }: Work): number {
  const from = performance.now();
  let done = 0;
  let now = from;
  for (; now - from < milliseconds; now = performance.now()) {
    batch();
    done += size;
  }
  return (done * 1_000) / (now - from);
}

function spread(values: readonly number[], text: (value: number) => string): string {
  const sorted = values.toSorted((a, b) => a - b);
  return `${text(sorted[Math.floor(sorted.length / 2)] ?? Number.NaN)} (${text(sorted[0] ?? Number.NaN)}–${text(sorted.at(-1) ?? Number.NaN)})`;
}

const perSecond = (value: number): string => Math.round(value).toLocaleString('en');
const times = (value: number): string => `${value.toFixed(1)} ×`;

say(`${String(availableParallelism())} × ${cpus()[0]?.model ?? 'unknown processor'}, node ${process.version}, load ${loadavg().map((load) => load.toFixed(1)).join(' ')}`);
const contests = [deadlineWork(), requestWork()];
for (const { library, naive } of contests) {
  if (library.batch() !== naive.batch()) throw new Error('the two implementations disagree: nothing to compare');
  // Once for the compiler.
  for (const work of [library, naive]) rateOf(work);
}
const measured = contests.map(({ name }) => ({ name, library: [] as number[], naive: [] as number[] }));
for (let round = 0; round < rounds; round += 1) {
  for (const [index, { library, naive }] of contests.entries()) {
    measured[index]?.library.push(rateOf(library));
    measured[index]?.naive.push(rateOf(naive));
  }
}
for (const { name, library, naive } of measured) {
  say(`${name}, medians of ${String(rounds)} rounds (lowest–highest):`);
  say(`  library ${spread(library, perSecond)} /s, naive ${spread(naive, perSecond)} /s, ratio ${spread(library.map((rate, round) => rate / (naive[round] ?? Number.NaN)), times)}`);
}
