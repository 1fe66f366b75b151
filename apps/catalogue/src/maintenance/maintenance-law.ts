import { deadlineOf, type Day, type EffectivePack } from '@gongshu/regulation';
import { optionalParameter } from '@gongshu/service-kit';

const FULL_MAINTENANCE = 'catalogue.fullMaintenance';

/** The duty to go through the whole catalogue in a year, where the pack has it. */
export interface MaintenanceDuty {
  readonly dueOn: Day;
  readonly article: string;
}

export function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

/** The last day of a year's full maintenance; null where the pack demands none. */
export function maintenanceDuty(pack: EffectivePack, year: number): MaintenanceDuty | null {
  if (optionalParameter(pack, FULL_MAINTENANCE) === undefined) return null;
  const deadline = deadlineOf(pack, FULL_MAINTENANCE, `${String(year)}-01-01`);
  return deadline === null ? null : { dueOn: deadline.dueOn, article: deadline.source.article };
}
