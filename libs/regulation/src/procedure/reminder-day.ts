import { plusDays, type Day } from '../calendar/day.js';
import { isWorkingDay, type WorkingCalendar } from '../calendar/working-days.js';
import type { EffectivePack } from '../packs/effective-pack.js';
import { numberParameter } from '../packs/parameter.js';
import type { Standing } from './procedure.js';

/** Parameter that says how many working days before the end of a period its owner is reminded. */
export const REMINDER = 'deadline.reminder.days';

/** The day on which the owner of a running period is reminded of its end: so many working days before it, but not before the first day of the period. Null where no period runs. */
export function reminderDay(pack: EffectivePack, { period, dueOn }: Pick<Standing, 'period' | 'dueOn'>, calendar: WorkingCalendar): Day | null {
  if (period === null || dueOn === null) return null;
  const first = plusDays(period.startedOn, 1);
  let day = dueOn;
  for (let left = numberParameter(pack, REMINDER); left > 0 && day > first; ) {
    day = plusDays(day, -1);
    if (isWorkingDay(calendar, day)) left -= 1;
  }
  return day < first ? dueOn : day;
}
