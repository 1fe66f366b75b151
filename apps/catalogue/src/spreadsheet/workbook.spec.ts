import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { headerOf } from './header.js';
import { faultAt, UnreadableSpreadsheet, type FaultCode } from './import-fault.js';
import { buildWorkbook, fileOf, shelfInMemory, type CellSpec, type WorkbookSpec } from './stand-ins/build-workbook.js';
import { rowOf, TITLES } from './stand-ins/catalogue-rows.js';
import type { TableRow } from './table.js';
import { openWorkbook } from './workbook.js';

async function rowsOf(bytes: Buffer): Promise<{ sheet: string | null; rows: TableRow[] }[]> {
  const read = [];
  for (const sheet of await openWorkbook(fileOf(bytes), shelfInMemory())) {
    const rows: TableRow[] = [];
    for await (const group of sheet.rows()) rows.push(...group);
    read.push({ sheet: sheet.name, rows });
  }
  return read;
}
const one = (rows: readonly (readonly CellSpec[])[], more: Partial<WorkbookSpec> & { after?: string } = {}): Buffer =>
  buildWorkbook({ ...more, sheets: [{ name: '目录', rows, ...(more.after === undefined ? {} : { after: more.after }) }] });
const values = async (cells: readonly CellSpec[], more: Partial<WorkbookSpec> = {}): Promise<unknown> =>
  (await rowsOf(one([cells], more)))[0]?.rows[0]?.cells.map(({ column, value, trouble }) => [column, value, trouble]);
const codesOf = async (reading: Promise<unknown>): Promise<string[]> =>
  reading.then(
    () => [],
    (error: unknown) => {
      if (error instanceof UnreadableSpreadsheet) return error.faults.map(({ code }) => code);
      throw error;
    },
  );
const SHEET = 'xl/worksheets/sheet1.xml';

describe('a workbook', () => {
  it('gives its visible sheets, the rows that hold anything, and each cell at its address', async () => {
    const bytes = buildWorkbook({
      sheets: [
        { name: '甲', rows: [['a', null, 'c'], [], [null, ' '], ['𠮷 & <b>', 'x']] },
        { name: '字典', state: 'hidden', rows: [['不读']] },
        { name: '乙', rows: [] },
      ],
    });
    expect(await rowsOf(bytes)).toEqual([
      { sheet: '甲', rows: [{ row: 1, cells: [cell(1, 'a'), cell(3, 'c')] }, { row: 4, cells: [cell(1, '𠮷 & <b>'), cell(2, 'x')] }] },
      { sheet: '乙', rows: [] },
    ]);
  });

  it('says dates as days, by its own calendar, and numbers as they are', async () => {
    const days: CellSpec[] = [{ xml: '<c r="{r}" s="2"><v>46083</v></c>' }, { xml: '<c r="{r}" s="3"><v>46083.5</v></c>' }, { xml: '<c r="{r}"><v>46083</v></c>' }];
    expect(await values(days)).toEqual([[1, '2026-03-02', null], [2, '2026-03-02T12:00:00', null], [3, '46083', null]]);
    expect(await values([{ xml: '<c r="{r}" s="2"><v>44621</v></c>' }], { date1904: true })).toEqual([[1, '2026-03-02', null]]);
  });

  it('tells inline and rich texts, escapes and flags', async () => {
    const cells: CellSpec[] = [
      { xml: '<c r="{r}" t="inlineStr"><is><r><t>甲</t></r><r><t xml:space="preserve"> 乙</t></r></is></c>' },
      { xml: '<c r="{r}" t="b"><v>1</v></c>' },
      'a_x000D_b_x005F_x000D_',
    ];
    expect(await values(cells)).toEqual([[1, '甲 乙', null], [2, '1', null], [3, 'a\rb_x000D_', null]]);
  });

  it('marks formulas, errors and hyperlinks, whatever they show', async () => {
    const cells: CellSpec[] = [{ xml: '<c r="{r}"><f>1+1</f><v>2</v></c>' }, { xml: '<c r="{r}" t="e"><v>#N/A</v></c>' }, '链接', '无'];
    const after = '<hyperlinks><hyperlink ref="C1:C9" r:id="x"/></hyperlinks>';
    const read = await rowsOf(one([cells], { after }));
    expect(read[0]?.rows[0]?.cells.map(({ trouble }) => trouble)).toEqual(['formula', 'error-value', 'hyperlink', null]);
  });

  it('finds texts among more than fit into memory', async () => {
    const texts = Array.from({ length: 5_000 }, (_, n) => `${String(n)}${'长'.repeat(2_000)}`);
    const read = await rowsOf(one(texts.map((text) => [text, texts[0] ?? '']), { level: 0 }));
    expect(read[0]?.rows.map(({ cells }) => cells[0]?.value.split('长')[0])).toEqual(texts.map((_, n) => String(n)));
    expect(read[0]?.rows.at(-1)?.cells[1]?.value.startsWith('0长')).toBe(true);
  });
});

