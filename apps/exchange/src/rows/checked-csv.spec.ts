import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { Problem } from '@gongshu/contracts';
import { CheckedCsv } from './checked-csv.js';
import { demandFault, type DemandedColumn } from './record-demands.js';
import { csvLine } from './row-forms.js';
import { InvalidRows, type FaultyRows, type RowReport } from './row-faults.js';
import { valueFault } from './value-fault.js';

interface Outcome {
  readonly rows: readonly string[][];
  readonly digest: string | null;
  readonly refusal: readonly string[] | null;
  readonly report: RowReport | null;
}

async function* pieces(file: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (let n = 0; at < file.length; n += 1) {
    const size = sizes[n % Math.max(sizes.length, 1)] ?? file.length;
    // As a file arrives: later than it is asked for.
    yield await Promise.resolve(file.subarray(at, at + size));
    at += size;
  }
}

async function check(columns: readonly DemandedColumn[], file: Buffer, sizes: readonly number[] = [], faulty: FaultyRows = 'refuse'): Promise<Outcome> {
  const csv = new CheckedCsv(columns, faulty);
  const parts: Buffer[] = [];
  try {
    for await (const part of csv.canonicalRows(pieces(file, sizes))) parts.push(part);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { rows: [], digest: null, refusal: (error.parts.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`), report: error instanceof InvalidRows ? error.report : null };
  }
  const rows: string[][] = parse(Buffer.concat(parts), { relax_column_count: true, record_delimiter: '\n' });
  expect(rows.length).toBe(csv.rows);
  return { rows, digest: csv.digest, refusal: null, report: csv.report };
}

const column = (name: string, type = 'TEXT', demand: DemandedColumn['demand'] = null): DemandedColumn => ({ column: name, type, demand });
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const nastyText = fc.string({ unit: fc.constantFrom('a', '1', '市', '𠮷', '"', ',', '\n', '\r', ' ', '\t', '\\', '\\.', '.'), maxLength: 8 });

describe('a CSV file', () => {
  it('is read as another CSV reader reads it, whatever it holds and however it arrives', async () => {
    const columns = [column('a'), column('b')];
    let read = 0;
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.constantFrom('x', '市', '"', '""', ',', ',', '\n', '\n', '\r', '\r\n', ' '), maxLength: 24 }), fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }), async (text, sizes) => {
        const body = Buffer.from(`a,b\n${text}`);
        let expected: string[][] | null;
        try {
          expected = (parse(body, { relax_column_count: true, record_delimiter: ['\r\n', '\n'] })).slice(1);
        } catch {
          expected = null;
        }
        const outcome = await check(columns, body, sizes, 'skip');
        if (expected === null) expect(outcome.refusal?.at(-1)).toMatch(/ csv$/);
        else {
          const whole = expected.filter((row) => row.length === 2);
          read += whole.length;
          expect(outcome.rows).toEqual(whole);
          expect(outcome.report?.faultyRows).toBe(expected.length - whole.length);
        }
      }),
      { numRuns: 3_000 },
    );
    expect(read).toBeGreaterThan(100);
  });

  it('keeps every value and has the digest of its canonical form, however it is written', async () => {
    const width = fc.integer({ min: 1, max: 3 });
    const written = width.chain((count) =>
      fc.record({
        rows: fc.array(fc.array(nastyText, { minLength: count, maxLength: count }), { maxLength: 5 }),
        order: fc.shuffledSubarray(Array.from({ length: count }, (_unused, index) => index), { minLength: count }),
        ends: fc.array(fc.constantFrom('\n', '\r\n'), { minLength: 1, maxLength: 3 }),
        quoted: fc.boolean(),
        mark: fc.boolean(),
        sizes: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 4 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(written, async ({ rows, order, ends, quoted, mark, sizes }) => {
        const columns = order.map((_unused, index) => column(`c${String(index)}`));
        const cell = (value: string): string => (quoted || value === '' || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
        const lines = [order.map((place) => `c${String(place)}`), ...rows.map((row) => order.map((place) => row[place] ?? ''))];
        const file = `${mark ? '\ufeff' : ''}${lines.map((line, index) => `${line.map(cell).join(',')}${ends[index % ends.length] ?? ''}`).join('')}`;
        const canonical = csvLine(columns.map(({ column: name }) => name)) + rows.map(csvLine).join('');
        const outcome = await check(columns, Buffer.from(file), sizes);
        expect(outcome).toMatchObject({ rows, digest: sha256(canonical), refusal: null });
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(['TEXT', 'INTEGER', 'NUMBER', 'DATE', 'DATETIME', 'BOOLEAN', 'GEOMETRY'] as const)('takes exactly the values of type %s that fit, under every demand', async (type) => {
    const like = fc.oneof(
      fc.string({ unit: fc.constantFrom('0', '1', '2', '9', '-', '.', ':', ' ', 'T', 'Z', 'X', 'A', '　', '\u0001', '\u007f', 'true', 'false'), maxLength: 20 }),
      fc.integer().map(String),
      fc.tuple(fc.integer({ min: -5, max: 5 }), fc.nat(999)).map((parts) => parts.join('.')),
      fc.date({ min: new Date('1890-01-01T00:00:00Z'), max: new Date('2104-12-31T00:00:00Z'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
      fc.tuple(fc.nat(2199), fc.nat(14), fc.nat(33)).map(([year, month, day]) => `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`),
      fc.tuple(fc.nat(25), fc.nat(61)).map(([hour, minute]) => `2026-02-28 ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00`),
      fc.tuple(fc.constantFrom('13010219900229', '13010219960229', '13010219901131', '13010217990101', '01010219900101'), fc.nat(999), fc.constantFrom(...'0123456789X')).map(([head, tail, end]) => `${head}${String(tail).padStart(3, '0')}${end}`),
      fc.tuple(fc.constant('91350100M000100Y4'), fc.constantFrom(...'0123456789ABCDEFGHIJ')).map((parts) => parts.join('')),
      fc.constantFrom('true', 'false', '11010519491231002X', '91350100M000100Y43', 'x'.repeat(4000), 'x'.repeat(4001), '市'.repeat(4000), '市'.repeat(4001), '9'.repeat(18), '9'.repeat(19)),
    );
    await fc.assert(
      fc.asyncProperty(like, fc.constantFrom('PERSON', 'ORGANISATION', 'STATED', null), async (value, demand) => {
        const outcome = await check([column('a', type, demand), column('b')], Buffer.from(`a,b\n${value},\n`));
        const fault = valueFault(type, value) ?? demandFault(demand, value);
        expect(outcome.refusal).toEqual(fault === null ? null : [`/rows/1/a ${fault.code}`]);
        if (fault === null) expect(outcome.rows).toEqual([[value, '']]);
      }),
      { numRuns: 1_500 },
    );
  });

  it('names bytes that are no UTF-8 by row and column, also when a neighbour’s character is cut by the arrival', async () => {
    const file = Buffer.concat([Buffer.from('a,b\n市,1\n2,'), Buffer.from([0xe5, 0xb8]), Buffer.from('\n3,市\n')]);
    for (let size = 1; size < 9; size += 1) {
      expect((await check([column('a'), column('b')], file, [size])).refusal).toEqual(['/rows/2/b utf-8']);
      expect((await check([column('a'), column('b')], file, [size], 'skip')).rows).toEqual([['市', '1'], ['3', '市']]);
    }
  });

  it('has a report that counts every fault, keeps the first thousand and shows fifty', async () => {
    const file = Buffer.from(`n,m\n${'1,x\nwrong,wrong\n'.repeat(3_000)}`);
    const { report, refusal } = await check([column('n', 'INTEGER'), column('m', 'DATE')], file, [1_000]);
    expect(report).toMatchObject({ rows: 6_000, faultyRows: 6_000, faultCount: 9_000 });
    expect([report?.faults.length, refusal?.length]).toEqual([1_000, 50]);
    expect(JSON.stringify(report)).not.toContain('wrong');
  });

  it('of which faulty rows are skipped keeps the others and says which were left out', async () => {
    const { rows, report, digest } = await check([column('n', 'INTEGER')], Buffer.from('n\n1\nx\n3\n4,5\n6\n'), [], 'skip');
    expect(rows).toEqual([['1'], ['3'], ['6']]);
    expect(digest).toBe(sha256('n\n1\n3\n6\n'));
    expect(report).toMatchObject({ rows: 5, faultyRows: 2, faultCount: 2, faults: [{ pointer: '/rows/2/n', code: 'integer' }, { pointer: '/rows/4', code: 'column-count' }] });
  });

  it('never has rows of more than a mebibyte', async () => {
    expect((await check([column('a')], Buffer.from(`a\n"${'x'.repeat(3 * 1024 * 1024)}`), [64 * 1024])).refusal).toEqual(['/rows/1 csv']);
  });
});
