import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plusDays } from '../calendar/day.js';
import { statutoryCalendar } from '../calendar/statutory-calendar.js';
import { addWorkingDays, isWorkingDay, lastWorkingDay } from '../calendar/working-days.js';
import { isNaiveWorkingDay, naiveCalendar, naiveLastDay } from './naive-clock.js';

const calendar = naiveCalendar();
const FIRST = '2018-01-01';
const DAYS_2018_TO_2026 = 3_287;

const starts = fc.integer({ min: 0, max: DAYS_2018_TO_2026 - 1 }).map((offset) => plusDays(FIRST, offset));
// Long enough for every period of the law with its extensions, and at times for a whole year.
const periods = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 60 }) }, fc.integer({ min: 0, max: 400 }));
const RUNS = { numRuns: 3_000, seed: 20_261_121 };

it('the clock ends a period where counting day by day in plain lists ends it', () => {
  fc.assert(fc.property(starts, periods, (start, n) => {
    const dueOn = naiveLastDay(calendar, start, n);
    expect(addWorkingDays(statutoryCalendar, start, n).dueOn).toBe(dueOn);
    expect(lastWorkingDay(statutoryCalendar, start, n).dueOn).toBe(dueOn);
  }), RUNS);
});

it('every day of 2018 to 2026 is a working day for both or for neither', () => {
  const days = Array.from({ length: DAYS_2018_TO_2026 }, (_, offset) => plusDays(FIRST, offset));
  expect(days.at(-1)).toBe('2026-12-31');
  expect(days.filter((day) => isWorkingDay(statutoryCalendar, day) !== isNaiveWorkingDay(calendar, day))).toEqual([]);
});

it('what is shown of a period is each of its days once, in order, with as many counted as asked for', () => {
  fc.assert(fc.property(starts, periods, (start, n) => {
    const { dueOn, assumed, days } = addWorkingDays(statutoryCalendar, start, n);
    expect(days.map(({ date }) => date)).toEqual(days.map((_, index) => plusDays(start, index + 1)));
    expect(days.filter(({ counted }) => counted)).toHaveLength(n);
    expect(days.at(-1)?.date ?? start).toBe(dueOn);
    expect(assumed).toBe(days.some(({ date }) => !calendar.years.includes(date.slice(0, 4))));
    expect(lastWorkingDay(statutoryCalendar, start, n)).toEqual({ dueOn, assumed });
  }), RUNS);
});

it('a period cut in two ends where the whole one ends', () => {
  fc.assert(fc.property(starts, periods, periods, (start, a, b) => {
    const cut = lastWorkingDay(statutoryCalendar, start, a).dueOn;
    expect(lastWorkingDay(statutoryCalendar, cut, b).dueOn).toBe(lastWorkingDay(statutoryCalendar, start, a + b).dueOn);
  }), RUNS);
});

it('a period never ends on a day that is not worked, nor before it begins', () => {
  fc.assert(fc.property(starts, periods.filter((n) => n > 0), (start, n) => {
    const { dueOn } = lastWorkingDay(statutoryCalendar, start, n);
    expect(isNaiveWorkingDay(calendar, dueOn)).toBe(true);
    expect(dueOn > start).toBe(true);
  }), RUNS);
});

it('a later start never ends earlier, a longer period always ends later', () => {
  fc.assert(fc.property(starts, starts, periods, fc.integer({ min: 1, max: 60 }), (one, other, n, more) => {
    const [early = one, late = one] = [one, other].sort();
    expect(lastWorkingDay(statutoryCalendar, early, n).dueOn <= lastWorkingDay(statutoryCalendar, late, n).dueOn).toBe(true);
    expect(lastWorkingDay(statutoryCalendar, one, n).dueOn < lastWorkingDay(statutoryCalendar, one, n + more).dueOn).toBe(true);
  }), RUNS);
});
