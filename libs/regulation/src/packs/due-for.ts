import { localDay, type Day, type Instant } from '../calendar/day.js';
import { statutoryCalendar } from '../calendar/statutory-calendar.js';
import { addWorkingDays, type WorkingCalendar } from '../calendar/working-days.js';
import type { Due } from '../procedure/procedure.js';
import type { EffectivePack } from './effective-pack.js';
import { numberParameter, parameter } from './parameter.js';

/**
 * When a period of the pack ends that starts at `startedAt`. Throws an Error when the key is unknown or not in working days,
 * a RangeError when `startedAt` is not an instant.
 */
export function dueFor(pack: EffectivePack, parameterKey: string, startedAt: Instant, calendar: WorkingCalendar = statutoryCalendar): Due {
  return dueFrom(pack, parameterKey, localDay(startedAt), numberParameter(pack, parameterKey), calendar);
}

/** A period of `workingDays` that the parameter allows, from a day on. */
export function dueFrom(pack: EffectivePack, parameterKey: string, startedOn: Day, workingDays: number, calendar: WorkingCalendar): Due {
  const { source, unit } = parameter(pack, parameterKey);
  if (unit !== 'workingDays') throw new Error(`parameter ${parameterKey} of pack ${pack.id}@${pack.version} is not in working days`);
  const { dueOn, assumed } = addWorkingDays(calendar, startedOn, workingDays);
  return { dueOn, workingDays, parameter: parameterKey, article: source.article, assumed };
}
