import { describe, expect, it } from 'vitest';
import { sampleEntry } from '@gongshu/testing';
import { normBreaches, standardBreaches } from './breaches.js';
import { hasShape } from './code-shape.js';

describe('a shape of a code', () => {
  it.each([
    ['sfzh', 'sfzh', true], ['sfzh', 'sfz', false], ['sfz', 'sfzh', false], ['a1', 'a#', true], ['ab', 'a#', false], ['ab', 'a?', true], ['a', 'a?', false],
    ['gb_code', 'gb_*', true], ['gb_', 'gb_*', true], ['xgb_', 'gb_*', false], ['a_b_c', '*_c', true], ['a_b_c', '*_b', false], ['aXbXc', 'a*b*c', true], ['abab', '*ab', true], ['', '*', true], ['', '?', false], ['a', '', false],
  ])('%s %s: %s', (code, shape, fits) => {
    expect(hasShape(code, shape)).toBe(fits);
  });

  it('costs little, whatever it is', () => {
    expect(hasShape('a'.repeat(63), `${'*a'.repeat(30)}*b`)).toBe(false);
  });
});

describe('breaches', () => {
  it('of a norm are those of every field, with the rule', () => {
    const rules = [{ field: 'name', shortest: 20 }, { field: 'abstract', longest: 3 }, { field: 'contact', stated: true }, { field: 'domain', oneOf: ['land'] }, { field: 'format', oneOf: ['XML', 'CSV'] }, { field: 'scopeOfUse', oneOf: ['x'] }];
    expect(normBreaches({ issuer: '130000', version: 2, rules }, sampleEntry()).map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/name', 'norm-shortest'], ['/abstract', 'norm-longest'], ['/contact', 'norm-stated'], ['/scopeOfUse', 'norm-one-of'],
    ]);
  });

  it('of a standard are those of every item it speaks of', () => {
    const rules = [{ item: '级别', types: ['INTEGER', 'NUMBER'] }, { column: '*e*' }, { longestColumn: 4, longestName: 5 }];
    const { items } = sampleEntry();
    expect(standardBreaches({ code: 's', version: 1, rules }, [...items, { column: 'lv', name: '级', type: 'TEXT' }]).map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/items/0/name', 'standard-longest-name'], ['/items/1/name', 'standard-longest-name'], ['/items/2/type', 'standard-type'], ['/items/2/column', 'standard-longest-column'], ['/items/3/column', 'standard-column'],
    ]);
  });
});
