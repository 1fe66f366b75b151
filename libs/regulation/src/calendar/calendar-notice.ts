import { isDay, weekday, type Day } from './day.js';
import type { WorkingCalendar } from './working-days.js';

/** The State Council's notice for one year as an operator enters it: every day off and every make-up workday (调休) by date. */
export interface CalendarNotice {
  readonly year: number;
  readonly notice: string;
  readonly daysOff: readonly Day[];
  readonly makeUpDays: readonly Day[];
}

export interface NoticeFault {
  /** JSON pointer into the notice. */
  readonly pointer: string;
  readonly code: 'not-a-year' | 'not-of-the-year' | 'named-twice' | 'not-a-weekend';
}

/** What speaks against a notice: days of another year, days named twice, make-up workdays that are weekdays anyway. */
export function noticeFaults({ year, daysOff, makeUpDays }: CalendarNotice): NoticeFault[] {
  if (!Number.isInteger(year) || year < 1900 || year > 2200) return [{ pointer: '/year', code: 'not-a-year' }];
  const seen = new Set<Day>();
  const faultsOf = (field: string, days: readonly Day[]): NoticeFault[] =>
    days.flatMap((day, index): NoticeFault[] => {
      const pointer = `/${field}/${String(index)}`;
      if (!isDay(day) || !day.startsWith(`${String(year)}-`)) return [{ pointer, code: 'not-of-the-year' }];
      if (seen.has(day)) return [{ pointer, code: 'named-twice' }];
      seen.add(day);
      return field === 'makeUpDays' && !isWeekend(day) ? [{ pointer, code: 'not-a-weekend' }] : [];
    });
  return [...faultsOf('daysOff', daysOff), ...faultsOf('makeUpDays', makeUpDays)];
}

/** The calendar with these years in place of what it says about them. The notices must be without faults. */
export function calendarWith(calendar: WorkingCalendar, notices: readonly CalendarNotice[]): WorkingCalendar {
  if (notices.length === 0) return calendar;
  const years = new Map(calendar.years);
  for (const { year, notice, daysOff, makeUpDays } of notices) years.set(String(year), { notice, daysOff: new Set(daysOff), makeUpDays: new Set(makeUpDays) });
  return { id: calendar.id, years };
}

function isWeekend(day: Day): boolean {
  return weekday(day) === 0 || weekday(day) === 6;
}
