import { CALENDAR_YEARS, Problem, problems, type ComputeDeadline } from '@gongshu/contracts';
import { isDay, localDay, type Day } from '@gongshu/regulation';

/** What is asked: a period that a pack sets, or a number of working days; either from a day on. */
export type DeadlineQuestion =
  | { readonly kind: 'parameter'; readonly startedOn: Day; readonly pack: string; readonly parameter: string }
  | { readonly kind: 'workingDays'; readonly startedOn: Day; readonly workingDays: number };

function refused(pointer: string, code: string, detail: string): Problem {
  return new Problem(problems.invalidInput, { errors: [{ pointer, code, detail }] });
}

/** @throws Problem `input/invalid` when neither or both forms are given, or the start lies outside the calendar */
export function readQuestion({ pack, parameter, workingDays, startedAt }: ComputeDeadline): DeadlineQuestion {
  const startedOn = isDay(startedAt) ? startedAt : localDay(startedAt);
  const { min, max } = CALENDAR_YEARS;
  const year = Number(startedOn.slice(0, 4));
  if (year < min || year > max) throw refused('/startedAt', 'calendarYears', `startedAt must lie in the years ${String(min)} to ${String(max)}`);
  if (workingDays !== undefined) {
    if (pack !== undefined || parameter !== undefined) throw refused('/workingDays', 'oneForm', 'give either pack and parameter, or workingDays');
    return { kind: 'workingDays', startedOn, workingDays };
  }
  if (pack === undefined) throw refused('/pack', 'oneForm', 'give either pack and parameter, or workingDays');
  if (parameter === undefined) throw refused('/parameter', 'oneForm', 'give either pack and parameter, or workingDays');
  return { kind: 'parameter', startedOn, pack, parameter };
}
