/** A calendar day as `YYYY-MM-DD`, read in Asia/Shanghai. */
export type Day = string;

/** A moment as ISO 8601 with `Z` or an offset, for example `2026-01-05T09:30:00+08:00`. */
export type Instant = string;

const MS_PER_DAY = 86_400_000;
// Asia/Shanghai has been +08:00 without summer time since 1992; the statutory tables begin in 2018.
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const DAY_PATTERN = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT_PATTERN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** Whether the text is a day that exists, for example not `2026-02-30`. */
export function isDay(text: string): boolean {
  return !Number.isNaN(midnightOf(text));
}

/** Whether the text is a moment that exists, with its offset. */
export function isInstant(text: string): boolean {
  return !Number.isNaN(momentOf(text));
}

/** The day of an instant in Asia/Shanghai. Throws a RangeError for text that is not an ISO 8601 instant with offset. */
export function localDay(instant: Instant): Day {
  const ms = momentOf(instant);
  if (Number.isNaN(ms)) throw new RangeError(`not an ISO 8601 instant with offset: ${instant}`);
  return dayOf(ms + SHANGHAI_OFFSET_MS);
}

/** The time of the day of an instant in Asia/Shanghai, `HH:MM`. Throws a RangeError for text that is not an ISO 8601 instant with offset. */
export function localTime(instant: Instant): string {
  const ms = momentOf(instant);
  if (Number.isNaN(ms)) throw new RangeError(`not an ISO 8601 instant with offset: ${instant}`);
  return new Date(ms + SHANGHAI_OFFSET_MS).toISOString().slice(11, 16);
}

/** The instant at which a period with this last day has lapsed: 24:00 Asia/Shanghai, written as 00:00 of the next day. */
export function endOfDay(day: Day): Instant {
  return startOfDay(plusDays(day, 1));
}

/** The instant at which a day begins: 00:00 Asia/Shanghai. */
export function startOfDay(day: Day): Instant {
  return `${plusDays(day, 0)}T00:00:00+08:00`;
}

/** The day so many calendar days later (earlier when negative). Throws a RangeError for text that is not a day. */
export function plusDays(day: Day, count: number): Day {
  return dayOf(midnight(day) + count * MS_PER_DAY);
}

/** The last day of a month, 1 to 12; 29 February in leap years. */
export function lastDayOfMonth(year: number, month: number): Day {
  return dayOf(Date.UTC(year, month, 0));
}

/** 0 is Sunday, 6 is Saturday. Throws a RangeError for text that is not a day. */
export function weekday(day: Day): number {
  return new Date(midnight(day)).getUTCDay();
}

function momentOf(text: string): number {
  // Date.parse accepts 30 February as 1 March.
  return INSTANT_PATTERN.test(text) && isDay(text.slice(0, 10)) ? Date.parse(text) : Number.NaN;
}

function midnight(day: Day): number {
  const ms = midnightOf(day);
  if (Number.isNaN(ms)) throw new RangeError(`not a day (YYYY-MM-DD): ${day}`);
  return ms;
}

function midnightOf(text: string): number {
  // Not Date.UTC, for which the year 1 is 1901. Both roll 30 February over into March.
  const ms = DAY_PATTERN.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(ms) && dayOf(ms) === text ? ms : Number.NaN;
}

function dayOf(ms: number): Day {
  return new Date(ms).toISOString().slice(0, 10);
}
