import { describe, expect, it } from 'vitest';
import { Problem } from '@gongshu/contracts';
import { projectToCsv, projectToJson } from './project-rows.js';
import { providerUrl } from './provider-url.js';

const rows = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const CALL = { scenario: undefined, columns: undefined, limit: 5, offset: undefined, where: [['district', '长安 & 区']] as const };

describe('masking', () => {
  it('lets the granted columns out and nothing else', () => {
    expect(projectToJson(rows([{ code: '1', name: '甲', secret: 'x' }, { secret: 'y' }]), ['code', 'name'])).toEqual({ body: '[{"code":"1","name":"甲"},{"code":null,"name":null}]', rows: 2 });
  });

  it('takes no column from an object’s prototype', () => {
    expect(projectToJson(rows([{ a: 1 }]), ['constructor', 'toString']).body).toBe('[{"constructor":null,"toString":null}]');
  });

  it('writes CSV with quotes where they are needed', () => {
    expect(projectToCsv(rows([{ a: 'x,"y"\n', b: null, c: { d: 1 } }, { a: 1, b: true }]), ['a', 'b', 'c'])).toEqual({ body: 'a,b,c\r\n"x,""y""\n",,"{""d"":1}"\r\n1,true,\r\n', rows: 2 });
  });

  it.each([['not json'], ['{"rows":[]}'], ['[1]'], ['[null]'], ['[[1]]'], ['']])('refuses %s from a provider', (text) => {
    expect(() => projectToJson(Buffer.from(text), ['a'])).toThrowError(expect.objectContaining({ kind: 'malformed' }));
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => projectToCsv(Buffer.from([0x5b, 0xff, 0x5d]), ['a'])).toThrowError(expect.objectContaining({ kind: 'malformed' }));
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
