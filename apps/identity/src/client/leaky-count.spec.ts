import { describe, expect, it } from 'vitest';
import { LeakyCount } from './leaky-count.js';

describe('a count that runs off', () => {
  it('has room for its most at once, then for one after each wait it names', () => {
    const count = new LeakyCount(3, 1_000);
    expect([1, 2, 3, 4].map(() => count.add('a', 0))).toEqual([true, true, true, false]);
    expect([count.wait('a', 0), count.wait('a', 400), count.wait('b', 0)]).toEqual([1_000, 600, 0]);
    expect([count.add('a', 999), count.add('a', 1_000), count.add('a', 1_000)]).toEqual([false, true, false]);
    expect([1, 2, 3, 4].map(() => count.add('a', 10_000))).toEqual([true, true, true, false]);
  });

  it('remembers a bounded number of keys', () => {
    const count = new LeakyCount(1, 1_000);
    for (let n = 0; n <= 20_000; n += 1) count.add(`key-${String(n)}`, 0);
    expect([count.wait('key-0', 0), count.wait('key-1', 0), count.wait('key-20000', 0)]).toEqual([0, 1_000, 1_000]);
  });
});
