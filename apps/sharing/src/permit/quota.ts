import { Problem, sharingProblems } from '@gongshu/contracts';
import { endOfDay, type Day } from '@gongshu/regulation';

/** What a grant allows in numbers; null: no limit. */
export interface Limits {
  readonly callQuota: number;
  readonly callsPerDay: number | null;
  readonly rowQuota: number | null;
  readonly rowsPerDay: number | null;
}

/** How far a grant's calls have been counted. The two of the day hold for `countedOn`. */
export interface Counters {
  readonly callsTaken: number;
  readonly rowsTaken: number;
  readonly countedOn: Day;
  readonly callsOnDay: number;
  readonly rowsOnDay: number;
}

/** A call within its grant's numbers: the counters after it, and how many rows it reserves; null where rows are not limited. */
export interface Counted {
  readonly counters: Counters;
  readonly reserved: number | null;
}

/**
 * Counts a call. It reserves as many rows as it wants, or all that are left; what is not delivered is given back when the permit is closed.
 *
 * @param wanted most rows the call wants, null when it wants all
 * @throws Problem 429 when nothing is left, with the time until the next day where that will help
 */
export function countCall(limits: Limits, before: Counters, wanted: number | null, at: { today: Day; now: string }): Counted {
  const { countedOn, callsOnDay, rowsOnDay } = before.countedOn === at.today ? before : { countedOn: at.today, callsOnDay: 0, rowsOnDay: 0 };
  if (before.callsTaken >= limits.callQuota) throw exhausted('calls');
  const rowsLeft = limits.rowQuota === null ? null : limits.rowQuota - before.rowsTaken;
  if (rowsLeft !== null && rowsLeft <= 0) throw exhausted('rows');
  if (limits.callsPerDay !== null && callsOnDay >= limits.callsPerDay) throw exhausted('calls-per-day', at);
  const rowsLeftToday = limits.rowsPerDay === null ? null : limits.rowsPerDay - rowsOnDay;
  if (rowsLeftToday !== null && rowsLeftToday <= 0) throw exhausted('rows-per-day', at);
  const limited = rowsLeft !== null || rowsLeftToday !== null;
  const reserved = limited ? Math.min(...[wanted, rowsLeft, rowsLeftToday].filter((count) => count !== null)) : null;
  return {
    counters: { callsTaken: before.callsTaken + 1, rowsTaken: before.rowsTaken + (reserved ?? 0), countedOn, callsOnDay: callsOnDay + 1, rowsOnDay: rowsOnDay + (reserved ?? 0) },
    reserved,
  };
}

function exhausted(what: string, renewed?: { today: Day; now: string }): Problem {
  const retry = renewed === undefined ? {} : { retryAfterSeconds: Math.ceil((Date.parse(endOfDay(renewed.today)) - Date.parse(renewed.now)) / 1000) };
  return new Problem(sharingProblems.quotaExhausted, { errors: [{ pointer: '', code: what, detail: `nothing is left of ${what}` }], ...retry });
}
