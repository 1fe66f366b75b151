import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { fileFault, UnreadableSpreadsheet } from './import-fault.js';
import { FileAway, type StoredFile } from './stored-file.js';
import { LONGEST_VALUE, MOST_COLUMNS, RowGroup, type Sheet, type TableRow } from './table.js';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const HEAD_BYTES = 64 * 1024;
const MOST_RECORD_LENGTH = 1024 * 1024;

/** A CSV file as a sheet: in UTF-8 with or without byte order mark, or in GB18030, which the first bytes tell. */
export async function openCsv(file: StoredFile): Promise<Sheet[]> {
  const encoding = encodingOf(await file.head(HEAD_BYTES));
  return [{ name: null, merged: [], rows: () => csvRows(file, encoding) }];
}

/** The header of a catalogue is Chinese, so the first bytes decide. A character that the cut divides does not count. */
function encodingOf(head: Buffer): 'utf-8' | 'gb18030' {
  if (head.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)) return 'utf-8';
  const cut = head.length === HEAD_BYTES ? 4 : 1;
  return Array.from({ length: cut }, (_, less) => less).some((less) => isUtf8(head.subarray(0, head.length - less))) ? 'utf-8' : 'gb18030';
}

async function* csvRows(file: StoredFile, encoding: string): AsyncGenerator<TableRow[]> {
  const parser = parse({ relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'], max_record_size: MOST_RECORD_LENGTH });
  const texts = Readable.from(decoded(file, encoding));
  texts.once('error', (error) => parser.destroy(error));
  texts.pipe(parser);
  const group = new RowGroup();
  let row = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      row += 1;
      const cells = record.slice(0, MOST_COLUMNS + 1).flatMap((value, place) => (value.trim() === '' ? [] : [cellOf(value, place + 1)]));
      if (cells.length > 0) group.add({ row, cells });
      if (group.isFull) yield group.take();
    }
  } catch (error) {
    if (error instanceof CsvError) throw fileFault('csv-form', error.code, { row: row + 1 });
    if (error instanceof FileAway || error instanceof UnreadableSpreadsheet) throw error;
    throw fileFault('encoding', '', { row: row + 1 });
  } finally {
    texts.destroy();
    parser.destroy();
  }
  const rest = group.take();
  if (rest.length > 0) yield rest;
}

async function* decoded(file: StoredFile, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const chunk of file.bytes()) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** What an application would take for a formula at the beginning of a value. */
const FORMULA_LIKE = /^'*[=+\-@\t\r]/;

function cellOf(value: string, column: number): TableRow['cells'][number] {
  const plain = value.startsWith("'") && FORMULA_LIKE.test(value) ? value.slice(1) : value;
  return { column, value: plain.slice(0, LONGEST_VALUE), trouble: value.startsWith('=') ? 'formula' : null };
}

/** A line of CSV whose values no application takes for formulas: an apostrophe goes before those that look like one, and is taken off by whoever reads them as above. */
export function csvLine(values: readonly string[]): string {
  const safe = values.map((value) => (FORMULA_LIKE.test(value) ? `'${value}` : value));
  return `${safe.map((value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(',')}\r\n`;
}
