import { lastWorkingDay, type WorkingCalendar } from '../calendar/working-days.js';
import type { Standing } from './procedure.js';

/** The same standing under another calendar: the running period is counted again from its start. Null when its end does not change. */
export function recalculate(standing: Standing, calendar: WorkingCalendar): Standing | null {
  const { period } = standing;
  if (period === null || period.workingDays === null || standing.ended) return null;
  const { dueOn, assumed } = lastWorkingDay(calendar, period.startedOn, period.workingDays);
  return dueOn === standing.dueOn && assumed === period.assumed ? null : { ...standing, dueOn, period: { ...period, assumed } };
}
