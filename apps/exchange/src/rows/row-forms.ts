import type { Column } from './value-fault.js';

type Batches = AsyncIterable<string[][]> | Iterable<string[][]>;
/** Rows that can also be had as canonical lines, for less. */
interface WithLines {
  readonly csv: (() => AsyncIterable<Buffer>) | null;
}

const NEEDS_QUOTES = /[",\r\n]/;

/** A line of the canonical CSV form. */
export function csvLine(values: readonly string[]): string {
  // A lone empty value would be an empty line, which many readers skip.
  if (values.length === 1 && values[0] === '') return '""\n';
  return `${values.map((value) => (NEEDS_QUOTES.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(',')}\n`;
}

/** The CSV form of rows (RFC 4180 with LF): a header, quotes only where they must be. The same rows always give the same bytes. */
export async function* asCsv(columns: readonly Column[], batches: Batches | (AsyncIterable<string[][]> & WithLines)): AsyncGenerator<string | Buffer> {
  let text = csvLine(columns.map(({ column }) => column));
  if ('csv' in batches && batches.csv !== null) {
    yield text;
    yield* batches.csv();
    return;
  }
  for await (const rows of batches) {
    yield text + rows.map(csvLine).join('');
    text = '';
  }
  if (text !== '') yield text;
}

const AS_IT_IS = new Set(['INTEGER', 'NUMBER', 'BOOLEAN']);

/** The JSON form of rows: an array of objects, numbers and booleans as such, an empty value as null. */
export async function* asJson(columns: readonly Column[], batches: Batches): AsyncGenerator<string> {
  const fields = columns.map(({ column, type }, index) => ({ before: `${index === 0 ? '{' : ','}${JSON.stringify(column)}:`, plain: AS_IT_IS.has(type) }));
  const jsonRow = (values: readonly string[]): string => {
    let text = '';
    let index = 0;
    for (const { before, plain } of fields) {
      const value = values[index] ?? '';
      text += before + (value === '' ? 'null' : plain ? value : JSON.stringify(value));
      index += 1;
    }
    return `${text}}`;
  };
  let before = '[';
  for await (const rows of batches) {
    if (rows.length === 0) continue;
    yield before + rows.map(jsonRow).join(',');
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}
