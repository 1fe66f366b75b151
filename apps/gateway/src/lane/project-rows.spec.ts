import { describe, expect, it } from 'vitest';
import { Problem, type RowCondition } from '@gongshu/contracts';
import { projectToCsv, projectToJson } from './project-rows.js';
import { providerUrl } from './provider-url.js';

const rows = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const LET_OUT = { rowFilter: [], mostRows: null };
const CALL = { scenario: undefined, purpose: undefined, columns: undefined, limit: 5, offset: undefined, where: [['district', '长安 & 区']] as const };

describe('masking', () => {
  it('lets the granted columns out and nothing else', () => {
    expect(projectToJson(rows([{ code: '1', name: '甲', secret: 'x' }, { secret: 'y' }]), { ...LET_OUT, columns: ['code', 'name'] })).toEqual({ body: '[{"code":"1","name":"甲"},{"code":null,"name":null}]', rows: 2 });
  });

  it('takes no column from an object’s prototype', () => {
    expect(projectToJson(rows([{ a: 1 }]), { ...LET_OUT, columns: ['constructor', 'toString'] }).body).toBe('[{"constructor":null,"toString":null}]');
  });

  it('writes CSV with quotes where they are needed', () => {
    expect(projectToCsv(rows([{ a: 'x,"y"\n', b: null, c: { d: 1 } }, { a: 1, b: true }]), { ...LET_OUT, columns: ['a', 'b', 'c'] })).toEqual({ body: 'a,b,c\r\n"x,""y""\n",,"{""d"":1}"\r\n1,true,\r\n', rows: 2 });
  });

  it.each([['not json'], ['{"rows":[]}'], ['[1]'], ['[null]'], ['[[1]]'], ['']])('refuses %s from a provider', (text) => {
    expect(() => projectToJson(Buffer.from(text), { ...LET_OUT, columns: ['a'] })).toThrowError(expect.objectContaining({ kind: 'malformed' }));
  });

  it('lets out the granted rows, filtered by columns that stay, and no more than may leave', () => {
    const body = rows([{ code: '130123', size: 9 }, { code: '130124', size: 12 }, { code: '371000', size: 30 }, { code: null, size: 10 }, { code: '130125', size: 11 }]);
    const filtered = (...rowFilter: RowCondition[]): string => projectToJson(body, { columns: ['code'], rowFilter, mostRows: null }).body;
    const condition = (column: string, operator: string, ...values: string[]): RowCondition => ({ column, operator, values });
    expect(filtered(condition('code', 'STARTS_WITH', '13'), condition('size', 'FROM', '10'))).toBe('[{"code":"130124"},{"code":"130125"}]');
    expect(filtered(condition('code', 'IN', '371000', '130123'))).toBe('[{"code":"130123"},{"code":"371000"}]');
    expect(filtered(condition('code', 'TO', '130124'))).toBe('[{"code":"130123"},{"code":"130124"}]');
    expect(filtered(condition('nowhere', 'EQUALS', ''))).toBe('[]');
    expect(projectToCsv(body, { columns: ['code'], rowFilter: [condition('size', 'EQUALS', '9')], mostRows: 1 })).toEqual({ body: 'code\r\n130123\r\n', rows: 1 });
    expect(projectToJson(body, { columns: ['size'], rowFilter: [], mostRows: 2 })).toEqual({ body: '[{"size":9},{"size":12}]', rows: 2 });
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => projectToCsv(Buffer.from([0x5b, 0xff, 0x5d]), { ...LET_OUT, columns: ['a'] })).toThrowError(expect.objectContaining({ kind: 'malformed' }));
  });
});

describe('a provider’s address', () => {
  it('gets paging and filters as plain parameters beside its own', () => {
    expect(providerUrl('http://p.example/rows?tenant=5', ['district'], CALL).href).toBe('http://p.example/rows?tenant=5&limit=5&district=%E9%95%BF%E5%AE%89+%26+%E5%8C%BA');
  });

  it('cannot be asked about columns that are not granted, nor for another tenant', () => {
    const code = (call: () => unknown): string => {
      try {
        call();
      } catch (error) {
        if (error instanceof Problem) return error.definition.code;
      }
      return 'none';
    };
    expect(code(() => providerUrl('http://p.example/rows', ['code'], CALL))).toBe('sharing/outside-grant');
    expect(code(() => providerUrl('http://p.example/rows?tenant=5', ['tenant'], { ...CALL, where: [['tenant', '6']] }))).toBe('input/invalid');
    expect(code(() => providerUrl('http://p.example/rows', ['limit'], { ...CALL, where: [['limit', '6']] }))).toBe('input/invalid');
  });
});
