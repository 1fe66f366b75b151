import { describe, expect, it } from 'vitest';
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
