import { Buffer } from 'node:buffer';
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  appendCatalogueImportPart, catalogueImportEnded, catalogueImportReceived, compileEntry, entryMoved, findCatalogueImportFaults, findEntries, finishCatalogueImportUpload, getCatalogueImport, openCatalogueImport,
  readCatalogueExport, type CatalogueImportView, type EntryContent, type EntryView, type CatalogueImportFault, type Role,
} from '@gongshu/contracts';
import { sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';
import { buildWorkbook } from './stand-ins/build-workbook.js';
import { csvOf, itemRow, manyRows, rowOf, TITLES } from './stand-ins/catalogue-rows.js';

let organisations = 0;
/** Somebody of an organisation of their own, so that no test sees another's entries. */
function party(...roles: Role[]): TestParty {
  organisations += 1;
  const id = `org-${String(organisations)}`;
  return { client: `${id}-client`, organisation: id, name: '省民政厅', division: '130000', level: 'PROVINCE', node: '130000', roles: roles.length === 0 ? ['DATA_ADMINISTRATOR'] : roles };
}

let t: TestService;
beforeAll(async () => {
  t = await startTestService(catalogueService, { settings: { DATABASE_POOL: '5' } });
});
afterAll(() => t.stop());

const refusal = (status: number, code: string, parts: object = {}): unknown => expect.objectContaining({ definition: expect.objectContaining({ status, code }), parts: expect.objectContaining(parts) });

interface Upload {
  readonly mode?: string;
  readonly format?: string;
  readonly key?: string;
  readonly piece?: number;
}
/** Node decodes GB18030 but does not encode it: each character is looked up among the bytes that decode to it. */
function inGb18030(text: string): Buffer {
  const decoder = new TextDecoder('gb18030');
  const bytesOf = new Map<string, Buffer>();
  const learn = (...bytes: number[]): void => void bytesOf.set(decoder.decode(Buffer.from(bytes)), Buffer.from(bytes));
  for (let lead = 0x81; lead < 0xff; lead += 1) for (let trail = 0x40; trail < 0xff; trail += 1) if (trail !== 0x7f) learn(lead, trail);
  learn(0x95, 0x34, 0xb2, 0x35);
  return Buffer.concat([...text].map((character) => (character.charCodeAt(0) < 128 ? Buffer.from(character) : (bytesOf.get(character) ?? Buffer.from('?')))));
}
const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
async function upload(bytes: Buffer, by: TestParty, { mode = 'all-or-nothing', format = 'xlsx', key = randomUUID(), piece = 512 * 1024 }: Upload = {}): Promise<CatalogueImportView> {
  const { id, bytesReceived } = await t.ask(openCatalogueImport, { mode, format }, by, { idempotencyKey: key });
  for (let at = bytesReceived; at < bytes.length; at += piece) await t.ask(appendCatalogueImportPart, { id, offset: at, body: bytes.subarray(at, at + piece).toString('base64') }, by);
  return t.ask(finishCatalogueImportUpload, { id, bytes: bytes.length, digest: digestOf(bytes) }, by);
}
const ended = ({ id }: { id: string }, by: TestParty, within = 20_000): Promise<CatalogueImportView> =>
  t.eventually(async () => {
    const view = await t.ask(getCatalogueImport, { id }, by);
    return view.endedAt !== null && view;
  }, within) as Promise<CatalogueImportView>;
async function imported(bytes: Buffer, by: TestParty, how: Upload = {}): Promise<CatalogueImportView> {
  return ended(await upload(bytes, by, how), by);
}
async function faultsOf(id: string, by: TestParty): Promise<CatalogueImportFault[]> {
  return (await t.ask(findCatalogueImportFaults, { id, limit: 200 }, by)).items;
}
async function entriesOf(by: TestParty): Promise<EntryView[]> {
  return (await t.ask(findEntries, { scope: 'mine', limit: 200 }, by)).items;
}
const workbook = (rows: readonly (readonly string[])[], name = '目录'): Buffer => buildWorkbook({ sheets: [{ name, rows: [TITLES, ...rows] }] });
const bad = rowOf({ '*信息资源名称': '有误', 共享类型: '部分共享', 信息资源提供方: '省教育厅' });

describe('an import', () => {
  it('drafts an entry for each resource, in the name of whoever opened it, and tells each', async () => {
    const by = party();
    const view = await imported(workbook([rowOf(), itemRow('级别', '整型', 'level'), rowOf({ '*信息资源名称': '其他' })]), by);
    expect(await faultsOf(view.id, by)).toEqual([]);
    expect(view).toMatchObject({ state: 'COMPLETED', rowsRead: 3, rowsValid: 3, rowsInvalid: 0, entries: 2, faults: 0 });
    const entries = await entriesOf(by);
    expect(entries.map(({ name, state, items }) => [name, state, items.length]).sort()).toEqual([['低保对象信息', 'DRAFT', 2], ['其他', 'DRAFT', 1]]);
    expect(entries[0]?.history).toEqual([expect.objectContaining({ act: 'compile', actor: by.client, organisation: '省民政厅' })]);
    await t.eventually(() => t.seen(catalogueImportEnded).some(({ data }) => data.id === view.id && data.completed && data.entries === 2));
    expect(t.seen(catalogueImportReceived).find(({ data }) => data.id === view.id)).toMatchObject({ actor: by.client, organisation: by.organisation });
    await t.eventually(() => entries.every(({ id }) => t.seen(entryMoved).filter(({ data }) => data.id === id).length === 1));
    expect(await t.query('SELECT 1 FROM catalogue_import_part WHERE import_id = $1', [view.id])).toEqual([]);
  });

  it('takes CSV in GB18030 as well', async () => {
    const by = party();
    const text = csvOf([TITLES, rowOf({ '信息资源摘要（必填）': '全省低保对象,𠮷' })]);
    expect(await imported(inGb18030(text), by, { format: 'csv' })).toMatchObject({ state: 'COMPLETED', entries: 1 });
    expect((await entriesOf(by))[0]).toMatchObject({ name: '低保对象信息', abstract: '全省低保对象,𠮷' });
  });

  it('is all or nothing when asked so, and reports every fault with its cell, in both languages', async () => {
    const by = party();
    const view = await imported(workbook([rowOf(), bad, [], rowOf({ '*信息资源名称': '三' })]), by);
    expect(view).toMatchObject({ state: 'REFUSED', rowsRead: 3, rowsValid: 2, rowsInvalid: 1, entries: 0, faults: 2 });
    expect(await entriesOf(by)).toEqual([]);
    expect(await faultsOf(view.id, by)).toEqual([
      { sheet: '目录', row: 3, cell: 'B3', column: '信息资源提供方', code: 'other-provider', zh: '提供方应为本机构“省民政厅”', en: 'The provider must be your own organisation “省民政厅”' },
      { sheet: '目录', row: 3, cell: 'I3', column: '共享类型', code: 'unknown-word', zh: '取值应为:无条件共享、有条件共享、不予共享', en: expect.stringContaining('Expected one of') as string },
    ]);
    const first = await t.ask(findCatalogueImportFaults, { id: view.id, limit: 1 }, by);
    expect(first.nextCursor).toBe('1');
    expect((await t.ask(findCatalogueImportFaults, { id: view.id, limit: 1, cursor: '1' }, by)).items.map(({ cell }) => cell)).toEqual(['I3']);
  });

  it.each([['valid-rows-only', 'COMPLETED', 1], ['all-or-nothing', 'REFUSED', 0]])('reports what the law refuses at its row, with the article: %s', async (mode, state, entries) => {
    const by = party();
    const view = await imported(workbook([rowOf(), rowOf({ '*信息资源名称': '二', 共享类型: '不予共享' })]), by, { mode });
    expect(view).toMatchObject({ state, rowsRead: 2, rowsValid: 1, rowsInvalid: 1, entries });
    expect(await faultsOf(view.id, by)).toEqual([expect.objectContaining({ sheet: '目录', row: 3, code: expect.stringMatching(/^catalogue\//) as string, zh: expect.stringContaining('(第15条)') as string, en: expect.stringContaining('Article 15') as string })]);
    expect(await entriesOf(by)).toHaveLength(entries);
  });

  it('takes valid rows only when asked so', async () => {
    const by = party();
    const view = await imported(Buffer.from(csvOf([TITLES, rowOf(), bad, rowOf({ '*信息资源名称': '三' })])), by, { mode: 'valid-rows-only', format: 'csv' });
    expect(view).toMatchObject({ state: 'COMPLETED', rowsValid: 2, rowsInvalid: 1, entries: 2, faults: 2 });
    expect((await faultsOf(view.id, by)).map(({ sheet, cell }) => [sheet, cell])).toEqual([[null, 'B3'], [null, 'I3']]);
  });

  it('reads every visible sheet, and refuses all of them when one header is wrong', async () => {
    const by = party();
    const two = (titles: readonly string[]): Buffer => buildWorkbook({ sheets: [{ name: '一', rows: [TITLES, rowOf()] }, { name: '空', rows: [] }, { name: '二', rows: [titles, rowOf({ '*信息资源名称': '二' })] }] });
    expect(await imported(two(TITLES), by)).toMatchObject({ state: 'COMPLETED', entries: 2 });
    const view = await imported(two(['序号', ...TITLES.slice(1)]), by, { mode: 'valid-rows-only' });
    expect(view).toMatchObject({ state: 'REFUSED', rowsRead: 0, entries: 0 });
    expect((await faultsOf(view.id, by)).map(({ sheet, cell, code }) => [sheet, cell, code])).toEqual([['二', 'A1', 'header-unknown'], ['二', null, 'header-missing']]);
  });

  it('refuses a file that breaks in its middle before anything is written', async () => {
    const by = party();
    const broken = Buffer.concat([Buffer.from(csvOf([TITLES, ...manyRows(300)])), Buffer.from('"never closed')]);
    const view = await imported(broken, by, { mode: 'valid-rows-only', format: 'csv' });
    expect(view).toMatchObject({ state: 'REFUSED', entries: 0 });
    expect((await faultsOf(view.id, by)).map(({ code, row }) => [code, row])).toEqual([['csv-form', 602]]);
    expect(await entriesOf(by)).toEqual([]);
  });

  it('says of an attack what it is, and of an empty table that it is empty', async () => {
    const by = party();
    const macros = buildWorkbook({ sheets: [{ name: '目录', rows: [TITLES, rowOf()] }], parts: { 'xl/vbaProject.bin': 'x' } });
    for (const [bytes, code] of [[macros, 'macros'], [workbook([]), 'no-rows'], [Buffer.from('PK\x03\x04'), 'not-a-spreadsheet']] as const) {
      const view = await imported(bytes, by);
      expect([view.state, (await faultsOf(view.id, by)).map((fault) => fault.code)]).toEqual(['REFUSED', [code]]);
    }
  });
});

describe('an upload', () => {
  it('goes on under its key where it was cut off, and is recognised when it is repeated', async () => {
    const by = party();
    const bytes = workbook(manyRows(50));
    const opened = await t.ask(openCatalogueImport, { mode: 'all-or-nothing', format: 'xlsx' }, by, { idempotencyKey: 'cut' });
    await t.ask(appendCatalogueImportPart, { id: opened.id, offset: 0, body: bytes.subarray(0, 700).toString('base64') }, by);
    const again = await t.ask(openCatalogueImport, { mode: 'all-or-nothing', format: 'xlsx' }, by, { idempotencyKey: 'cut' });
    expect(again).toMatchObject({ id: opened.id, bytesReceived: 700 });
    expect(await imported(bytes, by, { key: 'cut', piece: 900 })).toMatchObject({ id: opened.id, state: 'COMPLETED', entries: 50 });
    expect(await upload(bytes, by, { key: 'cut' })).toMatchObject({ id: opened.id, state: 'COMPLETED' });
    expect(await entriesOf(by)).toHaveLength(50);
    await expect(t.ask(openCatalogueImport, { mode: 'valid-rows-only', format: 'xlsx' }, by, { idempotencyKey: 'cut' })).rejects.toEqual(refusal(422, 'state/idempotency-key-reused'));
    await expect(t.ask(finishCatalogueImportUpload, { id: opened.id, bytes: 1, digest: '0'.repeat(64) }, by)).rejects.toEqual(refusal(422, 'catalogue/import-content-differs'));
  });

  it('takes each part once and in its place, and nothing whose digest differs', async () => {
    const by = party();
    const bytes = workbook([rowOf()]);
    const { id } = await t.ask(openCatalogueImport, { mode: 'all-or-nothing', format: 'xlsx' }, by);
    const body = bytes.subarray(0, 500).toString('base64');
    for (let time = 0; time < 2; time += 1) expect(await t.ask(appendCatalogueImportPart, { id, offset: 0, body }, by)).toMatchObject({ bytesReceived: 500 });
    for (const offset of [400, 900]) await expect(t.ask(appendCatalogueImportPart, { id, offset, body }, by)).rejects.toEqual(refusal(409, 'catalogue/import-part-misplaced', { allowed: ['500'] }));
    await expect(t.ask(finishCatalogueImportUpload, { id, bytes: bytes.length, digest: digestOf(bytes) }, by)).rejects.toEqual(refusal(409, 'catalogue/import-part-misplaced'));
    await expect(t.ask(finishCatalogueImportUpload, { id, bytes: 500, digest: digestOf(bytes) }, by)).rejects.toEqual(refusal(422, 'catalogue/import-content-differs'));
    await expect(t.ask(getCatalogueImport, { id }, by)).rejects.toEqual(refusal(404, 'access/not-found'));
  });

  it('is refused at its first bytes when they are another format’s', async () => {
    const by = party();
    const first = async (format: string, bytes: Buffer): Promise<unknown> => {
      const { id } = await t.ask(openCatalogueImport, { mode: 'all-or-nothing', format }, by);
      return t.ask(appendCatalogueImportPart, { id, offset: 0, body: bytes.toString('base64') }, by);
    };
    await expect(first('xlsx', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1]))).rejects.toEqual(refusal(422, 'catalogue/spreadsheet-unreadable', { detail: expect.objectContaining({ en: expect.stringContaining('password') as string }) as object }));
    await expect(first('xlsx', Buffer.from('信息资源名称'))).rejects.toEqual(refusal(422, 'catalogue/spreadsheet-unreadable'));
    await expect(first('csv', workbook([]))).rejects.toEqual(refusal(422, 'catalogue/spreadsheet-unreadable'));
  });

  it('is for data administrators, and nobody’s but their organisation’s; unfinished ones are few', async () => {
    const [by, other, reviewer] = [party(), party(), party('CATALOGUE_REVIEWER')];
    const { id } = await t.ask(openCatalogueImport, { mode: 'all-or-nothing', format: 'csv' }, by);
    await expect(t.ask(getCatalogueImport, { id }, other)).rejects.toEqual(refusal(404, 'access/not-found'));
    await expect(t.ask(findCatalogueImportFaults, { id }, other)).rejects.toEqual(refusal(404, 'access/not-found'));
    await expect(t.ask(appendCatalogueImportPart, { id, offset: 0, body: 'YQ==' }, other)).rejects.toEqual(refusal(404, 'access/not-found'));
    await expect(t.ask(openCatalogueImport, { mode: 'all-or-nothing', format: 'csv' }, reviewer)).rejects.toEqual(refusal(403, 'access/forbidden'));
    await expect(t.ask(openCatalogueImport, { mode: 'all-or-nothing', format: 'csv' })).rejects.toEqual(refusal(401, 'access/unauthenticated'));
    for (let n = 0; n < 4; n += 1) await t.ask(openCatalogueImport, { mode: 'all-or-nothing', format: 'csv' }, by);
    await expect(t.ask(openCatalogueImport, { mode: 'all-or-nothing', format: 'csv' }, by)).rejects.toEqual(refusal(429, 'catalogue/too-many-imports'));
  });
});

/** An entry that no rule of classes asks after. */
const departmental = (differs: Partial<EntryContent>): EntryContent => {
  const { subclass: _none, ...content } = sampleEntry({ entryClass: 'DEPARTMENT', ...differs });
  return content;
};

describe('an export', () => {
  const exported = async (format: string, by: TestParty): Promise<Buffer> => {
    const chunks: Buffer[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const part: { body: string; nextCursor: string | null } = await t.ask(readCatalogueExport, { format, scope: 'mine', ...(cursor === undefined ? {} : { cursor }) }, by);
      chunks.push(Buffer.from(part.body, 'base64'));
      cursor = part.nextCursor;
    }
    return Buffer.concat(chunks);
  };

  it.each(['xlsx', 'csv'])('as %s imports again to the same content, page after page', async (format) => {
    const [from, to] = [party(), party()];
    const contents: EntryContent[] = [
      departmental({ name: '=HYPERLINK("http://x")', abstract: '+1\r\n"引号",逗号' }),
      departmental({ name: "'-@", notSharedBasis: { level: 'ADMINISTRATIVE_REGULATION', title: '某条例', article: '3' }, openType: 'ON_APPLICATION', openCondition: '_x000D_' }),
      departmental({
        name: '都写', updateCycle: 'REAL_TIME', securityLevel: 'CORE', formatClass: 'DATABASE', serviceRelated: true, sensitive: false, spatialCoverage: '河北省', coversFrom: '2020-02-29', coversTo: '2026-01-01',
        relatedCodes: ['1300001/000001', '1300003/000002'], keywords: ['低保', '救助 对象'], contact: '信息中心',
        items: [{ column: 'a', name: '@甲', type: 'DATETIME', personal: true, feature: 'COLLECTED_AT' }, { column: 'b', name: '乙', type: 'BOOLEAN', personal: false, identifies: 'PERSON' }],
      }),
      ...Array.from({ length: 230 }, (_, n) => departmental({ name: `第${String(n)}项` })),
    ];
    for (const content of contents) await t.ask(compileEntry, content, from);
    const view = await imported(await exported(format, from), to, { format });
    expect(await faultsOf(view.id, to)).toEqual([]);
    expect(view).toMatchObject({ state: 'COMPLETED', entries: contents.length });
    const again = await t.query<{ content: EntryContent }>('SELECT content FROM catalogue_entry WHERE provider_id = $1', [to.organisation]);
    const byName = (one: EntryContent, other: EntryContent): number => (one.name < other.name ? -1 : 1);
    expect(again.map(({ content }) => content).sort(byName)).toEqual([...contents].sort(byName));
  });

  it('of nothing is a form to fill in', async () => {
    const by = party();
    expect((await exported('csv', by)).toString()).toMatch(/^\ufeff信息资源名称,信息资源代码,信息资源提供方,/);
    await expect(t.ask(readCatalogueExport, { format: 'csv', scope: 'mine', cursor: 'x~1' }, by)).rejects.toEqual(refusal(422, 'input/invalid'));
  });
});

describe('a service that is stopped in the middle', () => {
  it.each(['valid-rows-only', 'all-or-nothing'])('goes on where it was, and neither loses nor doubles an entry: %s', async (mode) => {
    const by = party();
    const { id } = await upload(workbook(manyRows(1_500)), by, { mode });
    const positions = new Set<string>();
    for (let stop = 0; stop < 4; stop += 1) {
      await t.eventually(async () => {
        const [row] = await t.query<{ position: number; state: string; ended: boolean }>('SELECT position, state, ended_at IS NOT NULL AS ended FROM catalogue_import WHERE id = $1', [id]);
        const at = `${String(row?.state)} ${String(row?.position)}`;
        return row?.ended === true || (!positions.has(at) && positions.add(at));
      });
      await t.stopService();
      await t.startService();
    }
    expect(positions.size).toBeGreaterThan(1);
    expect(await ended({ id }, by, 60_000)).toMatchObject({ state: 'COMPLETED', rowsRead: 3_000, entries: 1_500, faults: 0 });
    const [count] = await t.query<{ entries: number; names: number }>("SELECT count(*)::integer AS entries, count(DISTINCT content ->> 'name')::integer AS names FROM catalogue_entry WHERE provider_id = $1", [by.organisation]);
    expect(count).toEqual({ entries: 1_500, names: 1_500 });
  }, 120_000);
});
