import { statutoryCalendar } from '../calendar/statutory-calendar.js';
import type { WorkingCalendar } from '../calendar/working-days.js';
import type { EffectivePack } from '../packs/effective-pack.js';
import { isEntitled, objectionTo } from './check-act.js';
import { own } from './condition.js';
import { enterStep } from './enter-step.js';
import { extendPeriod } from './extend-period.js';
import type { ActInput, Moved, Refused, Standing } from './procedure.js';
import { refuse } from './refuse.js';

/**
 * A further act in a running procedure. The pack must have the id and version that the standing keeps from its beginning (design: a running
 * procedure keeps the pack version of its start). A lapsed period changes nothing here: no act becomes allowed, forbidden or decided by it.
 * Answers a refusal for everything a caller can do wrong; throws a RangeError only when `at` is not an instant.
 */
export function takeAct(pack: EffectivePack, standing: Standing, input: ActInput & { readonly act: string }, calendar: WorkingCalendar = statutoryCalendar): Moved | Refused {
  if (pack.id !== standing.packId || pack.version !== standing.packVersion) {
    const message = { zh: `该程序适用 ${standing.packId} 第 ${standing.packVersion} 版规则`, en: `This procedure follows pack ${standing.packId} version ${standing.packVersion}` };
    return refuse({ code: 'pack-version-differs', source: null, message, allowed: [] });
  }
  const procedure = own(pack.procedures, standing.procedure);
  const step = procedure === undefined ? undefined : own(procedure.steps, standing.step);
  const acts = step?.acts ?? {};
  const allowed = Object.keys(acts).filter((act) => isEntitled(acts[act]?.actors ?? [], input.actor));
  const rule = own(acts, input.act);
  if (procedure === undefined || rule === undefined) {
    const label = step?.label ?? (procedure === undefined ? undefined : own(procedure.ends, standing.step));
    const message = { zh: `“${label?.zh ?? standing.step}”环节不能作出此行为`, en: `This act is not possible at "${label?.en ?? standing.step}"` };
    return refuse({ code: 'act-not-allowed', source: step?.source ?? null, message, allowed });
  }
  const objection = objectionTo(pack, rule, input, allowed);
  if (objection !== null) return objection;
  if (rule.extension !== null) return extendPeriod(pack, standing, { ...input, rule, extension: rule.extension, allowed }, calendar);
  return enterStep(pack, standing.procedure, procedure, { act: input.act, rule, from: standing.step, input }, calendar);
}
