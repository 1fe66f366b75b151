import { statutoryCalendar } from '../calendar/statutory-calendar.js';
import type { WorkingCalendar } from '../calendar/working-days.js';
import type { EffectivePack } from '../packs/effective-pack.js';
import { parameter } from '../packs/parameter.js';
import { isEntitled, objectionTo } from './check-act.js';
import { own } from './condition.js';
import { enterStep } from './enter-step.js';
import type { ActInput, Moved, Refused } from './procedure.js';
import { refuse } from './refuse.js';

/**
 * The first act of a procedure. Answers a refusal for everything a caller can do wrong; throws a RangeError only when `at` is not an instant.
 * A procedure that the pack does not regulate is refused as `procedure-not-regulated`.
 */
export function beginProcedure(pack: EffectivePack, procedure: string, input: ActInput, calendar: WorkingCalendar = statutoryCalendar): Moved | Refused {
  const rules = own(pack.procedures, procedure);
  const enabledBy = rules?.enabledBy ?? null;
  if (rules === undefined || (enabledBy !== null && parameter(pack, enabledBy).value !== true)) {
    const message = { zh: `${pack.title.zh}未规定此程序`, en: `${pack.title.en} does not regulate this procedure` };
    return refuse({ code: 'procedure-not-regulated', source: enabledBy === null ? null : parameter(pack, enabledBy).source, message, allowed: [] });
  }
  const { begin } = rules;
  const allowed = isEntitled(begin.actors, input.actor) ? [begin.act] : [];
  return objectionTo(pack, begin, input, allowed) ?? enterStep(pack, procedure, rules, { act: begin.act, rule: begin, from: null, input }, calendar, allowed);
}
