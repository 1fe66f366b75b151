import type { StepView, VerificationView } from '@gongshu/contracts';
import { parameter, type EffectivePack, type Instant } from '@gongshu/regulation';
import { stepAsOf, stepView } from '@gongshu/service-kit';
import type { Verification } from './verification.js';

/** The step where the case stands, wherever that is. `pack` is the pack of its standing. */
export function currentStep({ standing, stepAbove }: Verification, pack: EffectivePack, now: Instant): StepView {
  return stepAbove === null ? stepView(pack, standing, now) : stepAsOf(stepAbove, now);
}

/** @param pack the pack of the verification's standing */
export function verificationView(verification: Verification, pack: EffectivePack, now: Instant): VerificationView {
  const { standing: _standing, stepAbove: _stepAbove, cameFrom: _cameFrom, repairedVersion, rows, history, ...told } = verification;
  const step = currentStep(verification, pack, now);
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
