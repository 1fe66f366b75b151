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

/** The end of a period without its days. */
export type PeriodEnd = Pick<WorkingDayCount, 'dueOn' | 'assumed'>;

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
 * The last day of a period of `n` working days, and each day up to it. Day 1 is the next working day after `startedOn`; `n` = 0 is the day of start itself.
 * Source: 民法典 201 and 203 by analogy, DEFAULT-1. Throws a RangeError for a bad day or when `n` is not a whole number from 0 to 5000.
 */
export function addWorkingDays(calendar: WorkingCalendar, startedOn: Day, n: number): WorkingDayCount {
  checkCount(n);
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

/** The same end as `addWorkingDays`, looked up instead of counted, for callers that do not show the days. Throws a RangeError in the same cases. */
export function lastWorkingDay(calendar: WorkingCalendar, startedOn: Day, n: number): PeriodEnd {
  checkCount(n);
  let year = Number(startedOn.slice(0, 4));
  let index = yearIndex(calendar, year);
  const passed = index.passed.get(startedOn);
  if (passed === undefined) throw new RangeError(`not a day (YYYY-MM-DD): ${startedOn}`);
  if (n === 0) return { dueOn: startedOn, assumed: false };
  let assumed = index.assumed && !startedOn.endsWith('-12-31');
  let nth = passed + n;
  while (nth > index.workingDays.length) {
    nth -= index.workingDays.length;
    index = yearIndex(calendar, (year += 1));
    assumed ||= index.assumed;
  }
  return { dueOn: index.workingDays[nth - 1] ?? startedOn, assumed };
}

interface YearIndex {
  readonly assumed: boolean;
  readonly workingDays: readonly Day[];
  /** For every day of the year, how many of its working days have passed with that day. */
  readonly passed: ReadonlyMap<Day, number>;
}

const indexes = new WeakMap<WorkingCalendar, Map<number, YearIndex>>();
// Callers choose the years they ask about; what they choose must not fill the memory.
const MAX_INDEXED_YEARS = 64;

function yearIndex(calendar: WorkingCalendar, year: number): YearIndex {
  let years = indexes.get(calendar);
  if (years === undefined) indexes.set(calendar, (years = new Map<number, YearIndex>()));
  let index = years.get(year);
  if (index === undefined) {
    if (years.size >= MAX_INDEXED_YEARS) years.clear();
    years.set(year, (index = indexOf(calendar, String(year).padStart(4, '0'))));
  }
  return index;
}

function indexOf(calendar: WorkingCalendar, year: string): YearIndex {
  const workingDays: Day[] = [];
  const passed = new Map<Day, number>();
  for (let day = plusDays(`${year}-01-01`, 0); day.startsWith(year); day = plusDays(day, 1)) {
    if (isWorkingDay(calendar, day)) workingDays.push(day);
    passed.set(day, workingDays.length);
  }
  return { assumed: !calendar.years.has(year), workingDays, passed };
}

function checkCount(n: number): void {
  if (!Number.isInteger(n) || n < 0 || n > MAX_WORKING_DAYS) throw new RangeError(`working days must be a whole number from 0 to ${MAX_WORKING_DAYS}: ${n}`);
}
