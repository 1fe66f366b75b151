import { Buffer } from 'node:buffer';
import { constants, crc32, deflateRawSync } from 'node:zlib';
import { withEscapes } from './cell-values.js';

/*
 * An .xlsx workbook of one sheet, written in parts by whoever is asked for the next: all a part needs to know of the parts before is in `XlsxState`. Each part ends its deflated piece with
 * a full byte, so that the pieces together are one stream (RFC 1951); sizes and checksum of the sheet follow it (APPNOTE 4.3.9).
 */

export interface XlsxState {
  /** Rows written. */
  readonly rows: number;
  readonly crc: number;
  readonly size: number;
  readonly packed: number;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SHEET_NAME = 'xl/worksheets/sheet1.xml';
/** Style of a cell that stays text when it is edited, and of one that begins like a formula. */
const TEXT_STYLE = 1;
const QUOTED_STYLE = 2;

const FIXED_PARTS: readonly (readonly [name: string, xml: string])[] = [
  ['[Content_Types].xml', `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${[['xl/workbook.xml', 'sheet.main'], [SHEET_NAME, 'worksheet'], ['xl/styles.xml', 'styles']].map(([name, type]) => `<Override PartName="/${String(name)}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${String(type)}+xml"/>`).join('')}</Types>`],
  ['_rels/.rels', `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
  ['xl/workbook.xml', `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="目录" sheetId="1" r:id="rId1"/></sheets></workbook>`],
  ['xl/_rels/workbook.xml.rels', `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`],
  ['xl/styles.xml', `<styleSheet xmlns="${MAIN}"><fonts count="1"><font><sz val="11"/><name val="等线"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" quotePrefix="1" applyNumberFormat="1"/></cellXfs></styleSheet>`],
];

interface ZipPart {
  readonly name: Buffer;
  readonly offset: number;
  readonly crc: number;
  readonly size: number;
  readonly packed: number;
  readonly streamed: boolean;
}

/** Sizes of a streamed part follow it, and its name is UTF-8. */
const FLAGS = { streamed: 0x0808, whole: 0x0800 } as const;
const DAY_ONE = 0x0021;

function partFields({ crc, size, packed, name, streamed }: ZipPart, inDirectory: boolean): Buffer {
  const bytes = Buffer.alloc(26);
  const later = streamed && !inDirectory;
  bytes.writeUInt16LE(20, 0);
  bytes.writeUInt16LE(streamed ? FLAGS.streamed : FLAGS.whole, 2);
  bytes.writeUInt16LE(streamed ? 8 : 0, 4);
  bytes.writeUInt16LE(DAY_ONE, 8);
  bytes.writeUInt32LE(later ? 0 : crc, 10);
  bytes.writeUInt32LE(later ? 0 : packed, 14);
  bytes.writeUInt32LE(later ? 0 : size, 18);
  bytes.writeUInt16LE(name.length, 22);
  return bytes;
}

function localHeader(part: ZipPart): Buffer {
  return Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), partFields(part, false), part.name]);
}

function directoryEntry(part: ZipPart): Buffer {
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(part.offset, 10);
  return Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), partFields(part, true), tail, part.name]);
}

const BEGINNING = ((): { readonly bytes: Buffer; readonly parts: readonly ZipPart[] } => {
  const chunks: Buffer[] = [];
  const parts: ZipPart[] = [];
  let offset = 0;
  const add = (part: ZipPart, body: Buffer): void => {
    const bytes = Buffer.concat([localHeader(part), body]);
    chunks.push(bytes);
    parts.push(part);
    offset += bytes.length;
  };
  for (const [name, xml] of FIXED_PARTS) {
    const body = Buffer.from(DECLARATION + xml);
    add({ name: Buffer.from(name), offset, crc: crc32(body), size: body.length, packed: body.length, streamed: false }, body);
  }
  add({ name: Buffer.from(SHEET_NAME), offset, crc: 0, size: 0, packed: 0, streamed: true }, Buffer.alloc(0));
  return { bytes: Buffer.concat(chunks), parts };
})();

/** The next part of a workbook. The first has no `before`; the last closes the sheet and the archive. */
export function xlsxPart(before: XlsxState | null, rows: readonly (readonly string[])[], isLast: boolean): { readonly bytes: Buffer; readonly state: XlsxState } {
  const number = before?.rows ?? 0;
  const text = [before === null ? `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetData>` : '', ...rows.map((values, index) => rowXml(values, number + index + 1)), isLast ? '</sheetData></worksheet>' : ''].join('');
  const plain = Buffer.from(text);
  const packed = deflateRawSync(plain, isLast ? {} : { finishFlush: constants.Z_SYNC_FLUSH });
  // Of no bytes at all Node tells the checksum 0, whatever came before.
  const crc = plain.length === 0 ? (before?.crc ?? 0) : crc32(plain, before?.crc ?? 0);
  const state = { rows: number + rows.length, crc, size: (before?.size ?? 0) + plain.length, packed: (before?.packed ?? 0) + packed.length };
  return { state, bytes: Buffer.concat([before === null ? BEGINNING.bytes : Buffer.alloc(0), packed, isLast ? ending(state) : Buffer.alloc(0)]) };
}

function rowXml(values: readonly string[], number: number): string {
  const cells = values.map((value) => {
    if (value === '') return '<c/>';
    const style = /^[=+\-@]/.test(value) ? QUOTED_STYLE : TEXT_STYLE;
    return `<c t="inlineStr" s="${String(style)}"><is><t xml:space="preserve">${escaped(withEscapes(value))}</t></is></c>`;
  });
  return `<row r="${String(number)}">${cells.join('')}</row>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function ending({ crc, size, packed }: XlsxState): Buffer {
  const descriptor = Buffer.alloc(12);
  descriptor.writeUInt32LE(crc, 0);
  descriptor.writeUInt32LE(packed, 4);
  descriptor.writeUInt32LE(size, 8);
  const directory = Buffer.concat(BEGINNING.parts.map((part) => directoryEntry(part.streamed ? { ...part, crc, size, packed } : part)));
  const end = Buffer.alloc(18);
  end.writeUInt16LE(BEGINNING.parts.length, 4);
  end.writeUInt16LE(BEGINNING.parts.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(BEGINNING.bytes.length + packed + 16, 12);
  return Buffer.concat([Buffer.from('PK\x07\x08', 'latin1'), descriptor, directory, Buffer.from('PK\x05\x06', 'latin1'), end]);
}
