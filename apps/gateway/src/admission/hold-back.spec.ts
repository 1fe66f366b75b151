import { describe, expect, it } from 'vitest';
import { heldBackMilliseconds } from './hold-back.js';

describe('the connection of a refused caller', () => {
  it('is not read until shortly before the time that was told, and never for longer than half a minute', () => {
    expect([1, 5, 30, 300].map((seconds) => heldBackMilliseconds(seconds, false, undefined, 'a'))).toEqual([900, 4_900, 29_900, 29_900]);
    expect(heldBackMilliseconds(2, false, 'a', 'a')).toBe(1_900);
  });

  it('is read as ever where others call on it too: a proxy says so, or their names do', () => {
    expect(heldBackMilliseconds(5, true, undefined, 'a')).toBe(0);
    expect(heldBackMilliseconds(5, false, 'b', 'a')).toBe(0);
    expect(heldBackMilliseconds(5, false, null, 'a')).toBe(0);
  });
});
