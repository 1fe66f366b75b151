import { expect, it } from 'vitest';
import { calendarWith, noticeFaults, type CalendarNotice } from './calendar-notice.js';
import { statutoryCalendar } from './statutory-calendar.js';
import { addWorkingDays, dayReason, lastWorkingDay } from './working-days.js';

const NOTICE: CalendarNotice = { year: 2027, notice: '关于2027年部分节假日安排的通知', daysOff: ['2027-01-01', '2027-01-04'], makeUpDays: ['2027-01-09'] };

it('a notice without faults is one of days of its year, each named once, with make-up workdays on weekends', () => {
  expect(noticeFaults(NOTICE)).toEqual([]);
});

it.each<[string, Partial<CalendarNotice>, ReturnType<typeof noticeFaults>]>([
  ['a year that is none', { year: 27 }, [{ pointer: '/year', code: 'not-a-year' }]],
  ['half a year', { year: 2027.5 }, [{ pointer: '/year', code: 'not-a-year' }]],
  ['a day of another year', { daysOff: ['2027-01-01', '2026-12-31'] }, [{ pointer: '/daysOff/1', code: 'not-of-the-year' }]],
  ['a day that does not exist', { daysOff: ['2027-02-29'] }, [{ pointer: '/daysOff/0', code: 'not-of-the-year' }]],
  ['a day named twice', { daysOff: ['2027-01-01', '2027-01-01'] }, [{ pointer: '/daysOff/1', code: 'named-twice' }]],
  ['a day that is off and made up', { makeUpDays: ['2027-01-01'] }, [{ pointer: '/makeUpDays/0', code: 'named-twice' }]],
  ['a make-up workday on a weekday', { makeUpDays: ['2027-01-11'] }, [{ pointer: '/makeUpDays/0', code: 'not-a-weekend' }]],
])('a notice is at fault with %s', (_, change, faults) => {
  expect(noticeFaults({ ...NOTICE, ...change })).toEqual(faults);
});

it('a loaded notice takes the place of what was assumed, in a calendar of its own', () => {
  const loaded = calendarWith(statutoryCalendar, [NOTICE]);
  expect(addWorkingDays(statutoryCalendar, '2026-12-31', 1)).toMatchObject({ dueOn: '2027-01-01', assumed: true });
  expect(addWorkingDays(loaded, '2026-12-31', 1)).toMatchObject({ dueOn: '2027-01-05', assumed: false });
  expect(lastWorkingDay(loaded, '2026-12-31', 5)).toEqual({ dueOn: '2027-01-09', assumed: false });
  expect(dayReason(loaded, '2027-01-09')).toBe('make-up-workday');
  expect(dayReason(loaded, '2026-10-01')).toBe('day-off');
  expect(lastWorkingDay(statutoryCalendar, '2026-12-31', 1)).toEqual({ dueOn: '2027-01-01', assumed: true });
  expect(calendarWith(statutoryCalendar, [])).toBe(statutoryCalendar);
});
