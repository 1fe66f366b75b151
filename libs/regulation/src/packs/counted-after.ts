import { plusDays, type Day } from '../calendar/day.js';
import { own } from '../procedure/condition.js';
import type { EffectivePack } from './effective-pack.js';

/** The day after which a period of working days is counted: the day of the act or receipt, or the day before it where the pack has that very day be day 1 (`calendar.startOffset`, DEFAULT-1). */
export function countedAfter(pack: EffectivePack, day: Day, workingDays: number): Day {
  return own(pack.parameters, 'calendar.startOffset')?.value === 0 && workingDays > 0 ? plusDays(day, -1) : day;
}
