import type { Column } from './value-fault.js';

type Batches = AsyncIterable<string[][]> | Iterable<string[][]>;

const NEEDS_QUOTES = /[",\r\n]/;

function csvLine(values: readonly string[]): string {
  // A lone empty value would be an empty line, which many readers skip.
  if (values.length === 1 && values[0] === '') return '""\n';
  return `${values.map((value) => (NEEDS_QUOTES.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(',')}\n`;
}

/** The CSV form of rows (RFC 4180 with LF): a header, quotes only where they must be. The same rows always give the same bytes. */
export async function* asCsv(columns: readonly Column[], batches: Batches): AsyncGenerator<string> {
  let text = csvLine(columns.map(({ column }) => column));
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
