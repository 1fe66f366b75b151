import { describe, expect, it } from 'vitest';
import { heldBackMilliseconds } from './hold-back.js';

describe('the connection of a refused caller', () => {
  it('is not read until shortly before the time that was told, and never for longer than two seconds', () => {
    expect([1, 2, 5, 300].map((seconds) => heldBackMilliseconds(seconds, {}, undefined, 'a'))).toEqual([900, 1_900, 1_900, 1_900]);
    expect(heldBackMilliseconds(2, {}, 'a', 'a')).toBe(1_900);
  });

  it('is read as ever where others call on it too: a proxy says so, or their names do', () => {
    for (const headers of [{ via: '1.1 front' }, { forwarded: 'for=10.0.0.1' }, { 'x-forwarded-for': '10.0.0.1' }]) expect(heldBackMilliseconds(5, headers, undefined, 'a')).toBe(0);
    expect(heldBackMilliseconds(5, {}, 'b', 'a')).toBe(0);
    expect(heldBackMilliseconds(5, {}, null, 'a')).toBe(0);
  });
});
