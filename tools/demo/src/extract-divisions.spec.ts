import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { divisionsHeader, extractDivisions } from './extract-divisions.js';

const rows = {
  provinces: [{ code: '13', name: '河北省' }, { code: '37', name: '山东省' }],
  cities: [{ code: '1301', name: '石家庄市', provinceCode: '13' }, { code: '3710', name: '威海市', provinceCode: '37' }],
  areas: [{ code: '130123', name: '正定县', provinceCode: '13', cityCode: '1301' }],
  streets: [{ code: '130123100', name: '正定镇', provinceCode: '13', cityCode: '1301', areaCode: '130123' }],
};

it('takes one province, names the level and every division above, and sorts by code', () => {
  expect(extractDivisions(rows, '13')).toBe(
    [
      divisionsHeader,
      '130000000000,河北省,PROVINCE,,,',
      '130100000000,石家庄市,CITY,130000000000,130100000000,',
      '130123000000,正定县,COUNTY,130100000000,130100000000,130123000000',
      '130123100000,正定镇,TOWNSHIP,130123000000,130100000000,130123000000',
      '',
    ].join('\n'),
  );
});

it('refuses a division whose parent is missing', () => {
  expect(() => extractDivisions({ ...rows, areas: [] }, '13')).toThrow('130123100 正定镇: no parent 130123');
});

it('the data set of the demo is complete, sorted and free of villages', () => {
  const text = readFileSync(new URL('../data/hebei-divisions.csv', import.meta.url), 'utf8');
  const lines = text.split('\n');
  expect(lines.shift()).toBe(divisionsHeader);
  expect(lines.pop()).toBe('');
  expect(lines).toEqual([...lines].sort());
  const table = lines.map((line) => line.split(','));
  const count = (level: string) => table.filter((row) => row[2] === level).length;
  expect(['PROVINCE', 'CITY', 'COUNTY', 'TOWNSHIP'].map(count)).toEqual([1, 11, 190, 2365]);
  const codes = new Set(table.map((row) => row[0]));
  expect(codes.size).toBe(table.length);
  expect(table.filter((row) => row[2] !== 'PROVINCE' && !codes.has(row[3]))).toEqual([]);
  expect(lines).toContain('130123000000,正定县,COUNTY,130100000000,130100000000,130123000000');
});
