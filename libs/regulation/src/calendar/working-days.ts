import { plusDays, weekday, type Day } from './day.js';

/** What the State Council notice of one year says; weekends not named keep their weekday's rule. */
export interface CalendarYear {
  readonly notice: string;
  readonly daysOff: ReadonlySet<Day>;
  readonly makeUpDays: ReadonlySet<Day>;
}

/** Statutory working days by year. A year that is missing has no notice yet: weekends only, and every result says `assumed`. */
export interface WorkingCalendar {
  readonly id: string;
  readonly years: ReadonlyMap<string, CalendarYear>;
}

export type DayReason = 'working-day' | 'make-up-workday' | 'day-off' | 'weekend';

/** One calendar day of a period: whether it was counted, and why. */
export interface CountedDay {
  readonly date: Day;
  readonly counted: boolean;
  readonly reason: DayReason;
}

/** `assumed` tells that a day of the period lies in a year without a published notice. */
export interface WorkingDayCount {
  readonly dueOn: Day;
  readonly assumed: boolean;
  readonly days: readonly CountedDay[];
}

const MAX_WORKING_DAYS = 5_000;

/** What a day is under the calendar. Make-up workdays (调休) count as working days. */
export function dayReason(calendar: WorkingCalendar, day: Day): DayReason {
  const year = calendar.years.get(day.slice(0, 4));
  if (year?.makeUpDays.has(day)) return 'make-up-workday';
  if (year?.daysOff.has(day)) return 'day-off';
  const dayOfWeek = weekday(day);
  return dayOfWeek === 0 || dayOfWeek === 6 ? 'weekend' : 'working-day';
}

/** Whether a day counts in a period. */
export function isWorkingDay(calendar: WorkingCalendar, day: Day): boolean {
  const reason = dayReason(calendar, day);
  return reason === 'working-day' || reason === 'make-up-workday';
}

/**
 * The last day of a period of `n` working days. Day 1 is the next working day after `startedOn`; `n` = 0 is the day of start itself.
 * Source: 民法典 201 and 203 by analogy, DEFAULT-1. Throws a RangeError for a bad day or when `n` is not a whole number from 0 to 5000.
 */
export function addWorkingDays(calendar: WorkingCalendar, startedOn: Day, n: number): WorkingDayCount {
  if (!Number.isInteger(n) || n < 0 || n > MAX_WORKING_DAYS) throw new RangeError(`working days must be a whole number from 0 to ${MAX_WORKING_DAYS}: ${n}`);
  const days: CountedDay[] = [];
  let day = plusDays(startedOn, 0);
  let assumed = false;
  for (let left = n; left > 0; ) {
    day = plusDays(day, 1);
    const reason = dayReason(calendar, day);
    const counted = reason === 'working-day' || reason === 'make-up-workday';
    assumed ||= !calendar.years.has(day.slice(0, 4));
    days.push({ date: day, counted, reason });
    if (counted) left -= 1;
  }
  return { dueOn: day, assumed, days };
}
