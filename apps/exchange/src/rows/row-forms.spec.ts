import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { asCsv, asJson } from './row-forms.js';

const columns = [
  { column: 'code', type: 'TEXT' },
  { column: 'count', type: 'INTEGER' },
  { column: 'open', type: 'BOOLEAN' },
];

describe('rows as JSON', () => {
  it('keep numbers and booleans as such, texts as texts, and an absent value as null', async () => {
    const json = await text(asJson(columns, [[['007', '12', 'true'], ['', '', '']], [], [['"\\\n', '-1', 'false']]]));
    expect(JSON.parse(json)).toEqual([
      { code: '007', count: 12, open: true },
      { code: null, count: null, open: null },
      { code: '"\\\n', count: -1, open: false },
    ]);
  });

  it('are an empty array when there are none', async () => {
    expect(await text(asJson(columns, []))).toBe('[]');
  });
});

describe('rows as CSV', () => {
  it('have a header even when there are none', async () => {
    expect(await text(asCsv(columns, []))).toBe('code,count,open\n');
  });

  it('are what another CSV reader reads back, whatever they hold', async () => {
    const value = fc.string({ unit: fc.constantFrom('a', '市', '"', ',', '\n', '\r', ' ', ';', '\t', '\\') });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }).chain((width) => fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 1 })), async (rows) => {
        const names = rows[0]?.map((_value, index) => ({ column: `c${String(index)}`, type: 'TEXT' })) ?? [];
        const csv = await text(Readable.from(asCsv(names, [rows.slice(0, 1), rows.slice(1)])));
        expect(parse(csv, { from: 2, record_delimiter: '\n' })).toEqual(rows);
      }),
    );
  });
});
