import { isDay, lastDayOfMonth, localDay, plusDays, type Day, type Instant } from '../calendar/day.js';
import { statutoryCalendar } from '../calendar/statutory-calendar.js';
import { addWorkingDays, type CountedDay, type WorkingCalendar } from '../calendar/working-days.js';
import { own } from '../procedure/condition.js';
import type { LegalSource } from '../procedure/procedure.js';
import type { EffectivePack, EffectiveParameter } from './effective-pack.js';
import { countedAfter } from './counted-after.js';
import { parameter } from './parameter.js';

/** The end of a period or the date of a duty, by the provision that sets it. `workingDays` is null and `days` empty where the text names a date of the calendar. */
export interface Deadline {
  readonly dueOn: Day;
  readonly workingDays: number | null;
  readonly assumed: boolean;
  readonly days: readonly CountedDay[];
  readonly source: LegalSource;
}

/**
 * When what the parameter demands must be done at the latest, counted from an act or receipt at `startedAt` (an instant, or a bare day in China).
 * Working days: the period's last day. Day of the year: the next such day, the day itself included unless `date.inclusive` says otherwise (DEFAULT-8). Cycles: the last day of the running
 * part of the year or month (DEFAULT-10). Null for a parameter that is no period.
 * Throws an Error for an unknown key, a RangeError when `startedAt` is neither instant nor day.
 */
export function deadlineOf(pack: EffectivePack, key: string, startedAt: Instant | Day, calendar: WorkingCalendar = statutoryCalendar): Deadline | null {
  const { value, unit, source } = parameter(pack, key);
  const startedOn = isDay(startedAt) ? startedAt : localDay(startedAt);
  const workingDays = Number(value);
  if (unit === 'workingDays') return { ...addWorkingDays(calendar, countedAfter(pack, startedOn, workingDays), workingDays), workingDays, source };
  const dueOn = dateOf(unit, value, startedOn, own(pack.parameters, 'date.inclusive')?.value !== false);
  return dueOn === null ? null : { dueOn, workingDays: null, assumed: false, days: [], source };
}

function dateOf(unit: EffectiveParameter['unit'], value: EffectiveParameter['value'], from: Day, inclusive: boolean): Day | null {
  const year = Number(from.slice(0, 4));
  const month = Number(from.slice(5, 7));
  if (unit === 'dayOfYear') {
    const lastDay = (of: number): Day => plusDays(dayOfYear(of, String(value)), inclusive ? 0 : -1);
    const thisYear = lastDay(year);
    return thisYear < from ? lastDay(year + 1) : thisYear;
  }
  if (unit === 'timesPerMonth') return lastDayOfMonth(year, month);
  if (unit !== 'timesPerYear') return null;
  const months = 12 / Number(value);
  return lastDayOfMonth(year, Math.ceil(month / months) * months);
}

function dayOfYear(year: number, value: string): Day {
  if (value === '02-last') return lastDayOfMonth(year, 2);
  const day = `${String(year).padStart(4, '0')}-${value}`;
  // 29 February in a year without one is the last day of that month.
  return isDay(day) ? day : lastDayOfMonth(year, Number(value.slice(0, 2)));
}
