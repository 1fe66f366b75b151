import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gibibytes, machine, mebibytes, MemoryWatch, readOptions, runBench, say, spread, timed, treeSeconds, type MemoryRun } from '@gongshu/bench-platform';
import { PASSED, startBulkCity, type BulkCity, type Passed } from './bulk-city.js';
import { openPlainCopy } from './plain-copy.js';
import { resumedDownload, wholeDownload } from './resumed-download.js';
import { ITEMS, writeRows } from './rows.js';

const WARM_UP_BYTES = 256 * 1024 ** 2;
/** How much memory a transfer may take beyond what the one before it left, MiB. */
const MOST_GROWTH = 64;

const { rows: count, rounds, gigabytes, kills, seed } = readOptions({ rows: 1_000_000, rounds: 3, gigabytes: null, kills: 0, seed: 1 });

async function digestOf(source: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of source) hash.update(chunk);
  return hash.digest('hex');
}

async function unload(city: BulkCity): Promise<number> {
  const answer = await city.open('/rows?form=csv', 'ROWS');
  let bytes = 0;
  await pipeline(answer, new Writable({ highWaterMark: 1024 * 1024, write: (chunk: Buffer, _encoding, done) => {
    bytes += chunk.length;
    done();
  } }));
  if (answer.statusCode !== 200) throw new Error(`the download ended with ${String(answer.statusCode)}`);
  return bytes;
}

/** Import and export in rounds beside psql's. */
async function besidePsql(city: BulkCity, file: string, expected: string): Promise<void> {
  const plain = await openPlainCopy(city.postgresUrl, ITEMS.length);
  const processorTime = (): number => treeSeconds({ exchange: city.pidOf('exchange') }).exchange;
  const ratios = { in: [] as number[], out: [] as number[], foreign: [] as number[] };
  // The first round warms both up.
  for (let round = 0; round <= rounds; round += 1) {
    const copyFirst = round % 2 === 0;
    const before = copyFirst ? await plain.load(file) : 0;
    const busy = processorTime();
    const loaded = await timed(() => city.load(file));
    const checking = processorTime() - busy;
    const copyIn = copyFirst ? before : await plain.load(file);
    if (loaded.result !== expected) throw new Error('the version has not the digest of the file');
    // Whoever reads rows first marks them as committed; that is not what is measured.
    await plain.unload();
    const firstOut = copyFirst ? await plain.unload() : 0;
    const exported = await timed(() => unload(city));
    const copyOut = copyFirst ? firstOut : await plain.unload();
    say(`  round ${String(round)}: in ${loaded.seconds.toFixed(2)} s (exchange busy ${checking.toFixed(2)} s), ${plain.name} ${copyIn.toFixed(2)} s; out ${exported.seconds.toFixed(2)} s, ${plain.name} ${copyOut.toFixed(2)} s`);
    if (round === 0) continue;
    ratios.in.push(copyIn / loaded.seconds);
    ratios.out.push(copyOut / exported.seconds);
    ratios.foreign.push(loaded.foreign, exported.foreign);
  }
  await plain.close();
  const equal = (await digestOf(await city.open('/rows?form=csv', 'ROWS'))) === expected;
  if (!equal) process.exitCode = 1;
  say(`validated import / ${plain.name}: ${spread(ratios.in)}; export / ${plain.name}: ${spread(ratios.out)} (median, lowest–highest of the rounds), foreign CPU ${spread(ratios.foreign)}; download equals upload: ${String(equal)}`);
}

/** Makes a version of about so many bytes the current one; answers its digest, which is its file's. */
async function loadVersion(city: BulkCity, bytes: number, bytesPerRow: number): Promise<string> {
  const file = join(city.folder, 'large.csv');
  await writeRows(file, Math.ceil(bytes / bytesPerRow));
  const { size } = await stat(file);
  const { seconds, result } = await timed(() => city.load(file));
  await rm(file);
  say(`import of ${gibibytes(size).toFixed(2)} GiB: ${(mebibytes(size) / seconds).toFixed(0)} MiB/s`);
  return result;
}

function sayGrowth(what: string, runs: Readonly<Record<Passed, MemoryRun>>): void {
  const grown = (part: Passed): number => runs[part].most - runs[part].before;
  say(`memory during the ${what}: ${PASSED.map((part) => `${part} ${runs[part].before.toFixed(0)} MiB when warm, at most ${runs[part].most.toFixed(0)} MiB, grown by ${grown(part).toFixed(0)}`).join('; ')} (aim ${String(MOST_GROWTH)})`);
  if (PASSED.some((part) => grown(part) > MOST_GROWTH)) process.exitCode = 1;
}

/** Broken off and resumed; what a first transfer of the same kind takes is not growth. */
async function brokenOff(city: BulkCity, loaded: string, bytesPerRow: number): Promise<void> {
  let expected = gigabytes === null ? loaded : await loadVersion(city, WARM_UP_BYTES, bytesPerRow);
  await wholeDownload(city, expected);
  if (gigabytes !== null) {
    const importing = new MemoryWatch(city.pidOf, PASSED);
    expected = await loadVersion(city, gigabytes * 1024 ** 3, bytesPerRow);
    sayGrowth('import', importing.end());
  }
  const downloading = new MemoryWatch(city.pidOf, PASSED);
  say(await resumedDownload(city, { kills, seed, expected, memory: downloading }));
  sayGrowth('download', downloading.end());
}

await runBench(async (keep) => {
  const city = await keep(startBulkCity);
  say(`${machine()}; ${String(count)} rows × ${String(ITEMS.length)} columns`);
  const file = join(city.folder, 'rows.csv');
  await writeRows(file, count);
  const expected = await digestOf(createReadStream(file));
  await besidePsql(city, file, expected);
  if (kills > 0) await brokenOff(city, expected, (await stat(file)).size / count);
});