describe('what is no workbook, or an attack, is refused and said to be', () => {
  const bomb = Buffer.alloc(64 * 1024 * 1024, ' ');
  const bombs = '<worksheet><sheetData>';
  it.each<[string, () => Buffer, string]>([
    ['an encrypted file', () => Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(4_000)]), 'encrypted'],
    ['no archive', () => Buffer.from('PK\x03\x04 but nothing more'), 'not-a-spreadsheet'],
    ['a cut archive', () => one([['a']]).subarray(0, 400), 'not-a-spreadsheet'],
    ['another archive', () => buildWorkbook({ parts: { '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': 'no XML' } }), 'not-a-spreadsheet'],
    ['macros by type', () => one([['a']], { contentType: 'application/vnd.ms-excel.sheet.macroEnabled.main+xml' }), 'macros'],
    ['macros by part', () => one([['a']], { parts: { 'xl/vbaProject.bin': 'x' } }), 'macros'],
    ['a zip bomb', () => one([['a']], { parts: { [SHEET]: bomb } }), 'too-large-inside'],
    ['entities that double', () => one([['a']], { parts: { [SHEET]: `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${bombs}<row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>` } }), 'document-type'],
    ['an entity nobody declared', () => one([['a']], { parts: { 'xl/sharedStrings.xml': '<sst><si><t>&b;</t></si></sst>' } }), 'not-a-spreadsheet'],
    ['depth', () => one([['a']], { parts: { [SHEET]: '<a>'.repeat(1_000) } }), 'not-a-spreadsheet'],
    ['a tag without end', () => one([['a']], { parts: { [SHEET]: `<a b="${Array.from({ length: 900_000 }, (_, n) => n).join('')}` }, level: 0 }), 'not-a-spreadsheet'],
    ['rows in disorder', () => one([['a']], { parts: { [SHEET]: `${bombs}<row r="2"/><row r="1"/></sheetData></worksheet>` } }), 'not-a-spreadsheet'],
    ['other bytes than UTF-8', () => one([['a']], { parts: { [SHEET]: Buffer.from([...Buffer.from('<worksheet>'), 0xc4, 0xbf, 0xc3]) } }), 'not-a-spreadsheet'],
    ['too many hyperlinks', () => one([['a']], { after: Array.from({ length: 1_002 }, (_, n) => `<hyperlink ref="A${String(n + 1)}"/>`).join('') }), 'too-many-hyperlinks'],
  ])('%s', async (_what, bytes, code) => {
    expect(await codesOf(rowsOf(bytes()))).toEqual([code]);
  });

  it('a part that has been changed after it was packed', async () => {
    const bytes = Buffer.from(one([['一二三四五六七八']], { level: 0 }));
    const at = bytes.indexOf(Buffer.from('一二三四'));
    bytes.write('九', at);
    expect(await codesOf(rowsOf(bytes))).toEqual(['not-a-spreadsheet']);
  });
});

const said = (code: FaultCode, column: number | null, detail: string): unknown[] => [code, column, faultAt({}, code, detail).words.en];

describe('a header', () => {
  const faultsOf = async (titles: readonly CellSpec[], after?: string): Promise<unknown[]> => {
    const [sheet] = await openWorkbook(fileOf(one([titles, rowOf()], after === undefined ? {} : { after })), shelfInMemory());
    if (sheet === undefined) throw new Error('no sheet');
    return headerOf(sheet).then(
      () => [],
      (error: unknown) => (error as UnreadableSpreadsheet).faults.map(({ code, column, words }) => [code, column, words.en]),
    );
  };
  const differing = (place: number, title: CellSpec): CellSpec[] => TITLES.map((known, index) => (index === place ? title : known));

  it('is known by the guide’s titles, their aliases, marks and full-width forms', async () => {
    expect(await faultsOf(TITLES)).toEqual([]);
  });

  it('names what it lacks, what it has twice and what nobody knows', async () => {
    expect(await faultsOf(differing(2, '*'))).toEqual([said('header-unknown', 3, '*'), said('header-missing', null, '信息资源摘要')]);
    expect(await faultsOf(differing(18, '更新频率'))).toEqual([said('header-repeated', 19, '更新周期')]);
    expect(await faultsOf([...TITLES, '联系人'])).toEqual([said('header-unknown', 20, '联系人')]);
  });

  it('does not take characters that only look alike', async () => {
    expect(await faultsOf(differing(12, '更新周⽉'))).toEqual([said('header-similar', 13, '更新周期'), said('header-missing', null, '更新周期')]);
    expect(await faultsOf(differing(15, '使⽤范围'))).toEqual([said('header-similar', 16, '使用范围'), said('header-missing', null, '使用范围')]);
  });

  it('has no merged, empty or calculated cells and no thousand columns', async () => {
    expect(await faultsOf(TITLES, '<mergeCells><mergeCell ref="B1:C1"/><mergeCell ref="A2:A9"/></mergeCells>')).toEqual([said('merged-header', 2, 'B1:C1')]);
    expect(await faultsOf([...TITLES, null, '开放条件'])).toEqual([said('header-empty', 20, '')]);
    expect(await faultsOf([...TITLES, { xml: '<c r="{r}" t="str"><f>A1</f><v>开放条件</v></c>' }])).toEqual([said('formula', 20, '')]);
    const wide = Array.from({ length: 300 }, (_, n) => TITLES[n] ?? `列${String(n)}`);
    expect(await faultsOf(wide)).toEqual(expect.arrayContaining([said('too-many-columns', null, '256')]));
    expect(await faultsOf([...TITLES, { xml: '<c r="XFD1" t="inlineStr"><is><t>远</t></is></c>' }])).toEqual(expect.arrayContaining([said('too-many-columns', null, '256')]));
  });
});

function cell(column: number, value: string): object {
  return { column, value, trouble: null };
}
