import { describe, expect, it } from 'vitest';
import { endOfDay, isDay, localDay, plusDays } from './day.js';
import { statutoryCalendar } from './statutory-calendar.js';
import { addWorkingDays, dayReason, lastWorkingDay } from './working-days.js';

const WORKING_DAYS_OF_YEAR: readonly (readonly [string, number])[] = [
  ['2018', 250], ['2019', 250], ['2020', 249], ['2021', 250], ['2022', 249], ['2023', 249], ['2024', 251], ['2025', 248], ['2026', 248],
];

function counts(day: string): boolean {
  return ['working-day', 'make-up-workday'].includes(dayReason(statutoryCalendar, day));
}

function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = plusDays(day, 1)) days.push(day);
  return days;
}

describe('days', () => {
  it('belong to Asia/Shanghai, wherever the instant was written', () => {
    expect(localDay('2022-10-07T16:30:00Z')).toBe('2022-10-08');
    expect(localDay('2022-10-07T15:59:59.999Z')).toBe('2022-10-07');
    expect(localDay('2022-10-08T00:30:00+08:00')).toBe('2022-10-08');
  });

  it('end at the midnight that follows', () => {
    expect(endOfDay('2026-12-31')).toBe('2027-01-01T00:00:00+08:00');
    expect(localDay(endOfDay('2024-02-29'))).toBe('2024-03-01');
  });

  it.each(['2026-02-30', '2026-13-01', '2026-1-1', '26-01-01', ''])('exclude "%s"', (text) => {
    expect(isDay(text)).toBe(false);
    expect(() => plusDays(text, 1)).toThrow(RangeError);
  });

  it.each(['0000-02-29', '0001-01-01', '0099-12-31', '9999-12-31'])('include %s', (text) => {
    expect(isDay(text)).toBe(true);
    expect(localDay(`${text}T09:00:00+08:00`)).toBe(text);
    expect(plusDays(plusDays(text, -1), 1)).toBe(text);
  });

  it.each(['2026-01-05', '2026-01-05T10:00:00', 'yesterday', '2026-02-30T25:00:00Z'])('cannot be read from "%s"', (text) => {
    expect(() => localDay(text)).toThrow(RangeError);
  });
});

