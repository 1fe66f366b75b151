import { plusDays, type Day, type EffectivePack } from '@gongshu/regulation';
import { optionalList, optionalParameter } from '@gongshu/service-kit';

const UPDATE = 'dataUpdate.days';
const TRIGGER = 'catalogue.update.trigger';
const DAYS: Readonly<Record<string, number>> = { DAILY: 1, WEEKLY: 7 };
const MONTHS: Readonly<Record<string, number>> = { MONTHLY: 1, QUARTERLY: 3, YEARLY: 12 };

/** What an entry states of its data, and when they came last. */
export interface Refreshed {
  readonly updateCycle: string;
  readonly aggregation: string;
  readonly publishedOn: Day;
  readonly refreshedOn: Day | null;
}

/** The last day for new data, and the article that demands them. */
export interface RefreshDuty {
  readonly dueOn: Day;
  readonly article: string;
}

/** One update cycle after the last data. Null where the pack does not go by the entry's cycle, where the cycle has no length, and for data that stay with their provider. */
export function refreshDuty(pack: EffectivePack, { updateCycle, aggregation, publishedOn, refreshedOn }: Refreshed): RefreshDuty | null {
  const rule = optionalParameter(pack, UPDATE);
  if (rule?.value !== 'BY_ENTRY_CYCLE' || aggregation !== 'PHYSICAL') return null;
  const from = refreshedOn ?? publishedOn;
  const [days, months] = [DAYS[updateCycle], MONTHS[updateCycle]];
  if (days === undefined && months === undefined) return null;
  return { dueOn: days === undefined ? plusMonths(from, months ?? 0) : plusDays(from, days), article: rule.source.article };
}

/** Whether a change of the data themselves calls for an update of the catalogue (jian 11). */
export function dataChangeCallsForUpdate(pack: EffectivePack): boolean {
  return optionalList(pack, TRIGGER).includes('SHAREABLE_DATA_CHANGED');
}

/** The same day so many months later; the last of the month where it has no such day. */
function plusMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, dayOfMonth = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(dayOfMonth, last))).toISOString().slice(0, 10);
}
