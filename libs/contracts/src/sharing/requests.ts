import { roles, services } from '../permission.js';
import { ROLES } from '../role.js';
import { Choice, DayField, Division, Flag, Id, InstantField, JsonField, Nullable, Part, Parts, Slug, Text, Texts, UncheckedParts, Whole } from '../fields.js';
import { defineRequest, get, post } from '../define-request.js';
import { PageQuery } from '../page.js';
import { PROVISION_MODES } from '../catalogue/requests.js';
import { HistoryEntry, LegalBasis, Party, StepView } from '../step.js';

/** What a department asks for, and for what. What the law demands of it (a scenario, a duty) the regulation pack decides, with the article. */
export class SubmitSharingRequest {
  @Id() readonly entryId!: string;
  @Text({ optional: true, max: 500, description: 'Application scenario (应用场景); bound to the grant' }) readonly applicationScenario?: string;
  @Text({ optional: true, max: 500, description: 'Duty that needs the data' }) readonly dutyBasis?: string;
  @Text({ optional: true, max: 500 }) readonly purpose?: string;
  @Text({ optional: true, max: 500, description: 'Scope of sharing (共享范围)' }) readonly scope?: string;
  @Texts({ optional: true, min: 1, most: 300, max: 63, description: 'Columns asked for; all when absent' }) readonly columns?: string[];
  @Choice(PROVISION_MODES, { optional: true }) readonly provisionMode?: string;
  @Part(() => LegalBasis, { optional: true, description: 'Law that authorises the use of personal data' }) readonly personalBasis?: LegalBasis;
}

