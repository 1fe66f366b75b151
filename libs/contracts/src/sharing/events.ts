import { defineEvent } from '../define-event.js';
import { Choice, Division, Id, InstantField, JsonField, Nullable, Part, Parts, Text, Texts, UncheckedParts, Whole } from '../fields.js';
import { RowCondition } from './row-filter.js';
import { DeadlineRecalculated, HistoryEntry, Label, LegalBasis, Party, StepDeadline, StepView } from '../step.js';
import { GrantTerms } from './grants.js';
import { ActOnSharingRequest } from './requests.js';

/** One act on a sharing request at this node. */
export class RequestMoved {
  @Id() readonly id!: string;
  @Text() readonly number!: string;
  @Id() readonly entryId!: string;
  @Text() readonly act!: string;
  @Text() readonly to!: string;
  @Text() readonly article!: string;
  @Nullable() readonly dueOn!: string | null;
}
export const requestMoved = defineEvent({ service: 'sharing', name: 'request-moved', data: RequestMoved });

export const requestStepDueSoon = defineEvent({ service: 'sharing', name: 'request-step-due-soon', data: StepDeadline });
export const requestStepOverdue = defineEvent({ service: 'sharing', name: 'request-step-overdue', data: StepDeadline });
export const requestDeadlineRecalculated = defineEvent({ service: 'sharing', name: 'request-deadline-recalculated', data: DeadlineRecalculated });

/** A request leaves for the upper level (hebei 21): everything the upper node needs to go on. */
export class RequestForwardedUp {
  @Division() readonly addressedTo!: string;
  @Id() readonly id!: string;
  @Text() readonly number!: string;
  @Whole({ min: 1, max: 1_000_000, description: 'Transition number: a repeated one is ignored' }) readonly transition!: number;
  @Id() readonly entryId!: string;
  @Part(() => Party) readonly requester!: Party;
  @Text({ min: 0, max: 500, description: 'Empty where the pack of the origin demands none' }) readonly applicationScenario!: string;
  @Text({ min: 0, max: 500 }) readonly dutyBasis!: string;
  @Text({ min: 0, max: 500 }) readonly purpose!: string;
  @Text({ optional: true, max: 500 }) readonly scope?: string;
  @Texts({ min: 1, most: 300, max: 63 }) readonly columns!: string[];
  @Parts(() => RowCondition, { optional: true, most: 20 }) readonly rows?: RowCondition[];
  @Text() readonly provisionMode!: string;
  @Text({ optional: true }) readonly validUntil?: string;
  @Id({ optional: true }) readonly renewsGrantId?: string;
  @Part(() => LegalBasis, { optional: true }) readonly personalBasis?: LegalBasis;
  @Division() readonly originNode!: string;
  @InstantField() readonly submittedAt!: string;
  @Parts(() => HistoryEntry) readonly history!: HistoryEntry[];
}
export const requestForwardedUp = defineEvent({ service: 'sharing', name: 'request-forwarded-up', data: RequestForwardedUp, crosses: { lane: 'sharing', to: 'addressed' } });

/** The requester acts on a request that has gone up (withdraws it, resubmits, objects): told from hop to hop to the node that has it. */
export class RequesterActed {
  @Division() readonly addressedTo!: string;
  @Id({ description: 'Of the act: the answer names it' }) readonly actId!: string;
  @Part(() => ActOnSharingRequest) readonly stated!: ActOnSharingRequest;
  @Texts({ most: 30 }) readonly roles!: string[];
  @Text({ description: 'Who acted' }) readonly actor!: string;
  @Text({ description: 'Name of the organisation that acted' }) readonly organisation!: string;
  @Division({ description: 'Node where the act was done' }) readonly originNode!: string;
}
export const requesterActed = defineEvent({ service: 'sharing', name: 'requester-acted', data: RequesterActed, crosses: { lane: 'sharing', to: 'addressed' } });

/** What became of an act of the requester. */
export class AnsweredAct {
  @Id() readonly actId!: string;
  @Nullable({ description: 'Code of the problem by which it was refused; null: it took effect' }) readonly code!: string | null;
  @JsonField({ nullable: true, description: 'Why, zh and en' }) readonly reason!: Label | null;
}

