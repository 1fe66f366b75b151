import { Buffer } from 'node:buffer';
import { strToU8, zipSync } from 'fflate';
import type { StringShelf } from '../shared-strings.js';
import { StoredFile } from '../stored-file.js';

/** A cell of a workbook under construction: a text, or its XML as it is. */
export type CellSpec = string | { readonly xml: string } | null;

export interface WorkbookSpec {
  readonly sheets?: readonly { readonly name: string; readonly rows: readonly (readonly CellSpec[])[]; readonly state?: string; readonly after?: string }[];
  readonly contentType?: string;
  readonly date1904?: boolean;
  /** Further parts, or others in place of those the workbook has. */
  readonly parts?: Readonly<Record<string, string | Uint8Array>>;
  readonly level?: 0 | 6;
}

const letters = (column: number): string => (column < 26 ? '' : String.fromCharCode(64 + Math.floor(column / 26))) + String.fromCharCode(65 + (column % 26));
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** An .xlsx as Excel writes it: shared strings, styles with dates (2: day, 3: own format), one part for each sheet. */
export function buildWorkbook({ sheets = [], contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml', date1904 = false, parts = {}, level = 6 }: WorkbookSpec): Buffer {
  const strings = new Map<string, number>();
  const shared = (text: string): number => strings.get(text) ?? strings.set(text, strings.size).size - 1;
  const cellXml = (cell: CellSpec, row: number, column: number): string => {
    if (cell === null) return '';
    const address = `${letters(column)}${String(row)}`;
    return typeof cell === 'string' ? `<c r="${address}" t="s"><v>${String(shared(cell))}</v></c>` : cell.xml.replaceAll('{r}', address);
  };
  const files: Record<string, string> = {
    '[Content_Types].xml': `<Types><Override PartName="/xl/workbook.xml" ContentType="${contentType}"/></Types>`,
    '_rels/.rels': '<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    'xl/workbook.xml': `<workbook xmlns:r="r"><workbookPr date1904="${date1904 ? '1' : '0'}"/><sheets>${sheets.map(({ name, state }, n) => `<sheet name="${name}" sheetId="${String(n + 1)}" r:id="s${String(n + 1)}"${state === undefined ? '' : ` state="${state}"`}/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${sheets.map((_sheet, n) => `<Relationship Id="s${String(n + 1)}" Type="http://x/worksheet" Target="worksheets/sheet${String(n + 1)}.xml"/>`).join('')}<Relationship Id="a" Type="http://x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="b" Type="http://x/styles" Target="/xl/styles.xml"/></Relationships>`,
    'xl/styles.xml': '<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="49"/><xf numFmtId="14"/><xf numFmtId="176"/></cellXfs></styleSheet>',
  };
  for (const [n, { rows, after = '' }] of sheets.entries()) {
    const body = rows.map((cells, row) => (cells.length === 0 ? '' : `<row r="${String(row + 1)}">${cells.map((cell, column) => cellXml(cell, row + 1, column)).join('')}</row>`)).join('');
    files[`xl/worksheets/sheet${String(n + 1)}.xml`] = `<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData>${body}</sheetData>${after}</worksheet>`;
  }
  files['xl/sharedStrings.xml'] = `<sst>${[...strings.keys()].map((text) => `<si><t xml:space="preserve">${escaped(text)}</t><rPh><t>注音</t></rPh></si>`).join('')}</sst>`;
  const bytes = Object.fromEntries(Object.entries({ ...files, ...parts }).map(([name, content]) => [name, typeof content === 'string' ? strToU8(content) : content]));
  return Buffer.from(zipSync(bytes, { level }));
}

/** A file in memory, given out in pieces as small as asked. */
export function fileOf(bytes: Buffer, piece = 1_000): StoredFile {
  return new StoredFile(bytes.length, async function* (from, to) {
    for (let at = from; at < to; at += piece) yield await Promise.resolve(bytes.subarray(at, Math.min(to, at + piece)));
  });
}

/** A shelf in memory. */
export function shelfInMemory(): StringShelf {
  const blocks = new Map<number, readonly string[]>();
  return {
    clear: () => Promise.resolve(blocks.clear()),
    put: (block, texts) => Promise.resolve(void blocks.set(block, texts)),
    get: (wanted) => Promise.resolve(new Map(wanted.map((block) => [block, blocks.get(block) ?? []]))),
  };
}
