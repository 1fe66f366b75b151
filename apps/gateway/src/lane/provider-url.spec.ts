import { describe, expect, it } from 'vitest';
import { Problem, type FieldFault, type InterfaceCall } from '@gongshu/contracts';
import { PLAIN_TERMS, termsOf, type InterfaceTerms } from '../provider/interface-terms.js';
import { providerCall, type AskedUnder } from './provider-url.js';
import type { DataCall } from './read-data-call.js';

const NOTHING: DataCall = { scenario: undefined, purpose: undefined, columns: undefined, limit: undefined, offset: undefined, where: [] };
const UNDER: AskedUnder = { columns: ['code', 'district', 'year', 'tenant', 'limit'], rowFilter: [], mostRows: null };
const FILTER = { rowFilter: [{ column: 'code', operator: 'EQUALS', values: ['1'] }] };
const ADDRESS = 'http://p.example/rows?tenant=5';

function describedAs(properties: object, differs: Partial<InterfaceCall> & { required?: string[] } = {}): InterfaceTerms {
  const { required = [], ...call } = differs;
  return termsOf({ timeoutMilliseconds: 30_000, idempotent: true, parameters: [], parameterSchema: JSON.stringify({ type: 'object', additionalProperties: false, properties, required }), ...call });
}

function refusalOf(asked: Partial<DataCall>, terms = PLAIN_TERMS, under: Partial<AskedUnder> = {}): [string, [string, string][]] {
  try {
    providerCall(ADDRESS, { ...UNDER, ...under }, { ...NOTHING, ...asked }, terms);
  } catch (error) {
    if (error instanceof Problem) return [error.definition.code, (error.parts.errors ?? []).map(({ pointer, code }: FieldFault) => [pointer, code])];
    throw error;
  }
  return ['none', []];
}

function callOf(asked: Partial<DataCall>, terms = PLAIN_TERMS, under: Partial<AskedUnder> = {}): [string, number, number | null] {
  const { url, skip, most } = providerCall(ADDRESS, { ...UNDER, ...under }, { ...NOTHING, ...asked }, terms);
  return [url.search, skip, most];
}

describe('a call of a provider’s interface', () => {
  it('has paging and filters as plain parameters beside the registered ones', () => {
    expect(callOf({ limit: 5, offset: 2, where: [['district', '长安 & 区']] })).toEqual(['?tenant=5&limit=5&offset=2&district=%E9%95%BF%E5%AE%89+%26+%E5%8C%BA', 0, 5]);
    expect(callOf({})).toEqual(['?tenant=5', 0, null]);
  });

  it('pages here and not there when the permit’s row filter comes after the provider', () => {
    expect(callOf({ limit: 5, offset: 2 }, PLAIN_TERMS, FILTER)).toEqual(['?tenant=5', 2, 5]);
  });

  it('never asks for more rows than may leave', () => {
    expect(callOf({ limit: 5 }, PLAIN_TERMS, { mostRows: 3 })).toEqual(['?tenant=5&limit=3', 0, 3]);
    expect(callOf({}, PLAIN_TERMS, { mostRows: 3 })).toEqual(['?tenant=5', 0, 3]);
  });

  it('cannot be about columns that are not granted, nor for another tenant', () => {
    expect(refusalOf({ where: [['secret', '1']] })).toEqual(['sharing/outside-grant', [['/where.secret', 'notAllowed']]]);
    expect(refusalOf({ where: [['tenant', '6']] })).toEqual(['input/invalid', [['/where.tenant', 'notAllowed']]]);
    expect(refusalOf({ limit: 5, where: [['limit', '6']] })).toEqual(['input/invalid', [['/where.limit', 'notAllowed']]]);
  });

  it('has the names the service registered', () => {
    const terms = describedAs({ size: { type: 'integer' }, divisionCode: { type: 'string' } }, { parameters: [{ ours: 'limit', theirs: 'size' }, { ours: 'where.code', theirs: 'divisionCode' }] });
    expect(callOf({ limit: 5, where: [['code', '130000']] }, terms)).toEqual(['?tenant=5&size=5&divisionCode=130000', 0, 5]);
  });

  it('pages here when the service’s document knows no paging', () => {
    expect(callOf({ limit: 5, offset: 2 }, describedAs({}))).toEqual(['?tenant=5', 2, 5]);
    // The provider’s first five are not the five after two.
    expect(callOf({ limit: 5, offset: 2 }, describedAs({ limit: {} }))).toEqual(['?tenant=5', 2, 5]);
  });

  it('is refused by the document’s rules, with pointers to the parameters as the caller wrote them', () => {
    const terms = describedAs(
      { year: { type: 'integer', minimum: 2000 }, c: { type: 'string', pattern: '^[0-9]{6}$' }, district: { enum: ['a', 'b'] }, tenant: { type: 'integer', minimum: 9 } },
      { parameters: [{ ours: 'where.code', theirs: 'c' }], required: ['c'] },
    );
    expect(refusalOf({ where: [['year', '1999'], ['code', '13'], ['district', 'c']] }, terms)).toEqual(['input/invalid', [['/where.year', 'minimum'], ['/where.code', 'pattern'], ['/where.district', 'enum']]]);
    expect(refusalOf({ where: [['year', 'x']] }, terms)).toEqual(['input/invalid', [['/where.code', 'required'], ['/where.year', 'type']]]);
    expect(refusalOf({ where: [['code', '1'.repeat(257)]] }, terms)).toEqual(['input/invalid', [['/where.code', 'maxLength']]]);
    expect(refusalOf({ where: [['code', '130000'], ['limit', '1']] }, terms)).toEqual(['input/invalid', [['/where.limit', 'unknown']]]);
    // What the provider wrote into its own address is not the caller’s fault.
    expect(callOf({ where: [['code', '130000'], ['year', '2024']] }, terms)[0]).toBe('?tenant=5&c=130000&year=2024');
  });
});
