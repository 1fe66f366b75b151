import { describe, expect, it } from 'vitest';
import { holds, wordOfWanted } from './condition.js';
import type { Wanted } from './procedure.js';

const under = (wanted: Wanted, actual: unknown): boolean => holds({ 'content.x': wanted }, {}, actual === undefined ? {} : { x: actual });

describe('a condition', () => {
  it.each<[Wanted, readonly unknown[], readonly unknown[]]>([
    ['a', ['a'], ['b', '', true, undefined, ['a']]],
    [true, [true], [false, undefined, 'true']],
    [false, [false, undefined, null], [true, 'a', '']],
    [{ not: 'a' }, ['b', undefined, true, ['a']], ['a']],
    [{ not: true }, [false, undefined, 'true'], [true]],
    [{ in: ['a', 'b'] }, ['a', 'b'], ['c', undefined, ['a'], true]],
    [{ stated: true }, ['a', 0, true, ['a'], { a: 1 }], [undefined, null, false, '', ' \u200b', [], [' '], {}]],
    [{ stated: false }, [undefined, null, false, '', [], {}], ['a', 0, true, ['a']]],
    [{ includes: 'a' }, [['a'], ['b', 'a']], ['a', ['b'], [], undefined, ['ab']]],
    [{ lacks: 'a' }, [['b'], [], undefined, 'a'], [['a'], ['b', 'a']]],
  ])('%j holds for what it wants and for nothing else', (wanted, good, bad) => {
    expect(good.filter((actual) => !under(wanted, actual))).toEqual([]);
    expect(bad.filter((actual) => under(wanted, actual))).toEqual([]);
  });

  it('reads facts and content apart, holds only in all its parts, and never sees what a record inherits', () => {
    expect(holds({ x: { not: 'a' }, 'content.x': { in: ['a'] } }, { x: 'b' }, { x: 'a' })).toBe(true);
    expect(holds({ x: { not: 'a' }, 'content.x': { in: ['a'] } }, { x: 'a' }, { x: 'a' })).toBe(false);
    expect(holds({ 'content.constructor': { stated: true } }, {}, {})).toBe(false);
    expect(holds(null, {}, {})).toBe(true);
  });

  it.each<[Wanted, string]>([
    ['a', 'x=a'], [false, 'x=false'], [{ not: 'a' }, 'x≠a'], [{ in: ['a', 'b'] }, 'x∈{a, b}'], [{ stated: true }, 'x≠∅'], [{ stated: false }, 'x=∅'], [{ includes: 'a' }, 'x∋a'], [{ lacks: 'a' }, 'x∌a'],
  ])('%j is told as %s', (wanted, words) => {
    expect(wordOfWanted('x', wanted)).toBe(words);
  });
});
