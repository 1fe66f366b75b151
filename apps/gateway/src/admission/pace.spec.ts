import { describe, expect, it } from 'vitest';
import { Pace } from './pace.js';

/** Looks every 25 ms for so long at a loop that is late by what so many young calls make of it. */
function run(pace: Pace, { lateBy, waiting, seconds }: { lateBy: (young: number) => number; waiting: number; seconds: number }, from = 0): number {
  let places = pace.now;
  for (let now = from; now < from + seconds * 1_000; now += 25) places = pace.look(lateBy(places), waiting, now);
  return places;
}

const providersAreSlow = (): number => 0.5;
const processorIsShort = (young: number): number => young / 15;

describe('the pace of calls', () => {
  it('lets in more and more while the loop has time and somebody waits, up to all slots', () => {
    expect(run(new Pace({ least: 192, most: 1_000 }), { lateBy: providersAreSlow, waiting: 10, seconds: 2 })).toBe(1_000);
  });

  it('stays where it is while nobody waits', () => {
    expect(run(new Pace({ least: 192, most: 1_000 }), { lateBy: providersAreSlow, waiting: 0, seconds: 2 })).toBe(192);
  });

  it('comes back within two seconds when the loop is busy, and never below what keeps a machine busy', () => {
    const pace = new Pace({ least: 192, most: 1_000 });
    run(pace, { lateBy: providersAreSlow, waiting: 10, seconds: 2 });
    expect(run(pace, { lateBy: processorIsShort, waiting: 500, seconds: 2 }, 2_000)).toBe(192);
    expect(run(pace, { lateBy: () => 400, waiting: 500, seconds: 60 }, 4_000)).toBe(192);
  });

  it('takes the mean of some looks: one long turn alone tells nothing', () => {
    const pace = new Pace({ least: 10, most: 1_000 });
    run(pace, { lateBy: providersAreSlow, waiting: 10, seconds: 1 });
    const before = pace.now;
    for (const late of [25, 0, 0, 0]) pace.look(late, 0, 2_000);
    expect(pace.look(0, 0, 2_200)).toBe(before);
  });
});
