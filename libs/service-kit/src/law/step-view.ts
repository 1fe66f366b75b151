import type { StepView } from '@gongshu/contracts';
import { localDay, stepOf, type EffectivePack, type Instant, type Standing } from '@gongshu/regulation';

/**
 * A standing as a person reads it.
 *
 * @param pack the pack of the standing
 * @param now the instant it is read at; the period lapses with the last day in China
 */
export function stepView(pack: EffectivePack, standing: Standing, now: Instant): StepView {
  const { label, actor, acts } = stepOf(pack, standing);
  const { procedure, packId, packVersion, step, ended, since, dueOn, dueArticle } = standing;
  return stepAsOf(
    { procedure, pack: packId, packVersion, step, label, ended, since, dueOn, dueArticle, overdue: false, actorRole: actor?.role ?? null, actorParty: actor?.party ?? null, acts: [...acts] },
    now,
  );
}

/** The same step read at another instant: whether its period has lapsed. */
export function stepAsOf(view: StepView, now: Instant): StepView {
  return { ...view, overdue: !view.ended && view.dueOn !== null && view.dueOn < localDay(now) };
}
