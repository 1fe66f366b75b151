import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NaturalBatches } from './natural-batches.js';

describe('natural batches', () => {
  it('send what arrived meanwhile in one message, and answer each its own', async () => {
    const sizes: number[] = [];
    const release: (() => void)[] = [];
    const batches = new NaturalBatches<number, string>(async (items) => {
      sizes.push(items.length);
      await new Promise<void>((resolve) => release.push(resolve));
      return items.map(String);
    }, { most: 512, weight: 1_000 });
    const first = batches.add(0, 1);
    await expect.poll(() => release.length).toBe(1);
    const others = Array.from({ length: 100 }, (_value, index) => batches.add(index + 1, 1));
    release.shift()?.();
    expect(await first).toBe('0');
    await expect.poll(() => release.length).toBe(1);
    release.shift()?.();
    expect(await Promise.all(others)).toEqual(Array.from({ length: 100 }, (_value, index) => String(index + 1)));
    expect(sizes).toEqual([1, 100]);
  });

  it('keep to the limits of count and weight, and let one that is too heavy go alone', async () => {
    const sizes: number[] = [];
    const batches = new NaturalBatches<number, number>((items) => {
      sizes.push(items.length);
      return Promise.resolve(items);
    }, { most: 3, weight: 100 });
    await Promise.all([...Array.from({ length: 7 }, (_value, index) => batches.add(index, 1)), batches.add(7, 99), batches.add(8, 500), batches.add(9, 60), batches.add(10, 60)]);
    expect(sizes).toEqual([3, 3, 2, 1, 1, 1]);
  });

  it('fail only the calls of the message that failed', async () => {
    let sent = 0;
    const batches = new NaturalBatches<number, number>((items) => {
      sent += 1;
      return sent === 1 ? Promise.reject(new Error('away')) : Promise.resolve(sent === 2 ? items : []);
    }, { most: 1, weight: 1 });
    expect((await Promise.allSettled([batches.add(1, 1), batches.add(2, 1), batches.add(3, 1)])).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
  });
});

describe('a crowd', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  /** Batches whose messages are answered one by one. */
  function played(): { readonly batches: NaturalBatches<number, number>; readonly sizes: number[]; answer(): Promise<void>; come(count: number): void } {
    const sizes: number[] = [];
    const release: (() => void)[] = [];
    const batches = new NaturalBatches<number, number>(async (items) => {
      sizes.push(items.length);
      await new Promise<void>((resolve) => release.push(resolve));
      return items;
    }, { most: 512, weight: 100_000 });
    const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(() => setImmediate(resolve)));
    return {
      batches,
      sizes,
      come: (count) => Array.from({ length: count }, (_value, index) => void batches.add(index, 1)),
      answer: async () => {
        await turn();
        release.shift()?.();
        await turn();
      },
    };
  }

  it('that was answered is waited for, so that its halves do not take turns for ever', async () => {
    const { sizes, come, answer } = played();
    come(10);
    await vi.waitFor(() => expect(sizes).toEqual([10]));
    come(10);
    await answer();
    expect(sizes).toEqual([10]);
    come(9);
    await answer();
    expect(sizes).toEqual([10]);
    come(1);
    await answer();
    expect(sizes).toEqual([10, 20]);
  });

  it('that does not come again holds nobody for long', async () => {
    const { sizes, come, answer } = played();
    come(10);
    await vi.waitFor(() => expect(sizes).toEqual([10]));
    come(2);
    await answer();
    expect(sizes).toEqual([10]);
    vi.advanceTimersByTime(4);
    await answer();
    expect(sizes).toEqual([10, 2]);
    come(1);
    await answer();
    expect(sizes).toEqual([10, 2, 1]);
  });
});
