import { Cursor } from '../packs/cursor.js';
import { PackError, type PackFault } from '../packs/pack-error.js';
import { isDay, plusDays, type Day } from './day.js';
import type { CalendarYear, WorkingCalendar } from './working-days.js';

const SPAN = /^\d{2}-\d{2}(\.\.\d{2}-\d{2})?$/;

/** Reads a calendar: per year the notice, days off (`MM-DD` or `MM-DD..MM-DD`) and make-up workdays. Throws a PackError that lists all faults. */
export function readCalendar(file: string, text: string): WorkingCalendar {
  const faults: PackFault[] = [];
  const top = Cursor.over(file, JSON.parse(text), faults).keys(['id', 'source', 'years']);
  const years = new Map<string, CalendarYear>();
  for (const [year, cursor] of top.at('years').entries()) {
    cursor.keys(['notice', 'daysOff', 'makeUpDays']);
    if (!/^\d{4}$/.test(year)) cursor.fault('is not a year');
    years.set(year, {
      notice: cursor.at('notice').text(),
      daysOff: new Set(cursor.at('daysOff').list().flatMap((item) => daysOf(year, item))),
      makeUpDays: new Set(cursor.at('makeUpDays').list().flatMap((item) => daysOf(year, item))),
    });
  }
  const id = top.at('id').text();
  if (faults.length > 0) throw new PackError(faults);
  return { id, years };
}

function daysOf(year: string, cursor: Cursor): Day[] {
  const [from, to = from] = cursor.matching(SPAN, 'MM-DD or MM-DD..MM-DD').split('..').map((day) => `${year}-${day}`);
  if (from === undefined || to === undefined || !isDay(from) || !isDay(to) || to < from) {
    cursor.fault('is not a day, or ends before it begins');
    return [];
  }
  const days: Day[] = [];
  for (let day = from; day <= to; day = plusDays(day, 1)) days.push(day);
  return days;
}
