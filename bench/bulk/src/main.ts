import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startBulkPlatform, type BulkPlatform } from './bulk-platform.js';
import { openPlainCopy } from './plain-copy.js';
import { resumedDownload } from './resumed-download.js';
import { ITEMS, writeRows } from './rows.js';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '3' }, gigabytes: { type: 'string' }, kills: { type: 'string', default: '0' }, seed: { type: 'string', default: '1' } },
});
const [count, rounds, kills] = [Number(values.rows), Number(values.rounds), Number(values.kills)];
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function spread(figures: readonly number[]): string {
  const sorted = [...figures].sort((a, b) => a - b);
  const [low = 0, middle = 0, high = 0] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  return `${middle.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}

async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; result: T }> {
  const started = performance.now();
  const result = await work();
  return { seconds: (performance.now() - started) / 1_000, result };
}

async function digestOf(source: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of source) hash.update(chunk);
  return hash.digest('hex');
}

async function unload(platform: BulkPlatform): Promise<number> {
  const answer = await platform.open('/rows?form=csv', 'ROWS');
  let bytes = 0;
  await pipeline(answer, new Writable({ highWaterMark: 1024 * 1024, write: (chunk: Buffer, _encoding, done) => {
    bytes += chunk.length;
    done();
  } }));
  if (answer.statusCode !== 200) throw new Error(`the download ended with ${String(answer.statusCode)}`);
  return bytes;
}

/** Makes a version of about so many bytes the current one; answers its digest, which is its file's. */
async function loadLarge(bytes: number): Promise<string> {
  const file = join(platform.folder, 'large.csv');
  await writeRows(file, Math.ceil((bytes / (await stat(join(platform.folder, 'rows.csv'))).size) * count));
  const before = await platform.memory('exchange');
  const { seconds, result } = await timed(() => platform.load(file));
  const { size } = await stat(file);
  await rm(file);
  say(`import of ${(size / 1024 ** 3).toFixed(2)} GiB: ${(size / 1024 ** 2 / seconds).toFixed(0)} MiB/s, memory of the exchange ${before.toFixed(0)} MiB before, ${(await platform.memory('exchange')).toFixed(0)} MiB after`);
  return result;
}

const platform = await startBulkPlatform(fileURLToPath(new URL('../../../', import.meta.url)));
try {
  say(`${String(availableParallelism())} × ${cpus()[0]?.model ?? 'unknown processor'}, Node.js ${process.version}, load ${loadavg().map((load) => load.toFixed(1)).join(' ')}; ${String(count)} rows × ${String(ITEMS.length)} columns`);
  const file = join(platform.folder, 'rows.csv');
  await writeRows(file, count);
  const expected = await digestOf(createReadStream(file));
  const plain = await openPlainCopy(platform.postgresUrl, ITEMS.length);
  const ratios: { in: number[]; out: number[] } = { in: [], out: [] };
  // The first round warms both up.
  for (let round = 0; round <= rounds; round += 1) {
    const copyFirst = round % 2 === 0;
    const before = copyFirst ? await plain.load(file) : 0;
    const busy = await platform.processorTime('exchange');
    const loaded = await timed(() => platform.load(file));
    const checking = (await platform.processorTime('exchange')) - busy;
    const copyIn = copyFirst ? before : await plain.load(file);
    if (loaded.result !== expected) throw new Error('the version has not the digest of the file');
    // Whoever reads rows first marks them as committed; that is not what is measured.
    await plain.unload();
    const [firstOut, exported] = copyFirst ? [await plain.unload(), await timed(() => unload(platform))] : [0, await timed(() => unload(platform))];
    const copyOut = copyFirst ? firstOut : await plain.unload();
    say(`  round ${String(round)}: in ${loaded.seconds.toFixed(2)} s (exchange busy ${checking.toFixed(2)} s), ${plain.name} ${copyIn.toFixed(2)} s; out ${exported.seconds.toFixed(2)} s, ${plain.name} ${copyOut.toFixed(2)} s; exchange ${(await platform.memory('exchange')).toFixed(0)} MiB`);
    if (round === 0) continue;
    ratios.in.push(copyIn / loaded.seconds);
    ratios.out.push(copyOut / exported.seconds);
  }
  await plain.close();
  const answer = await platform.open('/rows?form=csv', 'ROWS');
  say(`validated import / ${plain.name}: ${spread(ratios.in)}; export / ${plain.name}: ${spread(ratios.out)} (median, lowest–highest of the rounds); download equals upload: ${String((await digestOf(answer)) === expected)}`);
  if (kills > 0) {
    const digest = values.gigabytes === undefined ? expected : await loadLarge(Number(values.gigabytes) * 1024 ** 3);
    say(await resumedDownload(platform, { kills, seed: Number(values.seed), expected: digest }));
  }
} finally {
  await platform.stop();
}
