import { localDay } from '../calendar/day.js';
import type { WorkingCalendar } from '../calendar/working-days.js';
import { dueFrom } from '../packs/due-from.js';
import type { EffectivePack } from '../packs/effective-pack.js';
import { numberParameter, parameter } from '../packs/parameter.js';
import { own } from './condition.js';
import { periodOf } from './enter-step.js';
import type { ActInput, ActRule, Moved, Refused, Standing, StepRule } from './procedure.js';
import { refuse } from './refuse.js';

/** An act that concerns the extension of a running period. */
export interface ExtensionAct extends ActInput {
  readonly act: string;
  readonly rule: ActRule;
  /** The extension that the step offers: parameters for the longest one and for how many. */
  readonly extension: { readonly days: string; readonly count: string };
  readonly allowed: readonly string[];
}

/** The extension that a step offers; null where it offers none. */
export function extensionOf(step: StepRule): ExtensionAct['extension'] | null {
  return Object.values(step.acts).find(({ extension }) => extension !== null)?.extension ?? null;
}

/** Notes that an extension was applied for. The day must lie within the period, and an extension must be left (DEFAULT-7). */
export function applyForExtension(pack: EffectivePack, standing: Standing, input: ExtensionAct): Moved | Refused {
  if (standing.extensions >= numberParameter(pack, input.extension.count)) return exhausted(pack, input);
  const objection = late(pack, standing, input);
  if (objection !== null) return objection;
  return { kind: 'moved', standing: { ...standing, extensionAppliedOn: localDay(input.at) }, from: standing.step, to: standing.step, act: input.act, source: input.rule.source, due: null };
}

/**
 * Lengthens the period of the step on top of its end (DEFAULT-7; where a pack reads `extension.max` as TOTAL, to no more than that in all). Where the step has an act that applies for it, the application within the period counts and the consent may
 * come later; otherwise the consent itself must come before the period ends.
 */
export function extendPeriod(pack: EffectivePack, standing: Standing, input: ExtensionAct & { readonly needsApplication: boolean }, calendar: WorkingCalendar): Moved | Refused {
  const { rule, extension, allowed } = input;
  const { period } = standing;
  if (period === null || period.workingDays === null || standing.extensions >= numberParameter(pack, extension.count)) return exhausted(pack, input);
  const objection = input.needsApplication ? notAppliedFor(standing, input) : late(pack, standing, input);
  if (objection !== null) return objection;
  const limit = numberParameter(pack, extension.days) - (own(pack.parameters, 'extension.max')?.value === 'TOTAL' ? period.workingDays : 0);
  if (limit < 1) return exhausted(pack, input);
  const more = own(input.content, 'workingDays');
  if (typeof more !== 'number' || !Number.isInteger(more) || more < 1 || more > limit) {
    const message = { zh: `延长期限应当为1至${limit}个工作日`, en: `An extension is 1 to ${limit} working days` };
    return refuse({ code: 'extension-too-long', source: parameter(pack, extension.days).source, field: 'workingDays', message, allowed });
  }
  const due = dueFrom(pack, extension.days, period.startedOn, period.workingDays + more, calendar);
  const longer = { ...periodOf(due), parameter: period.parameter };
  const extended = { ...standing, dueOn: due.dueOn, dueArticle: due.article, period: longer, extensions: standing.extensions + 1, extensionAppliedOn: null };
  return { kind: 'moved', standing: extended, from: standing.step, to: standing.step, act: input.act, source: rule.source, due };
}

function exhausted(pack: EffectivePack, { extension, allowed }: ExtensionAct): Refused {
  const message = { zh: '期限不能再延长', en: 'The period cannot be extended again' };
  return refuse({ code: 'extension-exhausted', source: parameter(pack, extension.count).source, message, allowed });
}

function late(pack: EffectivePack, standing: Standing, { at, extension, allowed }: ExtensionAct): Refused | null {
  if (standing.dueOn === null || localDay(at) <= standing.dueOn) return null;
  const message = { zh: '应当在原期限届满前申请延长', en: 'An extension must be applied for before the period ends' };
  return refuse({ code: 'extension-too-late', source: parameter(pack, extension.count).source, message, allowed });
}

function notAppliedFor(standing: Standing, { rule, allowed }: ExtensionAct): Refused | null {
  if (standing.extensionAppliedOn !== null) return null;
  const message = { zh: '尚未申请延长', en: 'No extension has been applied for' };
  return refuse({ code: 'extension-not-applied-for', source: rule.source, message, allowed });
}
