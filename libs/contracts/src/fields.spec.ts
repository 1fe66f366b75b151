import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { ALL_REQUESTS, DayField, DayOrInstantField, fieldsOf, Id, InstantField, isInstant, JsonField, Nullable, Part, Text, Whole, type Constructor } from './index.js';

class Inner {
  @Text() readonly name!: string;
}
class Told {
  @Nullable() readonly reasons!: string | null;
  @Whole({ min: 1, max: 9, nullable: true }) readonly version!: number | null;
  @Part(() => Inner, { nullable: true }) readonly inner!: Inner | null;
  @JsonField({ nullable: true }) readonly free!: unknown;
  @InstantField({ nullable: true }) readonly at!: string | null;
  @Id({ optional: true }) readonly id?: string;
  @DayOrInstantField({ optional: true }) readonly startedAt?: string;
  @DayField({ optional: true }) readonly on?: string;
}

const faultsOf = (type: Constructor, value: object): string[] => validateSync(plainToInstance(type, value), { forbidUnknownValues: false }).map(({ property }) => property);

describe('a nullable field', () => {
  it('may be null or absent', () => {
    expect(faultsOf(Told, { reasons: null, version: null, inner: null, free: null, at: null })).toEqual([]);
    expect(faultsOf(Told, {})).toEqual([]);
  });

  it('is checked when it is there', () => {
    expect(faultsOf(Told, { reasons: '', version: 9, inner: { name: '名' }, free: {}, at: '2026-03-02T09:00:00+08:00' })).toEqual([]);
    expect(faultsOf(Told, { reasons: '\u0000', version: 10, inner: {}, free: 1, at: 'soon' })).toEqual(['reasons', 'version', 'inner', 'free', 'at']);
    expect(faultsOf(Told, { reasons: 'x'.repeat(4001) })).toEqual(['reasons']);
    expect(faultsOf(Told, { reasons: { toString: null } })).toEqual(['reasons']);
  });

  it('says so in its schema', () => {
    expect(fieldsOf(Told).get('reasons')).toMatchObject({ required: false, schema: { type: ['string', 'null'], maxLength: 4000 } });
    expect(fieldsOf(Told).get('version')?.schema).toMatchObject({ type: ['integer', 'null'] });
    expect(fieldsOf(Told).get('inner')?.schema).toMatchObject({ type: ['object', 'null'] });
  });
});

it('an optional field may be absent, never null', () => {
  expect(faultsOf(Told, { id: null })).toEqual(['id']);
});

it.each([
  ['2026-04-30', true],
  ['2026-04-30T09:00:00+08:00', true],
  ['2026-02-29', false],
  ['2026-02-29T09:00:00+08:00', false],
  ['0001-01-01', false],
  ['2026-04-30T09:00:00', false],
  ['30 April', false],
  [20260430, false],
])('%j is a day or an instant: %s', (startedAt, is) => {
  expect(faultsOf(Told, { startedAt })).toEqual(is ? [] : ['startedAt']);
});

it.each([
  ['2026-02-28', true],
  ['2999-12-31', true],
  ['1000-01-01', true],
  ['2026-02-30', false],
  ['0000-01-01', false],
  ['0099-12-31', false],
  ['9999-12-31', false],
])('%s is a day that a case can hold: %s', (on, is) => {
  expect(faultsOf(Told, { on })).toEqual(is ? [] : ['on']);
});

it.each(ALL_REQUESTS.map(({ name, input }) => [name, input] as const))('the input of %s accepts null for no field', (_name, input) => {
  const names = [...fieldsOf(input).keys()];
  expect(faultsOf(input, Object.fromEntries(names.map((name) => [name, null]))).sort()).toEqual(names.sort());
});

it.each([
  ['2026-03-02T01:00:00.000Z', true],
  ['2026-03-02T09:00:00+08:00', true],
  ['2026-03-02', false],
  ['2026-03-02T09:00:00', false],
  ['2026-13-02T01:00:00Z', false],
  ['2026-02-30T01:00:00Z', false],
  ['0001-01-01T00:00:00Z', false],
])('%s is an instant: %s', (text, is) => {
  expect(isInstant(text)).toBe(is);
});
