import { readFileSync } from 'node:fs';

/** The statutory days as plain lists, read from the notices a second time. */
export interface NaiveCalendar {
  readonly years: readonly string[];
  readonly daysOff: readonly string[];
  readonly makeUpDays: readonly string[];
}

interface NaiveNotice {
  readonly daysOff: readonly string[];
  readonly makeUpDays: readonly string[];
}

/** Reads `calendar/cn.json` without the library's reader. */
export function naiveCalendar(): NaiveCalendar {
  const { years } = JSON.parse(readFileSync(new URL('../../calendar/cn.json', import.meta.url), 'utf8')) as { years: Record<string, NaiveNotice> };
  const daysOf = (part: keyof NaiveNotice): string[] => Object.entries(years).flatMap(([year, notice]) => notice[part].flatMap((span) => naiveSpan(year, span)));
  return { years: Object.keys(years), daysOff: daysOf('daysOff'), makeUpDays: daysOf('makeUpDays') };
}

/**
 * The last day of a period, in the simplest way there is: walk on day by day, look each day up in the lists, count. It shares nothing with the library and is meant for
 * tests and benchmarks alone.
 */
export function naiveLastDay(calendar: NaiveCalendar, startedOn: string, workingDays: number): string {
  const day = new Date(`${startedOn}T00:00:00Z`);
  for (let left = workingDays; left > 0; ) {
    day.setUTCDate(day.getUTCDate() + 1);
    if (isNaiveWorkingDay(calendar, textOf(day))) left -= 1;
  }
  return textOf(day);
}

export function isNaiveWorkingDay({ daysOff, makeUpDays }: NaiveCalendar, day: string): boolean {
  const isWeekend = [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
  return makeUpDays.includes(day) || (!isWeekend && !daysOff.includes(day));
}

/** The day of an instant in China, which is eight hours ahead. */
export function naiveLocalDay(at: string): string {
  return textOf(new Date(Date.parse(at) + 8 * 60 * 60 * 1000));
}

function naiveSpan(year: string, span: string): string[] {
  const [from = '', to = from] = span.split('..');
  const days: string[] = [];
  for (const day = new Date(`${year}-${from}T00:00:00Z`); textOf(day) <= `${year}-${to}`; day.setUTCDate(day.getUTCDate() + 1)) days.push(textOf(day));
  return days;
}

function textOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