/** A grant as the requester's node must know it. */
export class GrantGiven {
  @Id() readonly id!: string;
  @Division() readonly ownerNode!: string;
  @Texts({ min: 1, most: 300, max: 63 }) readonly columns!: string[];
  @Text() readonly provisionMode!: string;
  @Choice(['ACTIVE', 'SUSPENDED', 'TERMINATED']) readonly state!: string;
  @Text() readonly validFrom!: string;
  @Text() readonly validUntil!: string;
  @Whole({ min: 1, max: 1_000_000_000 }) readonly callQuota!: number;
  @Nullable() readonly suspensionReason!: string | null;
  @Part(() => GrantTerms, { optional: true }) readonly terms?: GrantTerms;
}
/** State flows back along the hops: the new step, the whole history, and the grant once there is one. */
export class RequestProgressed {
  @Division() readonly addressedTo!: string;
  @Id() readonly id!: string;
  @Whole({ min: 1, max: 1_000_000 }) readonly transition!: number;
  @Part(() => StepView) readonly step!: StepView;
  @Parts(() => HistoryEntry) readonly history!: HistoryEntry[];
  @Part(() => Party, { optional: true, description: 'Absent where the node knows no such entry' }) readonly provider?: Party;
  @Texts({ optional: true, min: 1, most: 300, max: 63, description: 'What the request comes down to after a reply that narrowed it' }) readonly columns?: string[];
  @Parts(() => RowCondition, { optional: true, most: 40 }) readonly rows?: RowCondition[];
  @Part(() => GrantGiven, { optional: true }) readonly grant?: GrantGiven;
  @Part(() => AnsweredAct, { optional: true }) readonly answered?: AnsweredAct;
}
export const requestProgressed = defineEvent({ service: 'sharing', name: 'request-progressed', data: RequestProgressed, crosses: { lane: 'sharing', to: 'addressed' } });

/** The entry of a running request or of a living grant has changed its sharing type or was withdrawn, and what follows by the pack (`sharing.typeChange.running`). */
export class RequestEntryChanged {
  @Id() readonly id!: string;
  @Text() readonly number!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Part(() => Party) readonly requester!: Party;
  @Part(() => Party) readonly provider!: Party;
  @Text() readonly typeBefore!: string;
  @Nullable({ description: 'Null: the entry was withdrawn' }) readonly typeNow!: string | null;
  @Choice(['CONTINUES', 'ENDED']) readonly outcome!: string;
  @Nullable({ description: 'Grant of the request, where it has a living one' }) readonly grantId!: string | null;
  @Nullable({ description: 'Null where the pack says nothing, and all goes on' }) readonly article!: string | null;
}
export const requestEntryChanged = defineEvent({ service: 'sharing', name: 'request-entry-changed', data: RequestEntryChanged });

/** Announced at the node that owns the grant, whoever the requester is. */
export class GrantChanged {
  @Id() readonly id!: string;
  @Id() readonly requestId!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Part(() => Party) readonly requester!: Party;
  @Part(() => Party) readonly provider!: Party;
  @Division() readonly ownerNode!: string;
  @Texts({ min: 1, most: 300, max: 63 }) readonly columns!: string[];
  @Choice(['ACTIVE', 'SUSPENDED', 'TERMINATED']) readonly state!: string;
  @Nullable() readonly reasons!: string | null;
  @Text() readonly article!: string;
}
export const grantIssued = defineEvent({ service: 'sharing', name: 'grant-issued', data: GrantChanged });
export const grantSuspended = defineEvent({ service: 'sharing', name: 'grant-suspended', data: GrantChanged });
export const grantRenewed = defineEvent({ service: 'sharing', name: 'grant-renewed', data: GrantChanged });
export const grantRestored = defineEvent({ service: 'sharing', name: 'grant-restored', data: GrantChanged });

/** Permits of one group commit. Their readers record them as they are; checking each would cost more than the permit itself. */
export class PermitOnRecord {
  @Id() readonly id!: string;
  @Id() readonly grantId!: string;
  @Whole({ min: 1, max: 1_000_000_000 }) readonly number!: number;
  @Text() readonly organisation!: string;
  @Text() readonly client!: string;
}
export class PermitsTaken {
  @UncheckedParts(() => PermitOnRecord, { min: 1, most: 512 }) readonly permits!: PermitOnRecord[];
}
export const permitsTaken = defineEvent({ service: 'sharing', name: 'permits-taken', data: PermitsTaken });

export class RefusedCall {
  @Id() readonly grantId!: string;
  @Text() readonly client!: string;
  @Text() readonly organisation!: string;
  @Text() readonly code!: string;
  @Text({ optional: true, description: 'Code of the first fault, where the call was at fault' }) readonly fault?: string;
  @Part(() => Party, { optional: true, description: 'The caller, where the grant is another’s' }) readonly party?: Party;
}
export class PermitsRefused {
  @UncheckedParts(() => RefusedCall, { min: 1, most: 512 }) readonly calls!: RefusedCall[];
}
export const permitsRefused = defineEvent({ service: 'sharing', name: 'permits-refused', data: PermitsRefused });

/** Who received a data set before a correction, found from permits: every organisation that took at least one permit on the versions that were wrong. */
export class PastReceiver {
  @Part(() => Party) readonly organisation!: Party;
  @Id() readonly grantId!: string;
  @Whole({ min: 1, max: 1_000_000_000 }) readonly permits!: number;
  @InstantField() readonly lastTakenAt!: string;
}
export class PastReceiversFound {
  @Id() readonly correctionId!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Whole({ min: 1, max: 1_000_000 }) readonly correctedVersion!: number;
  @Parts(() => PastReceiver, { most: 3000 }) readonly receivers!: PastReceiver[];
}
export const pastReceiversFound = defineEvent({ service: 'sharing', name: 'past-receivers-found', data: PastReceiversFound });
