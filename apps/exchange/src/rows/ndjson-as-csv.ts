import { isUtf8 } from 'node:buffer';
import type { ValueFault } from './value-fault.js';
import { csvLine } from './row-forms.js';
import { InvalidRows } from './row-faults.js';

const MOST_LINE_BYTES = 1024 * 1024;
const AT_ONCE = 64 * 1024;
const LF = 10;
const [QUOTE, COLON, BACKSLASH] = [34, 58, 92];
const HALF_CHARACTER = /\p{Cs}/u;

/**
 * Objects, one a line (application/x-ndjson), as the CSV file they would be, so that both are checked and taken in alike. `null` and an absent name are an empty value.
 *
 * @throws InvalidRows at the first line that is no flat object of the entry's columns
 */
export async function* ndjsonAsCsv(columns: readonly string[], chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const known = new Set(columns);
  let text = csvLine(columns);
  let rows = 0;
  const take = (line: Buffer): void => {
    if (line.length === 0 || (line.length === 1 && line[0] === 13)) return;
    rows += 1;
    text += csvLine(valuesOf(line, rows, columns, known));
  };
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes: Buffer = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    let at = 0;
    for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, at)) {
      take(bytes.subarray(at, end));
      at = end + 1;
    }
    held = bytes.subarray(at);
    if (held.length > MOST_LINE_BYTES) throw refusal(rows + 1, null, { code: 'json', detail: 'a line of more than a mebibyte' });
    if (text.length < AT_ONCE) continue;
    yield Buffer.from(text);
    text = '';
  }
  take(held);
  yield Buffer.from(text);
}

function refusal(row: number, column: string | null, fault: ValueFault): InvalidRows {
  const pointer = `/rows/${String(row)}${column === null ? '' : `/${column.slice(0, 63).replaceAll('~', '~0').replaceAll('/', '~1')}`}`;
  return new InvalidRows({ rows: row, faultyRows: 1, faultCount: 1, faults: [{ pointer, ...fault }] });
}

function valuesOf(line: Buffer, row: number, columns: readonly string[], known: ReadonlySet<string>): string[] {
  if (!isUtf8(line)) throw refusal(row, null, { code: 'utf-8', detail: 'the bytes are no text of the character set: UTF-8, unless the content type states another' });
  const text = line.toString('utf8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = null;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw refusal(row, null, { code: 'json', detail: 'a JSON object is expected in every line' });
  const values = new Map(Object.entries(parsed as Record<string, unknown>));
  for (const name of values.keys()) if (!known.has(name)) throw refusal(row, name, { code: 'unknown', detail: 'the entry has no such data item' });
  const texts = columns.map((column) => {
    const value = values.get(column) ?? '';
    if (typeof value === 'string' && !HALF_CHARACTER.test(value)) return value;
    // A larger number has lost digits in every reader of JSON: it is written as a text.
    if (typeof value === 'boolean' || (typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER)) return String(value);
    throw refusal(row, column, { code: 'json', detail: 'a text, a number of at most 2^53, true, false or null is expected' });
  });
  // Readers of JSON differ in which of two values they take.
  if (membersOf(text) !== values.size) throw refusal(row, null, { code: 'duplicate', detail: 'a name is there twice' });
  return texts;
}

/** How many members the text of an object has that holds no other: as many as there are colons outside of texts. */
function membersOf(text: string): number {
  let members = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COLON) members += 1;
    if (code !== QUOTE) continue;
    for (at += 1; text.charCodeAt(at) !== QUOTE; at += 1) if (text.charCodeAt(at) === BACKSLASH) at += 1;
  }
  return members;
}
