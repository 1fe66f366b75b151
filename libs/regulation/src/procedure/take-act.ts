import { localDay } from '../calendar/day.js';
import { statutoryCalendar } from '../calendar/statutory-calendar.js';
import type { WorkingCalendar } from '../calendar/working-days.js';
import type { EffectivePack } from '../packs/effective-pack.js';
import { isEntitled, objectionTo } from './check-act.js';
import { own } from './condition.js';
import { enterStep } from './enter-step.js';
import { applyForExtension, extendPeriod, extensionOf } from './extend-period.js';
import type { ActInput, Moved, Refused, Standing } from './procedure.js';
import { refuse } from './refuse.js';

/**
 * A further act in a running procedure. The pack must have the id and version that the standing keeps from its beginning (design: a running
 * procedure keeps the pack version of its start). A lapsed period decides nothing: it is the fact `lapsed`, and only where a pack's own condition names it may a person act on it.
 * Answers a refusal for everything a caller can do wrong; throws a RangeError only when `at` is not an instant.
 */
export function takeAct(pack: EffectivePack, standing: Standing, asked: ActInput & { readonly act: string }, calendar: WorkingCalendar = statutoryCalendar): Moved | Refused {
  const lapsed = !standing.ended && standing.dueOn !== null && standing.dueOn < localDay(asked.at);
  const input = { ...asked, facts: { ...asked.facts, lapsed } };
  if (pack.id !== standing.packId || pack.version !== standing.packVersion) {
    const message = { zh: `该程序适用 ${standing.packId} 第 ${standing.packVersion} 版规则`, en: `This procedure follows pack ${standing.packId} version ${standing.packVersion}` };
    return refuse({ code: 'pack-version-differs', source: null, message, allowed: [] });
  }
  const procedure = own(pack.procedures, standing.procedure);
  const step = procedure && own(procedure.steps, standing.step);
  const place = step ?? (procedure && own(procedure.ends, standing.step));
  const acts = place?.acts ?? {};
  const allowed = Object.keys(acts).filter((act) => isEntitled(acts[act]?.actors ?? [], input.actor));
  const rule = own(acts, input.act);
  if (procedure === undefined || rule === undefined) {
    const { zh, en } = place?.label ?? { zh: standing.step, en: standing.step };
    const message = { zh: `“${zh}”环节不能作出此行为`, en: `This act is not possible at "${en}"` };
    return refuse({ code: 'act-not-allowed', source: place?.source ?? null, message, allowed });
  }
  const objection = objectionTo(pack, rule, input, allowed);
  if (objection !== null) return objection;
  const extension = step === undefined ? null : extensionOf(step);
  if (step !== undefined && extension !== null && rule.to.length === 0) {
    const act = { ...input, rule, extension, allowed };
    if (rule.appliesForExtension) return applyForExtension(pack, standing, act);
    return extendPeriod(pack, standing, { ...act, needsApplication: Object.values(step.acts).some(({ appliesForExtension }) => appliesForExtension) }, calendar);
  }
  return enterStep(pack, standing.procedure, procedure, { act: input.act, rule, from: standing.step, input }, calendar, allowed);
}
