import { setTimeout as delay } from 'node:timers/promises';
import { machine, mebibytes, MemoryWatch, readOptions, runBench, say, startCity, type City } from '@gongshu/bench-platform';
import type { CatalogueImportView } from '@gongshu/contracts';
import { copied } from './copied.js';
import { catalogueRows, csvFile, xlsxFile } from './rows.js';

const { rows: count, items } = readOptions({ rows: 100_000, items: 10 });
const TYPES = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv' } as const;
type Format = keyof typeof TYPES;
type ImportCity = City<'catalogue'>;

const compilerOf = ({ stage }: ImportCity) => stage.party('city-compiler');

async function ask(city: ImportCity, path: string, init: RequestInit = {}): Promise<CatalogueImportView> {
  const compiler = compilerOf(city);
  const answer = await fetch(`${compiler.credential.gatewayUrl}${path}`, { ...init, headers: { ...init.headers, authorization: `Bearer ${await compiler.accessToken()}` } });
  if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`);
  return (await answer.json()) as CatalogueImportView;
}

async function importFile(city: ImportCity, format: Format, mode: string, file: Buffer, copySeconds: number): Promise<void> {
  const memory = new MemoryWatch(city.pidOf, ['catalogue']);
  const started = performance.now();
  const since = (): number => (performance.now() - started) / 1_000;
  let view = await ask(city, `/v1/catalogue-imports?mode=${mode}`, { method: 'POST', headers: { 'content-type': TYPES[format] }, body: Uint8Array.from(file) });
  const uploaded = since();
  let checked = 0;
  while (view.endedAt === null) {
    await delay(200);
    view = await ask(city, `/v1/catalogue-imports/${view.id}`);
    if (checked === 0 && view.state !== 'CHECKING') checked = since();
  }
  const seconds = since();
  const { before, most } = memory.end().catalogue;
  if (view.state !== 'COMPLETED' || view.rowsRead !== count) throw new Error(`the import ended as ${JSON.stringify(view)}`);
  say(
    `${format}, ${mode}: ${mebibytes(file.length).toFixed(1)} MiB stored after ${uploaded.toFixed(1)} s, checked after ${checked.toFixed(1)} s, ${String(view.entries)} entries drafted after ${seconds.toFixed(1)} s: ` +
      `${(count / seconds).toFixed(0)} rows/s, checking alone ${(count / (checked - uploaded)).toFixed(0)} rows/s; COPY of the same rows ${(count / copySeconds).toFixed(0)} rows/s: ratio ${(copySeconds / seconds).toFixed(4)}; ` +
      `memory ${before.toFixed(0)} MiB before, at most ${most.toFixed(0)} MiB`,
  );
}

await runBench(async (keep) => {
  const city = await keep(() => startCity('import', { apart: ['catalogue'] }));
  say(`${machine()}; ${String(count)} rows, ${String(items)} data items to a resource`);
  const rows = catalogueRows(count, items, compilerOf(city).credential.organisation);
  const files = { csv: csvFile(rows), xlsx: xlsxFile(rows) };
  const width = rows[0]?.length ?? 0;
  rows.length = 0;
  for (const [format, mode] of [['csv', 'valid-rows-only'], ['xlsx', 'valid-rows-only'], ['xlsx', 'all-or-nothing']] as const) {
    await importFile(city, format, mode, files[format], await copied(city.postgresUrl, files.csv, width));
  }
});
