import { defineEvent } from '../define-event.js';
import { Division, Id, InstantField, Nullable, Part, Parts, Text, Whole } from '../fields.js';
import { DeadlineRecalculated, HistoryEntry, Party, StepDeadline, StepView } from '../step.js';
import { DoubtedRow } from './requests.js';

export class VerificationMoved {
  @Id() readonly id!: string;
  @Id() readonly entryId!: string;
  @Text() readonly act!: string;
  @Text() readonly to!: string;
  @Text() readonly article!: string;
  @Nullable() readonly dueOn!: string | null;
}
export const verificationMoved = defineEvent({ service: 'quality-dispute', name: 'verification-moved', data: VerificationMoved });

export const verificationStepDueSoon = defineEvent({ service: 'quality-dispute', name: 'verification-step-due-soon', data: StepDeadline });
export const verificationStepOverdue = defineEvent({ service: 'quality-dispute', name: 'verification-step-overdue', data: StepDeadline });
export const verificationDeadlineRecalculated = defineEvent({ service: 'quality-dispute', name: 'verification-deadline-recalculated', data: DeadlineRecalculated });

export class VerificationForwardedUp {
  @Division() readonly addressedTo!: string;
  @Id() readonly id!: string;
  @Whole({ min: 1, max: 1_000_000, description: 'Length of the history: a repeated or older one is ignored' }) readonly transition!: number;
  @Id() readonly grantId!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Part(() => Party) readonly requester!: Party;
  @Part(() => Party, { description: 'Provider as the origin knows it; the upper node prefers its own catalogue' }) readonly provider!: Party;
  @Division() readonly ownerNode!: string;
  @Text({ max: 2000 }) readonly doubt!: string;
  @Parts(() => DoubtedRow) readonly rows!: DoubtedRow[];
  @Division() readonly originNode!: string;
  @Parts(() => HistoryEntry) readonly history!: HistoryEntry[];
}
export const verificationForwardedUp = defineEvent({ service: 'quality-dispute', name: 'verification-forwarded-up', data: VerificationForwardedUp, crosses: { lane: 'sharing', to: 'addressed' } });

export class VerificationProgressed {
  @Division() readonly addressedTo!: string;
  @Id() readonly id!: string;
  @Whole({ min: 1, max: 1_000_000, description: 'Length of the history: a repeated or older one is ignored' }) readonly transition!: number;
  @Part(() => StepView) readonly step!: StepView;
  @Parts(() => HistoryEntry) readonly history!: HistoryEntry[];
  @Nullable() readonly explanation!: string | null;
  @Whole({ min: 1, max: 1_000_000, optional: true }) readonly repairedVersion?: number;
}
export const verificationProgressed = defineEvent({ service: 'quality-dispute', name: 'verification-progressed', data: VerificationProgressed, crosses: { lane: 'sharing', to: 'addressed' } });

/** A past receiver is told; addressed to the node of the receiver, which may be this one. */
export class ReceiverNotified {
  @Division() readonly addressedTo!: string;
  @Id() readonly noticeId!: string;
  @Part(() => Party) readonly receiver!: Party;
  @Id() readonly grantId!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Id() readonly correctionId!: string;
  @Whole({ min: 1, max: 1_000_000 }) readonly correctedVersion!: number;
  @Whole({ min: 1, max: 1_000_000_000 }) readonly permits!: number;
  @InstantField() readonly noticedAt!: string;
}
export const receiverNotified = defineEvent({ service: 'quality-dispute', name: 'receiver-notified', data: ReceiverNotified, crosses: { lane: 'sharing', to: 'addressed' } });
