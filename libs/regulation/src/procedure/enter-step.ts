import { isDay, localDay, type Day } from '../calendar/day.js';
import type { WorkingCalendar } from '../calendar/working-days.js';
import { countedAfter } from '../packs/counted-after.js';
import { deadlineOf } from '../packs/deadline-of.js';
import { dueFrom } from '../packs/due-from.js';
import type { EffectivePack } from '../packs/effective-pack.js';
import { parameter } from '../packs/parameter.js';
import { chosenStep, isBlank, own } from './condition.js';
import type { ActInput, ActRule, Content, Due, Facts, Moved, Period, Procedure, Refused, StepRule } from './procedure.js';
import { refuse } from './refuse.js';

/** The longest period in working days that the actor of a step may set. */
const LONGEST_SET_PERIOD = 1_000;

/** Carries an act out that nothing speaks against: the next step with its period, or an end. Refuses only a period that its actor set and that is none. */
export function enterStep(
  pack: EffectivePack,
  key: string,
  procedure: Procedure,
  taken: { act: string; rule: ActRule; from: string | null; input: ActInput },
  calendar: WorkingCalendar,
  allowed: readonly string[],
): Moved | Refused {
  const { act, rule, from, input } = taken;
  const to = chosenStep(rule.to, input.facts, input.content);
  const step = own(procedure.steps, to);
  const objection = step === undefined ? null : objectionToSetPeriod(step, input.content, allowed);
  if (objection !== null) return objection;
  const due = step === undefined ? null : dueOf(pack, step, input, calendar);
  const standing = {
    packId: pack.id,
    packVersion: pack.version,
    procedure: key,
    step: to,
    ended: step === undefined,
    since: input.at,
    dueOn: due?.dueOn ?? null,
    dueArticle: due?.article ?? null,
    period: due === null ? null : periodOf(due),
    extensions: 0,
    extensionAppliedOn: null,
  };
  return { kind: 'moved', standing, from, to, act, source: rule.source, due };
}

/** What a due day was counted from. */
export function periodOf({ parameter, startedOn, workingDays, assumed }: Due): Period {
  return { parameter, startedOn, workingDays, assumed };
}

function dueOf(pack: EffectivePack, step: StepRule, input: ActInput, calendar: WorkingCalendar): Due | null {
  if (step.period === null) return null;
  const startedOn = startOf(step, input.facts) ?? localDay(input.at);
  const { unit, value } = parameter(pack, step.period);
  const workingDays = setPeriodOf(step, input.content) ?? (unit === 'workingDays' ? value : null);
  if (typeof workingDays === 'number') return dueFrom(pack, step.period, countedAfter(pack, startedOn, workingDays), workingDays, calendar);
  const deadline = deadlineOf(pack, step.period, startedOn, calendar);
  if (deadline === null) throw new Error(`parameter ${step.period} of pack ${pack.id}@${pack.version} is no period`);
  const { dueOn, assumed, source } = deadline;
  return { dueOn, startedOn, workingDays: null, parameter: step.period, article: source.article, assumed };
}

/** What the act's own content sets as the period; undefined where the law sets it or the actor did not. */
function setPeriodOf({ periodSetBy }: StepRule, content: Content): unknown {
  const set = periodSetBy === null ? undefined : own(content, periodSetBy);
  return isBlank(set) ? undefined : set;
}

function objectionToSetPeriod(step: StepRule, content: Content, allowed: readonly string[]): Refused | null {
  const set = setPeriodOf(step, content);
  if (step.periodSetBy === null || set === undefined || (typeof set === 'number' && Number.isInteger(set) && set >= 1 && set <= LONGEST_SET_PERIOD)) return null;
  const message = { zh: `期限应当为1至${String(LONGEST_SET_PERIOD)}个工作日`, en: `The period is 1 to ${String(LONGEST_SET_PERIOD)} working days` };
  return refuse({ code: 'value-not-admissible', source: step.source, field: step.periodSetBy, message, allowed });
}

function startOf(step: StepRule, facts: Facts): Day | undefined {
  const stated = own(facts, step.startsOn.replace(/^fact\./, ''));
  if (step.startsOn === 'entered' || typeof stated !== 'string') return undefined;
  return isDay(stated) ? stated : localDay(stated);
}
