import { isDay, localDay, type Day } from '../calendar/day.js';
import type { WorkingCalendar } from '../calendar/working-days.js';
import { dueFrom } from '../packs/due-for.js';
import type { EffectivePack } from '../packs/effective-pack.js';
import { numberParameter } from '../packs/parameter.js';
import { chosenStep, own } from './condition.js';
import type { ActInput, ActRule, Due, Facts, Moved, Procedure, StepRule } from './procedure.js';

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
  const due = step === undefined ? null : periodOf(pack, step, input, calendar);
  const standing = {
    packId: pack.id,
    packVersion: pack.version,
    procedure: key,
    step: to,
    ended: step === undefined,
    since: input.at,
    dueOn: due?.dueOn ?? null,
    dueArticle: due?.article ?? null,
    extensions: 0,
  };
  return { kind: 'moved', standing, from, to, act, source: rule.source, due };
}

function periodOf(pack: EffectivePack, step: StepRule, input: ActInput, calendar: WorkingCalendar): Due | null {
  if (step.period === null) return null;
  return dueFrom(pack, step.period, startOf(step, input.facts) ?? localDay(input.at), numberParameter(pack, step.period), calendar);
}

function startOf(step: StepRule, facts: Facts): Day | undefined {
  const stated = own(facts, step.startsOn.replace(/^fact\./, ''));
  if (step.startsOn === 'entered' || typeof stated !== 'string') return undefined;
  return isDay(stated) ? stated : localDay(stated);
}
