import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { Choice, DayField, Division, Flag, Id, InstantField, JsonField, Nullable, Part, Parts, Slug, Text, Texts, Whole } from '../fields.js';
import { defineRequest, get, post } from '../define-request.js';
import { PageQuery } from '../page.js';
import { PROVISION_MODES } from '../catalogue/requests.js';
import { FilePart } from '../catalogue/spreadsheet.js';
import { HistoryEntry, Label, LegalBasis, Party, StepView } from '../step.js';
import { CallHours } from './grants.js';
import { RowCondition } from './row-filter.js';

/** What a department asks for, and for what. What the law demands of it (a scenario, a duty) the regulation pack decides, with the article. */
export class SubmitSharingRequest {
  @Id() readonly entryId!: string;
  @Text({ optional: true, max: 500, description: 'Application scenario (应用场景); bound to the grant' }) readonly applicationScenario?: string;
  @Text({ optional: true, max: 500, description: 'Duty that needs the data' }) readonly dutyBasis?: string;
  @Text({ optional: true, max: 500 }) readonly purpose?: string;
  @Text({ optional: true, max: 500, description: 'Scope of sharing (共享范围)' }) readonly scope?: string;
  @Texts({ optional: true, min: 1, most: 300, max: 63, description: 'Columns asked for; all when absent' }) readonly columns?: string[];
  @Choice(PROVISION_MODES, { optional: true }) readonly provisionMode?: string;
  @Parts(() => RowCondition, { optional: true, min: 1, most: 20, description: 'Rows asked for: those that meet every condition; all when absent' }) readonly rows?: RowCondition[];
  @DayField({ optional: true, description: 'Last day on which the data are wanted' }) readonly validUntil?: string;
  @Part(() => LegalBasis, { optional: true, description: 'Law that authorises the use of personal data' }) readonly personalBasis?: LegalBasis;
  @Id({ optional: true, description: 'Grant of the same entry that is to be extended, living or ended at most 90 days ago' }) readonly renewsGrantId?: string;
}

/** An act of the requester on a request that an upper node has: it decides there. */
export class SentAct {
  @Text() readonly act!: string;
  @InstantField() readonly since!: string;
  @Choice(['ON_ITS_WAY', 'REFUSED'], { description: 'ON_ITS_WAY: the node that has the request has not answered yet' }) readonly state!: string;
  @Nullable({ description: 'Code of the problem by which it was refused' }) readonly code!: string | null;
  @JsonField({ nullable: true, description: 'Why it was refused, zh and en' }) readonly reason!: Label | null;
}
export class SharingRequestView {
  @Id() readonly id!: string;
  @Text({ description: 'Number within the province, carries the node where it was filed' }) readonly number!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Part(() => Party) readonly requester!: Party;
  @Part(() => Party) readonly provider!: Party;
  @Text({ min: 0, max: 500, description: 'Empty where the law demanded none and none was named' }) readonly applicationScenario!: string;
  @Text() readonly dutyBasis!: string;
  @Text({ min: 0, max: 500 }) readonly purpose!: string;
  @Text({ min: 0, max: 500, description: 'Scope of sharing; empty where it was not stated' }) readonly scope!: string;
  @Texts() readonly columns!: string[];
  @Parts(() => RowCondition, { description: 'Rows asked for; none: all rows' }) readonly rows!: RowCondition[];
  @Text() readonly provisionMode!: string;
  @Nullable({ description: 'Last day on which the data are wanted, null where it was not stated' }) readonly validUntil!: string | null;
  @Nullable({ description: 'Grant that the request extends' }) readonly renewsGrantId!: string | null;
  @Division({ description: 'Node where it was filed' }) readonly originNode!: string;
  @Division({ description: 'Node that decides' }) readonly ownerNode!: string;
  @Text({ description: 'Current step, the same as step.step' }) readonly state!: string;
  @Part(() => StepView, { description: 'At the origin of a cross-level request: the step at the node that has it now' }) readonly step!: StepView;
  @Parts(() => HistoryEntry, { description: 'Every act at every node, in order' }) readonly history!: HistoryEntry[];
  @Nullable() readonly grantId!: string | null;
  @Part(() => SentAct, { nullable: true, description: 'At the origin: the last act of the requester that went up, until it has taken effect there' }) readonly sentAct!: SentAct | null;
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
  @Whole({ min: 1, max: 1_000_000_000, optional: true, description: 'Calls in total, for an act that provides the data, as are the next four' }) readonly callQuota?: number;
  @Whole({ min: 1, max: 1_000_000_000, optional: true }) readonly callsPerDay?: number;
  @Whole({ min: 1, max: 1_000_000_000_000, optional: true, description: 'Rows in total' }) readonly rowQuota?: number;
  @Whole({ min: 1, max: 1_000_000_000_000, optional: true }) readonly rowsPerDay?: number;
  @Flag({ optional: true, description: 'Whether the holder may keep a copy; by provision mode and law when absent' }) readonly storageAllowed?: boolean;
  @Part(() => CallHours, { optional: true, description: 'Hours of the day in which calls are let through' }) readonly hours?: CallHours;
  @Texts({ optional: true, min: 1, most: 300, max: 63, description: 'Columns that are agreed to, for a reply that gives fewer than were asked for' }) readonly columns?: string[];
  @Parts(() => RowCondition, { optional: true, min: 1, most: 20, description: 'Further conditions on the rows, for a reply that gives fewer than were asked for' }) readonly rows?: RowCondition[];
  @Texts({ optional: true, min: 1, most: 50, description: 'Departments that were consulted before a conclusion' }) readonly consulted?: string[];
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
/** The form that the requester sends in writing to the provider, where the regulation has one. Without state: the same request gives the same bytes. */
export const getSharingRequestForm = defineRequest({
  service: 'sharing', name: 'get-sharing-request-form', kind: 'query', input: SharingRequestId, output: FilePart, permission: roles(...ROLES),
  http: get('/sharing-requests/{id}/form', { body: 'raw' }), summary: { zh: '打印共享需求申请表(PDF)', en: 'The written form of a sharing request, as PDF' },
});
