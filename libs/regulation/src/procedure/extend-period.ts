import { isDay, localDay } from '../calendar/day.js';
import type { WorkingCalendar } from '../calendar/working-days.js';
import { dueFrom } from '../packs/due-for.js';
import type { EffectivePack } from '../packs/effective-pack.js';
import { numberParameter, parameter } from '../packs/parameter.js';
import { own } from './condition.js';
import type { ActInput, ActRule, Moved, Refused, Standing } from './procedure.js';
import { refuse } from './refuse.js';

/**
 * Lengthens the period of the step on top of its end (DEFAULT-7). The extension must have been applied for before the original period ended:
 * fact `extensionAppliedOn` (a day), else the day of the act.
 */
export function extendPeriod(
  pack: EffectivePack,
  standing: Standing,
  input: ActInput & { act: string; rule: ActRule; extension: { days: string; count: string }; allowed: readonly string[] },
  calendar: WorkingCalendar,
): Moved | Refused {
  const { rule, extension, allowed } = input;
  const limit = numberParameter(pack, extension.days);
  const count = parameter(pack, extension.count);
  if (standing.dueOn === null || standing.extensions >= numberParameter(pack, extension.count)) {
    const message = { zh: '期限不能再延长', en: 'The period cannot be extended again' };
    return refuse({ code: 'extension-exhausted', source: count.source, message, allowed });
  }
  const stated = own(input.facts, 'extensionAppliedOn');
  const appliedOn = typeof stated === 'string' && isDay(stated) ? stated : localDay(input.at);
  if (appliedOn > standing.dueOn) {
    const message = { zh: '应当在原期限届满前申请延长', en: 'An extension must be applied for before the period ends' };
    return refuse({ code: 'extension-too-late', source: count.source, message, allowed });
  }
  const workingDays = own(input.content, 'workingDays');
  if (typeof workingDays !== 'number' || !Number.isInteger(workingDays) || workingDays < 1 || workingDays > limit) {
    const message = { zh: `延长期限应当为1至${limit}个工作日`, en: `An extension is 1 to ${limit} working days` };
    return refuse({ code: 'extension-too-long', source: parameter(pack, extension.days).source, field: 'workingDays', message, allowed });
  }
  const due = dueFrom(pack, extension.days, standing.dueOn, workingDays, calendar);
  const extended = { ...standing, dueOn: due.dueOn, dueArticle: due.article, extensions: standing.extensions + 1 };
  return { kind: 'moved', standing: extended, from: standing.step, to: standing.step, act: input.act, source: rule.source, due };
}
