import { ByteWriter, ParquetWriter, schemaFromColumnData, type ColumnSource } from 'hyparquet-writer';
import type { Column } from '../rows/value-fault.js';
import type { RowBatches } from '../streams/cursor-batches.js';

/** Values held for one row group, at most: memory depends on neither the number of rows nor that of columns. */
const GROUP_VALUES = 200_000;
/** Characters held for one row group, at most, with wide values. */
const GROUP_CHARACTERS = 8 * 1024 * 1024;

type Reading = (value: string) => unknown;

/** Whole numbers and truth values as such. Decimals stay text: Parquet’s need a scale, which the catalogue does not state, and its floating numbers would change them. */
const READINGS: Readonly<Record<string, { readonly type: 'INT64' | 'BOOLEAN'; readonly read: Reading }>> = {
  INTEGER: { type: 'INT64', read: BigInt },
  BOOLEAN: { type: 'BOOLEAN', read: (value) => value === 'true' },
};

/** The Parquet form of rows, in row groups; an empty value is null. The same rows always give the same bytes. */
export async function* asParquet(columns: readonly Column[], batches: RowBatches): AsyncGenerator<Uint8Array> {
  const empty = columns.map((column): ColumnSource => sourceOf(column, []));
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({ writer, schema: schemaFromColumnData({ columnData: empty }) });
  const written = (): Uint8Array => {
    const bytes = writer.getBytes().slice();
    // The writer counts its offsets apart from what it holds.
    writer.index = 0;
    return bytes;
  };
  const most = Math.max(1, Math.floor(GROUP_VALUES / columns.length));
  let group: string[][] = [];
  let characters = 0;
  const writeGroup = async (): Promise<Uint8Array> => {
    await parquet.write({ columnData: columns.map((column, place) => sourceOf(column, group.map((row) => row[place] ?? ''))), rowGroupSize: group.length });
    group = [];
    characters = 0;
    return written();
  };
  for await (const rows of batches) {
    for (const row of rows) {
      group.push(row);
      characters += row.reduce((sum, value) => sum + value.length, 0);
      if (group.length >= most || characters >= GROUP_CHARACTERS) yield await writeGroup();
    }
  }
  if (group.length > 0) yield await writeGroup();
  await parquet.finish();
  yield written();
}

function sourceOf({ column, type }: Column, values: readonly string[]): ColumnSource {
  const reading = READINGS[type];
  return { name: column, nullable: true, type: reading?.type ?? 'STRING', data: values.map((value) => (value === '' ? null : (reading?.read(value) ?? value))) };
}
