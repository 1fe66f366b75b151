import type { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { appendCatalogueImportPart, finishCatalogueImportUpload, getCatalogueImport, openCatalogueImport } from '@gongshu/contracts';
import { startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';
import { buildWorkbook } from './stand-ins/build-workbook.js';
import { rowOf, TITLES } from './stand-ins/catalogue-rows.js';

const ROWS = 20_000;
/** Each so many rows has no fault and becomes an entry. */
const VALID_EACH = 40;
const PART = 512 * 1024;
const MOST_GROWTH = 32 * 1024 * 1024;

const by: TestParty = { client: 'c', organisation: 'minzheng', name: '省民政厅', division: '130000', level: 'PROVINCE', node: '130000', roles: ['DATA_ADMINISTRATOR'] };
let t: TestService;
beforeAll(async () => {
  t = await startTestService(catalogueService);
});
afterAll(() => t.stop());

function liveHeap(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

/** Rows whose texts alone, were they held, would take 60 MB. They are not packed, because so much of the same would be taken for a bomb. */
function largeWorkbook(): Buffer {
  const filler = '摘'.repeat(1_500);
  const rows = Array.from({ length: ROWS }, (_, n) =>
    rowOf({ '*信息资源名称': `资源${String(n)}`, '信息资源摘要（必填）': `${String(n)}${filler}`, ...(n % VALID_EACH === 0 ? {} : { 更新周期: '有时' }) }));
  return buildWorkbook({ sheets: [{ name: '目录', rows: [TITLES, ...rows] }], level: 0 });
}

it('20,000 rows are read in memory that does not grow with them', async () => {
  const bytes = largeWorkbook();
  const { id } = await t.ask(openCatalogueImport, { mode: 'valid-rows-only', format: 'xlsx' }, by);
  for (let at = 0; at < bytes.length; at += PART) await t.ask(appendCatalogueImportPart, { id, offset: at, body: bytes.subarray(at, at + PART).toString('base64') }, by);
  const before = liveHeap();
  await t.ask(finishCatalogueImportUpload, { id, bytes: bytes.length, digest: createHash('sha256').update(bytes).digest('hex') }, by);
  let most = before;
  let [samples, probes] = [0, 0];
  const view = await t.eventually(async () => {
    // Looking takes a whole collection of garbage, and would keep the import from its work.
    if (probes % 50 === 0) {
      most = Math.max(most, liveHeap());
      samples += 1;
    }
    probes += 1;
    const found = await t.ask(getCatalogueImport, { id }, by);
    return found.endedAt !== null && found;
  }, 280_000);
  expect(view).toMatchObject({ state: 'COMPLETED', rowsRead: ROWS, entries: ROWS / VALID_EACH, faults: ROWS - ROWS / VALID_EACH });
  expect(samples).toBeGreaterThan(2);
  expect(most - before).toBeLessThan(MOST_GROWTH);
}, 300_000);
