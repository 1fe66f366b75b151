import type { Column } from '../rows/value-fault.js';
import type { RowBatches } from '../streams/cursor-batches.js';

const AS_IT_IS: ReadonlySet<string> = new Set(['INTEGER', 'NUMBER', 'BOOLEAN']);

/** The NDJSON form of rows: an object a line, numbers and truth values as such, an empty value as null. The same rows always give the same bytes. */
export async function* asNdjson(columns: readonly Column[], batches: RowBatches): AsyncGenerator<string> {
  const fields = columns.map(({ column, type }) => ({ name: JSON.stringify(column), plain: AS_IT_IS.has(type) }));
  for await (const rows of batches) {
    yield rows.map((row) => `{${fields.map(({ name, plain }, place) => `${name}:${valueOf(row[place] ?? '', plain)}`).join(',')}}\n`).join('');
  }
}

function valueOf(value: string, plain: boolean): string {
  if (value === '') return 'null';
  return plain ? value : JSON.stringify(value);
}
