import { describe, expect, it } from 'vitest';
import { judgeRows } from './judge-rows.js';

const COLUMNS = [{ column: 'code', type: 'TEXT' }, { column: 'people', type: 'INTEGER' }];

describe('what a service answered', () => {
  it('is data of the entry when one record fits its items', () => {
    expect(judgeRows([{ code: '1', people: 'many' }, { code: '2', people: 7, more: {} }], COLUMNS)).toEqual({ result: 'LOADED', records: 1 });
    expect(judgeRows([{ code: '1', people: null }], COLUMNS)).toEqual({ result: 'LOADED', records: 1 });
  });

  it.each([[{}], [{ code: '1' }], [{ code: null, people: null }], [{ code: { deep: 1 }, people: 1 }], [['1', 1]], ['1'], [null], [{ code: '1', people: 1.5 }]])('is none when its records are like %j', (row) => {
    expect(judgeRows([row], COLUMNS)).toEqual({ result: 'INVALID', records: 0 });
  });

  it('is empty without a record, and judged by no items where no entry is bound', () => {
    expect(judgeRows([], COLUMNS)).toEqual({ result: 'EMPTY', records: 0 });
    expect(judgeRows([{ any: 1 }], [])).toEqual({ result: 'LOADED', records: 1 });
  });
});
