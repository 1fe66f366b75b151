import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { asNdjson } from './ndjson-form.js';
import { asParquet } from './parquet-form.js';

const COLUMNS = [['code', 'TEXT'], ['count', 'INTEGER'], ['area', 'NUMBER'], ['open', 'BOOLEAN'], ['day', 'DATE']].map(([column = '', type = '']) => ({ column, type }));
const ROWS = [['130000', '999999999999999999', '1.10', 'true', '2026-01-01'], ['', '-1', '', 'false', ''], ['𠮷"\n', '', '0', '', '2026-01-02']];

async function whole(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of parts) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

describe('rows as Parquet', () => {
  it('are read back by another’s reader as they are, empty ones as null', async () => {
    const file = await whole(asParquet(COLUMNS, [ROWS]));
    expect(await parquetReadObjects({ file: file.buffer })).toEqual([
      { code: '130000', count: 999999999999999999n, area: '1.10', open: true, day: '2026-01-01' },
      { code: null, count: -1n, area: null, open: false, day: null },
      { code: '𠮷"\n', count: null, area: '0', open: null, day: '2026-01-02' },
    ]);
  });

  it('stand in groups, so that memory does not grow with their number, and always in the same bytes', async () => {
    const batches = Array.from({ length: 100 }, (_, at) => Array.from({ length: 1_000 }, (__, row) => [String(at), String(row), '1', 'true', '']));
    const [file, again] = [await whole(asParquet(COLUMNS, batches)), await whole(asParquet(COLUMNS, batches))];
    const metadata = await parquetMetadataAsync(file.buffer);
    expect([metadata.num_rows, metadata.row_groups.length]).toEqual([100_000n, 3]);
    expect(Buffer.compare(file, again)).toBe(0);
    expect((await parquetReadObjects({ file: file.buffer, rowStart: 99_999, rowEnd: 100_000 }))[0]).toMatchObject({ code: '99', count: 999n });
  });

  it('may be none', async () => {
    expect(await parquetReadObjects({ file: (await whole(asParquet(COLUMNS, []))).buffer })).toEqual([]);
  });
});

describe('rows as NDJSON', () => {
  it('are an object a line, numbers and truth values as such', async () => {
    let text = '';
    for await (const part of asNdjson(COLUMNS, [ROWS.slice(0, 1), [], ROWS.slice(1)])) text += part;
    expect(text.split('\n')).toEqual([
      '{"code":"130000","count":999999999999999999,"area":1.10,"open":true,"day":"2026-01-01"}',
      '{"code":null,"count":-1,"area":null,"open":false,"day":null}',
      '{"code":"𠮷\\"\\n","count":null,"area":0,"open":null,"day":"2026-01-02"}',
      '',
    ]);
  });
});
