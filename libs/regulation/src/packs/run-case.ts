import { statutoryCalendar } from '../calendar/statutory-calendar.js';
import type { WorkingCalendar } from '../calendar/working-days.js';
import { beginProcedure } from '../procedure/begin-procedure.js';
import { own } from '../procedure/condition.js';
import type { ActInput, Moved, Refused, Standing } from '../procedure/procedure.js';
import { takeAct } from '../procedure/take-act.js';
import { deadlineOf } from './deadline-of.js';
import type { EffectivePack } from './effective-pack.js';
import type { CaseAct, PackCase } from './pack-case.js';

/** Plays a worked example under the pack. Null when all comes as its author says; otherwise what came instead. */
export function runCase(pack: EffectivePack, example: PackCase, calendar: WorkingCalendar = statutoryCalendar): string | null {
  if (example.kind === 'procedure') return runActs(pack, example.procedure, example.acts, calendar);
  if (!Object.hasOwn(pack.parameters, example.parameter)) return `the pack has no parameter ${example.parameter}`;
  const deadline = deadlineOf(pack, example.parameter, example.startedAt, calendar);
  if (deadline === null) return `parameter ${example.parameter} is no period`;
  return deadline.dueOn === example.dueOn ? null : `ends on ${deadline.dueOn}, not on ${example.dueOn}`;
}

function runActs(pack: EffectivePack, procedure: string, acts: readonly CaseAct[], calendar: WorkingCalendar): string | null {
  let standing: Standing | null = null;
  for (const [index, expected] of acts.entries()) {
    const { act, role, party, at, facts, content } = expected;
    const input: ActInput = { actor: { roles: [role], parties: [party] }, facts, content, at };
    const begins = own(pack.procedures, procedure)?.begin.act;
    if (standing === null && begins !== undefined && begins !== act) return `act 1: the procedure begins with ${begins}, not with ${act}`;
    const outcome: Moved | Refused = standing === null ? beginProcedure(pack, procedure, input, calendar) : takeAct(pack, standing, { ...input, act }, calendar);
    const difference = differenceFrom(expected, outcome);
    if (difference !== null) return `act ${String(index + 1)} (${act}): ${difference}`;
    if (outcome.kind === 'moved') standing = outcome.standing;
  }
  return null;
}

function differenceFrom({ to, refused, dueOn, article }: CaseAct, outcome: Moved | Refused): string | null {
  if (outcome.kind === 'refused') {
    if (refused === null) return `is refused as ${outcome.code}${outcome.field === null ? '' : ` at ${outcome.field}`}: ${outcome.message.zh}`;
    return different('refused as', outcome.code, refused) ?? different('article', outcome.source?.article ?? null, article);
  }
  if (refused !== null) return `is not refused but leads to ${outcome.to}`;
  const { standing, source } = outcome;
  return different('leads to', outcome.to, to) ?? different('due on', standing.dueOn, dueOn) ?? different('article', standing.dueArticle ?? source.article, article);
}

function different(what: string, actual: string | null, expected: string | null): string | null {
  return expected === null || actual === expected ? null : `${what} ${actual ?? 'nothing'}, not ${expected}`;
}
