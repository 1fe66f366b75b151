import { describe, expect, it } from 'vitest';
import { RateLimiter, rateLimitHeaders } from './rate-limiter.js';

const LIMIT = { perSecond: 10, burst: 5 };

describe('a rate limit', () => {
  it('lets a burst in at once, then one call each time the wait it names is over, and none before', () => {
    const limiter = new RateLimiter(LIMIT);
    expect(Array.from({ length: 5 }, () => limiter.take('a', 0).remaining)).toEqual([4, 3, 2, 1, 0]);
    let now = 0;
    for (let n = 0; n < 50; n += 1) {
      const { allowed, waitMilliseconds } = limiter.take('a', now);
      expect([allowed, waitMilliseconds > 0]).toEqual([false, true]);
      expect(limiter.take('a', now + waitMilliseconds - 1).allowed).toBe(false);
      now += waitMilliseconds;
      expect(limiter.take('a', now).allowed).toBe(true);
    }
    expect(now).toBeCloseTo(5_000, 0);
  });

  it('counts each client for itself, and a refused call not at all', () => {
    const limiter = new RateLimiter(LIMIT);
    for (let n = 0; n < 100; n += 1) limiter.take('greedy', 0);
    expect(limiter.take('modest', 0)).toMatchObject({ allowed: true, remaining: 4 });
    expect(limiter.take('greedy', 100).allowed).toBe(true);
  });

  it('is whole again after a pause, and remembers no more clients than fit', () => {
    const limiter = new RateLimiter(LIMIT);
    for (let n = 0; n < 5; n += 1) limiter.take('a', 0);
    expect(limiter.take('a', 500)).toMatchObject({ allowed: true, remaining: 4 });
    for (let n = 0; n < 60_000; n += 1) limiter.take(`client-${String(n)}`, 10_000);
    expect((limiter as unknown as { fullAt: Map<string, number> }).fullAt.size).toBeLessThanOrEqual(20_000);
  });

  it('is told in the fields of the draft standard', () => {
    const limiter = new RateLimiter(LIMIT);
    expect(rateLimitHeaders('data', LIMIT, limiter.take('a', 0))).toEqual({ 'ratelimit-policy': '"data";q=5;w=1', ratelimit: '"data";r=4;t=1' });
  });
});
