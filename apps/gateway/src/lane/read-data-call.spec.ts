import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PermitAsk, Problem, TakePermits } from '@gongshu/contracts';
import { parseInput } from '@gongshu/service-kit';
import { readDataCall, rowsQuery } from './read-data-call.js';

function refusalOf(query: string, header?: string): { code: string; pointers: string[] } {
  try {
    readDataCall(query, { scenarioHeader: header });
  } catch (error) {
    if (error instanceof Problem) return { code: error.definition.code, pointers: (error.parts.errors ?? []).map(({ pointer }) => pointer) };
    throw error;
  }
  throw new Error('not refused');
}

/** As it comes out of UTF-8: half characters replaced. */
const wellFormed = (text: string): string => Buffer.from(text).toString('utf8');

describe('reading a data call', () => {
  it('takes scenario, columns, paging and filters, decoded', () => {
    expect(readDataCall('scenario=%E5%BA%94%E7%94%A8+x&columns=code,name,code&limit=10&offset=0&where.name=%E6%AD%A3%E5%AE%9A&where.a=')).toEqual({
      scenario: '应用 x', purpose: undefined, columns: ['code', 'name'], limit: 10, offset: 0, where: [['name', '正定'], ['a', '']],
    });
    expect(readDataCall('', { scenarioHeader: '%E5%BA%94%E7%94%A8', purposeHeader: '%E6%A0%B8%E9%AA%8C' })).toMatchObject({ scenario: '应用', purpose: '核验' });
  });

  it('writes for the exchange what it has read', () => {
    const query = rowsQuery(readDataCall('limit=2&where.name=a%26b%3Dc%0A'), 'csv');
    expect(query).toBe('form=csv&limit=2&where.name=a%26b%3Dc%0A');
    expect(readDataCall(query.replace('form=csv&', '')).where).toEqual([['name', 'a&b=c\n']]);
  });

  it.each([
    ['limit=0', '/limit'], ['limit=100001', '/limit'], ['limit=1e3', '/limit'], ['limit=-1', '/limit'], ['limit=', '/limit'], ['offset=x', '/offset'], ['offset=99999999999', '/offset'],
    ['limit=1&limit=2', '/limit'], ['columns=', '/columns'], ['columns=a,,b', '/columns'], [`columns=${'x'.repeat(64)}`, '/columns'], [`columns=${Array.from({ length: 301 }, (_v, i) => `c${String(i)}`).join()}`, '/columns'],
    ['scenario=', '/scenario'], [`scenario=${'x'.repeat(501)}`, '/scenario'], ['scenario=a%00', '/scenario'], ['where.=1', '/where.'], ['where.a=%00', '/where.a'], ['where.a=1&where.a=2', '/where'],
    ['nothing=1', '/nothing'], ['WHERE.a=1', '/WHERE.a'],
  ])('points at the fault of %.30s', (query, pointer) => {
    expect(refusalOf(query)).toEqual({ code: 'input/invalid', pointers: [pointer] });
  });

  it('refuses bad encoding, and a header that says another scenario than the query', () => {
    expect(refusalOf('scenario=%E5').code).toBe('input/malformed');
    expect(refusalOf('', '%FF').code).toBe('input/malformed');
    expect(refusalOf('scenario=b', 'a').pointers).toEqual(['/scenario']);
  });

  it('admits nothing that the contract of take-permits would refuse: one call could take others down with it', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 70 }), fc.string({ maxLength: 600 }), fc.constant('x'.repeat(500)));
    fc.assert(
      fc.property(fc.option(text), fc.option(fc.array(text, { maxLength: 4 })), (scenario, columns) => {
        const parameters = [scenario === null ? '' : `scenario=${encodeURIComponent(wellFormed(scenario))}`, columns === null ? '' : `columns=${encodeURIComponent(wellFormed(columns.join(',')))}`];
        try {
          const call = readDataCall(parameters.join('&'));
          const ask: PermitAsk = {
            token: 't', grantId: '0b9e5a3c-59b1-4b9e-9a55-b36c5d6a1d10', form: 'ROWS', traceparent: 'x',
            ...(call.scenario === undefined ? {} : { scenario: call.scenario }), ...(call.columns === undefined ? {} : { columns: [...call.columns] }),
          };
          parseInput(TakePermits, { asks: [ask] });
        } catch (error) {
          // Refused here is as good; refused by the contract after this reader let it pass is the defect.
          expect(error).toBeInstanceOf(Problem);
          expect((error as Problem).parts.errors?.some(({ pointer }) => pointer.startsWith('/asks')) ?? false).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });
});
