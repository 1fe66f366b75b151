import { isDay, localDay, type Day } from '../calendar/day.js';
import type { WorkingCalendar } from '../calendar/working-days.js';
import { deadlineOf } from '../packs/deadline-of.js';
import { dueFrom } from '../packs/due-from.js';
import type { EffectivePack } from '../packs/effective-pack.js';
import { chosenStep, own } from './condition.js';
import type { ActInput, ActRule, Due, Facts, Moved, Period, Procedure, StepRule } from './procedure.js';

/** Carries an act out that nothing speaks against: the next step with its period, or an end. */
export function enterStep(
  pack: EffectivePack,
  key: string,
  procedure: Procedure,
  taken: { act: string; rule: ActRule; from: string | null; input: ActInput },
  calendar: WorkingCalendar,
): Moved {
  const { act, rule, from, input } = taken;
  const to = chosenStep(rule.to, input.facts, input.content);
  const step = own(procedure.steps, to);
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
  const set = step.periodSetBy === null ? undefined : own(input.content, step.periodSetBy);
  if (typeof set === 'number') return dueFrom(pack, step.period, startedOn, set, calendar);
  const deadline = deadlineOf(pack, step.period, startedOn, calendar);
  if (deadline === null) throw new Error(`parameter ${step.period} of pack ${pack.id}@${pack.version} is no period`);
  const { dueOn, workingDays, assumed, source } = deadline;
  return { dueOn, startedOn, workingDays, parameter: step.period, article: source.article, assumed };
}

function startOf(step: StepRule, facts: Facts): Day | undefined {
  const stated = own(facts, step.startsOn.replace(/^fact\./, ''));
  if (step.startsOn === 'entered' || typeof stated !== 'string') return undefined;
  return isDay(stated) ? stated : localDay(stated);
}
