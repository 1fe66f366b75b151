import { availableParallelism, cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import type { CatalogueImportView } from '@gongshu/contracts';
import { startImportPlatform, type ImportPlatform } from './import-platform.js';
import { catalogueRows, csvFile, xlsxFile } from './rows.js';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '100000' }, items: { type: 'string', default: '10' } } });
const [count, items] = [Number(values.rows), Number(values.items)];
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const TYPES = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv' } as const;
type Format = keyof typeof TYPES;

async function ask(platform: ImportPlatform, path: string, init: RequestInit = {}): Promise<CatalogueImportView> {
  const answer = await fetch(`${platform.url}${path}`, { ...init, headers: { ...init.headers, authorization: `Bearer ${await platform.token()}` } });
  if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`);
  return (await answer.json()) as CatalogueImportView;
}

async function importFile(platform: ImportPlatform, format: Format, mode: string, file: Buffer, copySeconds: number): Promise<void> {
  const before = await platform.memory();
  let most = before;
  const started = performance.now();
  const since = (): number => (performance.now() - started) / 1_000;
  let view = await ask(platform, `/v1/catalogue-imports?mode=${mode}`, { method: 'POST', headers: { 'content-type': TYPES[format] }, body: Uint8Array.from(file) });
  const uploaded = since();
  let checked = 0;
  while (view.endedAt === null) {
    await delay(200);
    view = await ask(platform, `/v1/catalogue-imports/${view.id}`);
    most = Math.max(most, await platform.memory());
    if (checked === 0 && view.state !== 'CHECKING') checked = since();
  }
  const seconds = since();
  if (view.state !== 'COMPLETED' || view.rowsRead !== count) throw new Error(`the import ended as ${JSON.stringify(view)}`);
  say(
    `${format}, ${mode}: ${(file.length / 1024 ** 2).toFixed(1)} MiB stored after ${uploaded.toFixed(1)} s, checked after ${checked.toFixed(1)} s, ${String(view.entries)} entries drafted after ${seconds.toFixed(1)} s: ` +
      `${(count / seconds).toFixed(0)} rows/s, checking alone ${(count / (checked - uploaded)).toFixed(0)} rows/s; COPY of the same rows ${(count / copySeconds).toFixed(0)} rows/s: ratio ${(copySeconds / seconds).toFixed(4)}; ` +
      `memory ${before.toFixed(0)} MiB before, at most ${most.toFixed(0)} MiB`,
  );
}

const platform = await startImportPlatform(fileURLToPath(new URL('../../../', import.meta.url)));
try {
  say(`${String(availableParallelism())} × ${cpus()[0]?.model ?? 'unknown processor'}, Node.js ${process.version}, load ${loadavg().map((load) => load.toFixed(1)).join(' ')}; ${String(count)} rows, ${String(items)} data items to a resource`);
  const rows = catalogueRows(count, items, platform.provider);
  const files = { csv: csvFile(rows), xlsx: xlsxFile(rows) };
  const width = rows[0]?.length ?? 0;
  rows.length = 0;
  for (const [format, mode] of [['csv', 'valid-rows-only'], ['xlsx', 'valid-rows-only'], ['xlsx', 'all-or-nothing']] as const) {
    await importFile(platform, format, mode, files[format], await platform.copy(files.csv, width));
  }
} finally {
  await platform.stop();
}
