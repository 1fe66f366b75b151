import type { Day } from '../calendar/day.js';
import { lastWorkingDay, type WorkingCalendar } from '../calendar/working-days.js';
import type { Due } from '../procedure/procedure.js';
import type { EffectivePack } from './effective-pack.js';
import { parameter } from './parameter.js';

/** A period of `workingDays` that the parameter allows, from a day on. */
export function dueFrom(pack: EffectivePack, parameterKey: string, startedOn: Day, workingDays: number, calendar: WorkingCalendar): Due {
  const { dueOn, assumed } = lastWorkingDay(calendar, startedOn, workingDays);
  return { dueOn, startedOn, workingDays, parameter: parameterKey, article: parameter(pack, parameterKey).source.article, assumed };
}