describe('working days', () => {
  it.each([
    ['2025-09-28', 10, '2025-10-17'],
    ['2025-09-30', 1, '2025-10-09'],
    ['2025-12-31', 1, '2026-01-04'],
    ['2026-02-13', 10, '2026-03-05'],
    ['2026-02-13', 20, '2026-03-19'],
    ['2022-09-30', 20, '2022-11-02'],
    ['2026-04-30', 5, '2026-05-11'],
    ['2026-09-18', 2, '2026-09-21'],
  ])('received on %s, %i of them end on %s', (start, n, dueOn) => {
    expect(addWorkingDays(statutoryCalendar, start, n)).toMatchObject({ dueOn, assumed: false });
  });

  it.each([
    ['after hours, one second before midnight in China', '2026-04-30T23:59:59+08:00', 1, '2026-05-06'],
    ['after midnight in China, told in another zone', '2026-04-29T16:01:00Z', 1, '2026-05-06'],
    ['one minute before midnight in China, told in another zone', '2026-04-29T15:59:00Z', 1, '2026-04-30'],
    ['on an ordinary Saturday', '2026-03-07T10:00:00+08:00', 1, '2026-03-09'],
    ['in the middle of a holiday', '2026-10-03T10:00:00+08:00', 2, '2026-10-09'],
    ['on a make-up workday, which is not counted itself', '2026-05-09T10:00:00+08:00', 1, '2026-05-11'],
    ['before a make-up workday, which is counted', '2026-05-08T10:00:00+08:00', 1, '2026-05-09'],
    ['before the longest Spring Festival, eight days in 2020', '2020-01-23T10:00:00+08:00', 1, '2020-02-03'],
    ['before National Day and Mid-Autumn together', '2023-09-28T10:00:00+08:00', 3, '2023-10-09'],
    ['before a New Year holiday whose make-up day follows', '2025-12-31T10:00:00+08:00', 2, '2026-01-05'],
    ['before the New Year of which the old notice already speaks', '2018-12-28T10:00:00+08:00', 2, '2019-01-02'],
    ['before a leap day', '2024-02-28T10:00:00+08:00', 1, '2024-02-29'],
    ['on a leap day', '2024-02-29T10:00:00+08:00', 1, '2024-03-01'],
    ['at the end of an ordinary February', '2025-02-28T10:00:00+08:00', 1, '2025-03-03'],
  ])('received %s (%s): %i of them end on %s', (_, at, n, dueOn) => {
    expect(addWorkingDays(statutoryCalendar, localDay(at), n).dueOn).toBe(dueOn);
  });

  it.each(WORKING_DAYS_OF_YEAR)('of %s are as many as the notice leaves: %i', (year, expected) => {
    expect(daysBetween(`${year}-01-01`, `${year}-12-31`).filter(counts)).toHaveLength(expected);
  });

  it('from every day of 2018 to 2026 end where counting one by one ends', () => {
    const working = daysBetween('2018-01-01', '2026-12-31').filter(counts);
    let next = 0;
    const wrong = daysBetween('2018-01-01', '2026-11-30').filter((start) => {
      while ((working[next] ?? '9999') <= start) next += 1;
      return [1, 3, 10].some((n) => addWorkingDays(statutoryCalendar, start, n).dueOn !== working[next + n - 1]);
    });
    expect(wrong).toEqual([]);
    expect(next).toBeGreaterThan(2_000);
  });

  it('tell for each day why it counted or not', () => {
    expect(addWorkingDays(statutoryCalendar, '2026-09-18', 2).days).toEqual([
      { date: '2026-09-19', counted: false, reason: 'weekend' },
      { date: '2026-09-20', counted: true, reason: 'make-up-workday' },
      { date: '2026-09-21', counted: true, reason: 'working-day' },
    ]);
    expect(addWorkingDays(statutoryCalendar, '2026-09-24', 1).days[0]).toEqual({ date: '2026-09-25', counted: false, reason: 'day-off' });
  });

  it('of a year without a notice are weekdays, and say that they are assumed', () => {
    expect(addWorkingDays(statutoryCalendar, '2026-12-30', 2)).toMatchObject({ dueOn: '2027-01-01', assumed: true });
  });

  it.each([
    ['ends before the year without a notice', '2026-12-30', 1, '2026-12-31', false],
    ['begins in one and ends under a notice', '2017-12-30', 1, '2018-01-02', true],
    ['begins on its last day, which does not count', '2017-12-31', 1, '2018-01-02', false],
    ['crosses all years that have a notice', '2017-12-31', 2_300, '2027-03-19', true],
    ['ends on the day of its start', '2031-05-01', 0, '2031-05-01', false],
  ])('are assumed or not where a period %s', (_, start, n, dueOn, assumed) => {
    expect(lastWorkingDay(statutoryCalendar, start, n)).toEqual({ dueOn, assumed });
    expect(addWorkingDays(statutoryCalendar, start, n)).toMatchObject({ dueOn, assumed });
  });

  it.each([-1, 1.5, Number.NaN, 1e9])('cannot be %d', (n) => {
    expect(() => addWorkingDays(statutoryCalendar, '2026-01-05', n)).toThrow(RangeError);
    expect(() => lastWorkingDay(statutoryCalendar, '2026-01-05', n)).toThrow(RangeError);
  });

  it.each(['2026-02-30', '2026-1-5', 'soon', '', '-001-01-01', '12345-01-01', '2026-01-05T09:00:00Z'])('are not counted from "%s"', (start) => {
    expect(() => addWorkingDays(statutoryCalendar, start, 1)).toThrow(RangeError);
    expect(() => lastWorkingDay(statutoryCalendar, start, 1)).toThrow(RangeError);
  });

  it('of more years than are kept are found all the same', () => {
    const starts = Array.from({ length: 200 }, (_, index) => `${String(1900 + index)}-03-01`);
    for (const start of [...starts, ...starts]) expect(lastWorkingDay(statutoryCalendar, start, 10)).toEqual({ dueOn: addWorkingDays(statutoryCalendar, start, 10).dueOn, assumed: !statutoryCalendar.years.has(start.slice(0, 4)) });
  });
});