export class SharingRequestView {
  @Id() readonly id!: string;
  @Text({ description: 'Number within the province, carries the node where it was filed' }) readonly number!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Part(() => Party) readonly requester!: Party;
  @Part(() => Party) readonly provider!: Party;
  @Text() readonly applicationScenario!: string;
  @Text() readonly dutyBasis!: string;
  @Text() readonly purpose!: string;
  @Text({ min: 0, max: 500, description: 'Scope of sharing; empty where it was not stated' }) readonly scope!: string;
  @Texts() readonly columns!: string[];
  @Text() readonly provisionMode!: string;
  @Division({ description: 'Node where it was filed' }) readonly originNode!: string;
  @Division({ description: 'Node that decides' }) readonly ownerNode!: string;
  @Text({ description: 'Current step, the same as step.step' }) readonly state!: string;
  @Part(() => StepView, { description: 'At the origin of a cross-level request: the step at the node that has it now' }) readonly step!: StepView;
  @Parts(() => HistoryEntry, { description: 'Every act at every node, in order' }) readonly history!: HistoryEntry[];
  @Nullable() readonly grantId!: string | null;
  @InstantField() readonly submittedAt!: string;
}
export const submitSharingRequest = defineRequest({
  service: 'sharing', name: 'submit-sharing-request', kind: 'command', input: SubmitSharingRequest, output: SharingRequestView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/sharing-requests'), summary: { zh: '提出共享申请', en: 'File a sharing request' },
});
export class SharingRequestId {
  @Id() readonly id!: string;
}
/** An act by the name the regulation pack gives it; `step.acts` of the request says which are possible now. What each act demands, and of whom, is the pack's to say. */
export class ActOnSharingRequest {
  @Id() readonly id!: string;
  @Slug({ description: 'One of the acts of the current step (`step.acts`)', example: 'forward' }) readonly act!: string;
  @Text({ optional: true, max: 2000 }) readonly reasons?: string;
  @Part(() => LegalBasis, { optional: true }) readonly legalBasis?: LegalBasis;
  @Text({ optional: true, max: 64, description: 'Conclusion of an objection or a dispute, one of those that the pack lists' }) readonly conclusion?: string;
  @DayField({ optional: true, description: 'Day on which the written form was received, from the day of filing to today' }) readonly writtenReceivedOn?: string;
  @Whole({ min: 1, max: 1000, optional: true, description: 'Length of an extension in working days' }) readonly workingDays?: number;
  @DayField({ optional: true, description: 'Last day of the grant, for an act that provides the data; one year when absent' }) readonly validUntil?: string;
  @Whole({ min: 1, max: 1_000_000_000, optional: true, description: 'Calls in total, for an act that provides the data' }) readonly callQuota?: number;
  @Text({ optional: true, max: 500, description: 'Restated by a resubmission, as are the next four; what is absent stays as it was filed' }) readonly applicationScenario?: string;
  @Text({ optional: true, max: 500 }) readonly dutyBasis?: string;
  @Text({ optional: true, max: 500 }) readonly purpose?: string;
  @Text({ optional: true, max: 500 }) readonly scope?: string;
  @Part(() => LegalBasis, { optional: true, description: 'Law that authorises the use of personal data' }) readonly personalBasis?: LegalBasis;
}
export const actOnSharingRequest = defineRequest({
  service: 'sharing', name: 'act-on-sharing-request', kind: 'command', input: ActOnSharingRequest, output: SharingRequestView, permission: roles(...ROLES),
  http: post('/sharing-requests/{id}/acts', { status: 200 }), summary: { zh: '办理共享申请(作出当前环节所列的行为)', en: 'Act on a sharing request: any act that its current step lists' },
});
export const getSharingRequest = defineRequest({
  service: 'sharing', name: 'get-sharing-request', kind: 'query', input: SharingRequestId, output: SharingRequestView, permission: roles(...ROLES),
  http: get('/sharing-requests/{id}'), summary: { zh: '查看共享申请', en: 'Read a sharing request' },
});
export class FindSharingRequests extends PageQuery {
  @Choice(['mine', 'waiting-for-me'], { optional: true, description: 'mine: filed by or addressed to my organisation (default)' }) readonly scope?: string;
}
export class SharingRequestPage {
  @Parts(() => SharingRequestView) readonly items!: SharingRequestView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findSharingRequests = defineRequest({
  service: 'sharing', name: 'find-sharing-requests', kind: 'query', input: FindSharingRequests, output: SharingRequestPage, permission: roles(...ROLES),
  http: get('/sharing-requests'), summary: { zh: '查询共享申请', en: 'List sharing requests' },
});

export class GrantView {
  @Id() readonly id!: string;
  @Id() readonly requestId!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Part(() => Party) readonly requester!: Party;
  @Part(() => Party) readonly provider!: Party;
  @Division({ description: 'Node that issued the grant and issues its permits' }) readonly ownerNode!: string;
  @Text({ description: 'Every call names it' }) readonly applicationScenario!: string;
  @Text() readonly purpose!: string;
  @Texts() readonly columns!: string[];
  @Text() readonly provisionMode!: string;
  @Choice(['ACTIVE', 'SUSPENDED', 'TERMINATED']) readonly state!: string;
  @DayField() readonly validFrom!: string;
  @DayField() readonly validUntil!: string;
  @Whole({ min: 1, max: 1_000_000_000 }) readonly callQuota!: number;
  @Whole({ min: 0, max: 1_000_000_000, description: 'Calls taken so far: the highest number of the sequence' }) readonly callsTaken!: number;
  @Nullable() readonly suspensionReason!: string | null;
}
export class GrantId {
  @Id() readonly id!: string;
}
export const getGrant = defineRequest({
  service: 'sharing', name: 'get-grant', kind: 'query', input: GrantId, output: GrantView, permission: roles(...ROLES),
  http: get('/grants/{id}'), summary: { zh: '查看使用授权', en: 'Read a grant' },
});
export class GrantPage {
  @Parts(() => GrantView) readonly items!: GrantView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findGrants = defineRequest({
  service: 'sharing', name: 'find-grants', kind: 'query', input: PageQuery, output: GrantPage, permission: roles(...ROLES),
  http: get('/grants'), summary: { zh: '查询使用授权', en: 'List grants held or given' },
});
export class SuspendGrant {
  @Id() readonly id!: string;
  @Text({ optional: true, max: 2000 }) readonly reasons?: string;
  @Text({ optional: true, max: 64, description: 'Ground of a suspension, where the pack lists the admissible ones' }) readonly ground?: string;
}
export const suspendGrant = defineRequest({
  service: 'sharing', name: 'suspend-grant', kind: 'command', input: SuspendGrant, output: GrantView, permission: roles('DATA_AUTHORITY', 'DATA_ADMINISTRATOR', 'PROVIDER_HEAD'),
  http: post('/grants/{id}/suspension', { status: 200 }), summary: { zh: '暂停使用授权', en: 'Suspend a grant, with effect at once' },
});
export const restoreGrant = defineRequest({
  service: 'sharing', name: 'restore-grant', kind: 'command', input: SuspendGrant, output: GrantView, permission: roles('DATA_AUTHORITY', 'DATA_ADMINISTRATOR', 'PROVIDER_HEAD'),
  http: post('/grants/{id}/restoration', { status: 200 }), summary: { zh: '恢复使用授权', en: 'Restore a suspended grant' },
});
export class FindPermits extends PageQuery {
  @Id() readonly id!: string;
}
export class PermitView {
  @Whole({ min: 1, max: 1_000_000_000, description: 'Gapless number within the grant' }) readonly number!: number;
  @Id() readonly id!: string;
  @InstantField() readonly takenAt!: string;
  @Text() readonly client!: string;
  @Choice(['OPEN', 'COMPLETED', 'FAILED']) readonly state!: string;
  @Whole({ min: 0, max: 1_000_000_000, nullable: true }) readonly rows!: number | null;
  @Whole({ min: 0, max: 9_000_000_000_000, nullable: true }) readonly bytes!: number | null;
  @Nullable() readonly digest!: string | null;
}
export class PermitPage {
  @Parts(() => PermitView) readonly items!: PermitView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findPermits = defineRequest({
  service: 'sharing', name: 'find-permits', kind: 'query', input: FindPermits, output: PermitPage, permission: roles('DATA_ADMINISTRATOR', 'DATA_AUTHORITY', 'PROVIDER_HEAD', 'AUDITOR'),
  http: get('/grants/{id}/permits'), summary: { zh: '授权下的调用凭证', en: 'Permits of a grant, numbered without gaps' },
});

/** One data call that asks to be let through. It carries its caller's own token: one message may hold calls of many callers. */
export class PermitAsk {
  @Text({ max: 8000 }) readonly token!: string;
  @Id() readonly grantId!: string;
  @Text({ optional: true, max: 500, description: 'Scenario the call declares' }) readonly scenario?: string;
  @Texts({ optional: true, min: 1, most: 300, max: 63 }) readonly columns?: string[];
  @Choice(['ROWS', 'FILE']) readonly form!: string;
  @Text({ max: 64 }) readonly traceparent!: string;
}
export class TakePermits {
  @UncheckedParts(() => PermitAsk, { min: 1, most: 512 }) readonly asks!: PermitAsk[];
}
/** Where the bytes come from, and what may leave. */
export class DataSource {
  @Choice(['PHYSICAL', 'LOGICAL', 'NEIGHBOUR']) readonly kind!: string;
  @Nullable({ description: 'LOGICAL: the provider’s registered interface; NEIGHBOUR: gateway of the node that owns the grant' }) readonly url!: string | null;
}
export class PermitAnswer {
  @Nullable({ description: 'Permit id; null when refused, or when the owner’s node will issue it' }) readonly permitId!: string | null;
  @Whole({ min: 0, max: 1_000_000_000 }) readonly number!: number;
  @Nullable({ max: 100_000, description: 'Ticket for the exchange’s data plane: exactly what this permit lets out' }) readonly ticket!: string | null;
  @Part(() => DataSource, { nullable: true }) readonly source!: DataSource | null;
  @Texts() readonly columns!: string[];
  @Flag({ description: 'The granted columns are all columns of the entry: no mask is needed' }) readonly allColumns!: boolean;
  @JsonField({ nullable: true, description: 'Problem of a refused call' }) readonly problem!: unknown;
}
export class TakenPermits {
  @Parts(() => PermitAnswer) readonly answers!: PermitAnswer[];
}
/** Permit before byte: answered only after the commit of all permits of the message. Answers stand in the order of the asks. */
export const takePermits = defineRequest({
  service: 'sharing', name: 'take-permits', kind: 'command', input: TakePermits, output: TakenPermits, permission: services('gateway'),
  summary: { zh: '成批取得调用凭证', en: 'Take permits, a group at a time' },
});
export class PermitClosing {
  @Id() readonly permitId!: string;
  @Choice(['COMPLETED', 'FAILED']) readonly state!: string;
  @Whole({ min: 0, max: 1_000_000_000, optional: true }) readonly rows?: number;
  @Whole({ min: 0, max: 9_000_000_000_000 }) readonly bytes!: number;
  @Text({ optional: true, description: 'SHA-256 of the delivered bytes, hex' }) readonly digest?: string;
  @Whole({ min: 1, max: 1_000_000, optional: true, description: 'Data version delivered' }) readonly dataVersion?: number;
}
export class ClosePermits {
  @UncheckedParts(() => PermitClosing, { min: 1, most: 512 }) readonly closings!: PermitClosing[];
}
export class ClosedPermits {
  @Whole({ min: 0, max: 512 }) readonly closed!: number;
}
export const closePermits = defineRequest({
  service: 'sharing', name: 'close-permits', kind: 'command', input: ClosePermits, output: ClosedPermits, permission: services('gateway'),
  summary: { zh: '成批结清调用凭证', en: 'Close permits with what was delivered' },
});
