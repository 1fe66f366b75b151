import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RowCondition } from '@gongshu/contracts';
import { UpstreamFailure } from '@gongshu/service-kit';
import { ROW_FORMS, type RowFormName } from './row-forms.js';
import { RowSplitter } from './row-splitter.js';
import { meets, RowsLetOut, type LetOut } from './rows-let-out.js';

const PLAIN = { rowFilter: [], skip: 0, most: null, form: ROW_FORMS.json } as const;

/** An answer cut into chunks, as it would leave; null when it is malformed. */
function letOut(chunks: readonly Buffer[], columns: readonly string[], differs: Partial<LetOut> = {}): { body: string; rows: number } | null {
  const rules = { ...PLAIN, columns, ...differs };
  const rows = new RowsLetOut(rules);
  const out: (Buffer | string)[] = [rows.before];
  const splitter = new RowSplitter((row) => {
    if (rows.isFull) return false;
    // The bytes are the splitter's only until it goes on.
    out.push(...rows.take(row).map((part) => Buffer.from(part)));
    return true;
  });
  try {
    if (chunks.every((chunk) => splitter.feed(chunk))) splitter.finish();
  } catch (error) {
    if (error instanceof UpstreamFailure) return null;
    throw error;
  }
  return { body: Buffer.concat([...out, rules.form.after].map((part) => Buffer.from(part))).toString('utf8'), rows: rows.rows };
}

function cut(bytes: Buffer, at: readonly number[]): Buffer[] {
  const places = [0, ...at.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

const whole = (value: unknown): Buffer[] => [Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))];
const condition = (column: string, operator: string, ...values: string[]): RowCondition => ({ column, operator, values });

