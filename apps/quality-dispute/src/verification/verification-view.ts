import type { StepView, VerificationView } from '@gongshu/contracts';
import { localDay, parameter, stepOf, type EffectivePack, type Standing } from '@gongshu/regulation';
import type { Verification } from './verification.js';

function isOverdue(step: Pick<StepView, 'ended' | 'dueOn'>, now: string): boolean {
  return !step.ended && step.dueOn !== null && step.dueOn < localDay(now);
}

/** @param pack the pack of the standing */
export function stepView(pack: EffectivePack, standing: Standing, now: string): StepView {
  const { step, label, actor, acts } = stepOf(pack, standing);
  const { packId, packVersion, procedure, ended, since, dueOn, dueArticle } = standing;
  return {
    procedure, pack: packId, packVersion, step, label, ended, since, dueOn, dueArticle, acts: [...acts],
    overdue: isOverdue(standing, now),
    actorRole: actor?.role ?? null,
    actorParty: actor?.party ?? null,
  };
}

/** @param pack the pack of the verification's standing */
export function verificationView(verification: Verification, pack: EffectivePack, now: string): VerificationView {
  const { standing, stepAbove, cameFrom: _cameFrom, repairedVersion, rows, history, ...told } = verification;
  const step = stepAbove === null ? stepView(pack, standing, now) : { ...stepAbove, overdue: isOverdue(stepAbove, now) };
  return {
    ...told,
    rows: [...rows],
    history: [...history],
    state: step.step,
    step,
    businessContinues: parameter(pack, 'verification.businessContinues').value === true,
    ...(repairedVersion === null ? {} : { repairedVersion }),
  };
}
