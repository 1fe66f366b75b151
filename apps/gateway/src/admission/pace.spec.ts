import { describe, expect, it } from 'vitest';
import { Pace } from './pace.js';

const LIMITS = { least: 16, most: 1_000, aimMilliseconds: 75 };

/** A machine that gives so many permits a second, never sooner than after so long: what is asked at once beyond that waits in its queues. Answers the pace it is left with. */
function run(pace: Pace, { perSecond, soonest, callers, seconds }: { perSecond: number; soonest: number; callers: number; seconds: number }, from = 0): number {
  let places = pace.took(soonest, 0, 0, from);
  for (let now = from; now < from + seconds * 1_000; now += 10) {
    const entering = Math.min(places, callers);
    const took = Math.max(soonest, (entering / perSecond) * 1_000);
    for (let n = 0; n < Math.ceil((entering / took) * 10); n += 1) places = pace.took(took, entering, callers - entering, now);
  }
  return places;
}

describe('the pace of calls that ask for permits', () => {
  it('comes to what a machine answers within the aim, whatever it started from, and follows the machine', () => {
    const pace = new Pace(LIMITS);
    for (const [at, perSecond] of [4_000, 400, 2_000].entries()) {
      const places = run(pace, { perSecond, soonest: 5, callers: 5_000, seconds: 20 }, at * 20_000);
      expect(places).toBeGreaterThanOrEqual(0.6 * perSecond * 0.075);
      expect(places).toBeLessThanOrEqual(1.4 * perSecond * 0.075);
    }
  });

  it('stays out of the way while permits are quick, and does not grow for nobody', () => {
    expect(run(new Pace(LIMITS), { perSecond: 100_000, soonest: 5, callers: 200, seconds: 5 })).toBe(1_000);
    const pace = new Pace(LIMITS);
    const slow = run(pace, { perSecond: 1_000, soonest: 5, callers: 5_000, seconds: 20 });
    expect(run(pace, { perSecond: 1_000, soonest: 5, callers: 5, seconds: 20 }, 20_000)).toBeLessThanOrEqual(1.4 * slow);
    expect(run(pace, { perSecond: 100_000, soonest: 5, callers: 5_000, seconds: 20 }, 40_000)).toBe(1_000);
  });

  it('never comes to a stand, however slow permits are', () => {
    expect(run(new Pace(LIMITS), { perSecond: 10, soonest: 2_000, callers: 5_000, seconds: 60 })).toBe(16);
  });
});