describe('what of a provider’s rows leaves', () => {
  const names = fc.constantFrom('code', 'name', '__proto__', 'constructor', 'secret', 'a"b', '中');
  const jsonRow = fc.array(fc.tuple(names, fc.jsonValue({ maxDepth: 3 })), { maxLength: 6 }).map((members) => `{${members.map(([name, value]) => ` ${JSON.stringify(name)} :\n${JSON.stringify(value, null, 1)}`).join('\t,')} }`);
  const conditions = fc.array(fc.record({ column: names, operator: fc.constantFrom('EQUALS', 'FROM', 'TO', 'STARTS_WITH', 'IN'), values: fc.tuple(fc.string({ maxLength: 2 })) }), { maxLength: 1 });
  const cuts = fc.array(fc.nat(), { maxLength: 30 });

  it('is what JSON.parse and a mask would have made of it, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.array(jsonRow, { maxLength: 8 }), fc.uniqueArray(names, { minLength: 1 }), conditions, fc.nat(3), fc.option(fc.nat(6)), cuts, (rows, columns, rowFilter, skip, most, at) => {
        const text = ` [${rows.join(' , ')}]\r\n`;
        const read = JSON.parse(text) as Record<string, unknown>[];
        const leaving = read.filter((row) => rowFilter.every((one) => meets(row, one))).slice(skip, most === null ? undefined : skip + most);
        const expected = leaving.map((row) => new Map(columns.map((column) => [column, Object.hasOwn(row, column) ? row[column] : null])));
        const found = letOut(cut(Buffer.from(text), at), columns, { rowFilter, skip, most });
        expect(found?.rows).toBe(leaving.length);
        const body = JSON.parse(found?.body ?? '') as Record<string, unknown>[];
        expect(body.map((row) => new Map(columns.map((column) => [column, row[column]])))).toEqual(expected.map((row) => row));
        expect(body.every((row) => Object.keys(row).every((name) => (columns as string[]).includes(name)) && Object.keys(row).length === columns.length)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused exactly when it is no JSON array of objects in UTF-8, however it was damaged', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(...Buffer.from('[]{}",:\\ \n')), fc.nat(255))), { maxLength: 2 });
    fc.assert(
      fc.property(fc.array(jsonRow, { maxLength: 4 }), damage, cuts, (rows, changes, at) => {
        const bytes = Buffer.from(`[${rows.join(',')}]`);
        for (const [place, byte] of changes) bytes[place % bytes.length] = byte;
        let expected: boolean;
        try {
          const read: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
          expected = Array.isArray(read) && read.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row));
        } catch {
          expected = false;
        }
        expect(letOut(cut(bytes, at), ['code']) !== null).toBe(expected);
      }),
      { numRuns: 1_500 },
    );
  });

  it('keeps a row’s own bytes when it has the granted columns and no others, and all digits of a number when not', () => {
    expect(letOut(whole('[{"a": 1.0 },{"a":12345678901234567890,"b":2},{}]'), ['a'])).toEqual({ body: '[{"a": 1.0 },{"a":12345678901234567890},{"a":null}]', rows: 3 });
  });

  it('takes no column from an object’s prototype', () => {
    expect(letOut(whole([{ a: 1 }]), ['constructor', 'toString'])?.body).toBe('[{"constructor":null,"toString":null}]');
  });

  it('is, with a filter, the value that met it and not another one of the same name', () => {
    expect(letOut(whole('[{"code":"2","code":"1"}]'), ['code'], { rowFilter: [condition('code', 'EQUALS', '1')] })?.body).toBe('[{"code":"1"}]');
  });

  it.each<[RowFormName, string]>([
    ['csv', 'a,b,c\r\n"x,""y""\n",,"{""d"":1}"\r\n1,true,\r\n'],
    ['ndjson', '{"a":"x,\\"y\\"\\n","b":null,"c":{"d":1}}\n{"a":1,"b":true,"c":null}\n'],
  ])('is written as %s', (form, body) => {
    expect(letOut(whole([{ a: 'x,"y"\n', b: null, c: { d: 1 } }, { a: 1, b: true, secret: 1 }]), ['a', 'b', 'c'], { form: ROW_FORMS[form] })).toEqual({ body, rows: 2 });
  });

  it('is no empty line in CSV', () => {
    expect(letOut(whole([{ a: null }, { a: '' }]), ['a'], { form: ROW_FORMS.csv })?.body).toBe('a\r\n""\r\n""\r\n');
  });

  it('is one line a row in NDJSON, though the provider writes it over several', () => {
    expect(letOut(whole('[{"a":{"b":\r\n1}}]'), ['a'], { form: ROW_FORMS.ndjson })?.body).toBe('{"a":{"b": 1}}\n');
  });

  it('is the granted rows, filtered by columns that stay, and no more than may leave', () => {
    const rows = [{ code: '130123', size: 9 }, { code: '130124', size: 12 }, { code: '371000', size: 30 }, { code: null, size: 10 }, { code: '130125', size: 11 }];
    const filtered = (...rowFilter: RowCondition[]): unknown => letOut(whole(rows), ['code'], { rowFilter })?.body;
    expect(filtered(condition('code', 'STARTS_WITH', '13'), condition('size', 'FROM', '10'))).toBe('[{"code":"130124"},{"code":"130125"}]');
    expect(filtered(condition('code', 'IN', '371000', '130123'))).toBe('[{"code":"130123"},{"code":"371000"}]');
    expect(filtered(condition('code', 'TO', '130124'))).toBe('[{"code":"130123"},{"code":"130124"}]');
    expect(filtered(condition('nowhere', 'EQUALS', ''))).toBe('[]');
    expect(letOut(whole(rows), ['code'], { rowFilter: [condition('code', 'STARTS_WITH', '13')], skip: 1, most: 1 })).toEqual({ body: '[{"code":"130124"}]', rows: 1 });
  });

  it('is no row of more than 1 MiB, and none nested deeper than 64', () => {
    const row = (length: number): string => `[{"a":"${'x'.repeat(length)}"}]`;
    expect(letOut(cut(Buffer.from(row(1024 * 1024 - 8)), [5, 70_000]), ['a'])?.rows).toBe(1);
    expect(letOut(whole(row(1024 * 1024)), ['a'])).toBeNull();
    expect(letOut(cut(Buffer.from(row(1024 * 1024)), [70_000]), ['a'])).toBeNull();
    expect(letOut(whole(`[{"a":${'['.repeat(63)}${']'.repeat(63)}}]`), ['a'])?.rows).toBe(1);
    expect(letOut(whole(`[{"a":${'['.repeat(64)}${']'.repeat(64)}}]`), ['a'])).toBeNull();
  });

  it('may begin with the mark of UTF-8', () => {
    expect(letOut(whole('\ufeff[{"a":1}]'), ['a'])?.body).toBe('[{"a":1}]');
  });
});
