import { expect, it } from 'vitest';
import { readCalendar } from './read-calendar.js';

function calendarOf(year: object): string {
  return JSON.stringify({ id: 'x', source: 's', years: { 2027: year } });
}

it('a faulty calendar is refused with file, place and reason', () => {
  expect(() => readCalendar('x.json', calendarOf({ notice: 'n', daysOff: ['01-01', '02-30'], makeUpDays: [], daysof: [] }))).toThrow(
    /x\.json: years\.2027\.daysof: unknown key.*\n.*daysOff\[1\]: is not a day/,
  );
  expect(() => readCalendar('x.json', calendarOf({ notice: 'n', daysOff: ['01-03..01-01'], makeUpDays: [] }))).toThrow(/ends before it begins/);
});

it('an operator can add a year', () => {
  const { years } = readCalendar('x.json', calendarOf({ notice: 'n', daysOff: ['01-01..01-03'], makeUpDays: ['01-09'] }));
  expect([...(years.get('2027')?.daysOff ?? [])]).toEqual(['2027-01-01', '2027-01-02', '2027-01-03']);
});
