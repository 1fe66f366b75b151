import { describe, expect, it } from 'vitest';
import { FailureCounts } from './failure-counts.js';

const at = (seconds: number): string => new Date(Date.parse('2026-03-02T01:00:00Z') + seconds * 1_000).toISOString();

describe('failures of a name', () => {
  it('from one address alone bring no wait about, however many', () => {
    const counts = new FailureCounts();
    for (let second = 0; second < 3_600; second += 1) counts.add({ clientId: 'a', address: '203.0.113.1' }, at(second));
    expect(counts.waitSeconds('a', at(3_600))).toBe(0);
  });

  it('from many addresses do past twenty, for that name alone; it is told once in a quarter of an hour', () => {
    const counts = new FailureCounts();
    const told = (second: number, addresses: readonly number[]): number => addresses.filter((n) => counts.add({ clientId: 'a', address: String(n) }, at(second))).length;
    expect([told(0, Array.from({ length: 19 }, (_, n) => n)), counts.waitSeconds('a', at(0))]).toEqual([0, 0]);
    expect([told(0, [19]), counts.waitSeconds('a', at(0)), counts.waitSeconds('a', at(19)), counts.waitSeconds('a', at(20)), counts.waitSeconds('b', at(0))]).toEqual([1, 20, 1, 0, 0]);
    expect([told(20, [20, 21]), counts.waitSeconds('a', at(20))]).toEqual([0, 20]);
    expect(told(1_000, Array.from({ length: 60 }, (_, n) => 100 + n))).toBe(1);
  });
});
