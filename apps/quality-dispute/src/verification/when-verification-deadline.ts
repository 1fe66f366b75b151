import { caseMoved, verificationDeadlineRecalculated, verificationStepDueSoon, verificationStepOverdue } from '@gongshu/contracts';
import { caseDeadlines } from '@gongshu/service-kit';
import { listed, VERIFICATION_TIMERS } from './verification.js';
import { VerificationStore } from './verification.store.js';

/** What the passing of time, and a changed calendar, do to running verifications. */
export const WhenVerificationDeadline = caseDeadlines({
  timers: VERIFICATION_TIMERS, dueSoon: verificationStepDueSoon, overdue: verificationStepOverdue, recalculated: verificationDeadlineRecalculated, moved: caseMoved['quality-dispute'], listed, store: VerificationStore, as: 'when-calendar-year-loaded',
});
