import type { StepView } from '@gongshu/contracts';
import { stepOf, type Day, type EffectivePack, type Standing } from '@gongshu/regulation';

/** A standing as a person reads it. */
export function stepView(pack: EffectivePack, standing: Standing, today: Day): StepView {
  const { label, actor, acts } = stepOf(pack, standing);
  const { procedure, packId, packVersion, step, ended, since, dueOn, dueArticle } = standing;
  const view = { procedure, pack: packId, packVersion, step, label, ended, since, dueOn, dueArticle, overdue: false, actorRole: actor?.role ?? null, actorParty: actor?.party ?? null, acts: [...acts] };
  return asOf(view, today);
}

/** The same step seen on another day: whether its period has lapsed. */
export function asOf(view: StepView, today: Day): StepView {
  return { ...view, overdue: !view.ended && view.dueOn !== null && view.dueOn < today };
}
