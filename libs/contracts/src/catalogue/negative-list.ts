import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { defineEvent } from '../define-event.js';
import { defineProblem } from '../problem.js';
import { Id, InstantField, Nullable, Part, Parts, Slug, Text } from '../fields.js';
import { defineRequest, get, post } from '../define-request.js';
import { PageQuery } from '../page.js';
import { DeadlineRecalculated, HistoryEntry, LegalBasis, Party, StepDeadline, StepView } from '../step.js';

export const negativeListProblems = {
  applicationUnderWay: defineProblem('catalogue/negative-list-application-under-way', 409, '该条目已有负面清单申请或者已列入负面清单', 'The entry is on the negative list, or an application for it is under way'),
} as const;

/** A department's application to have data classed as not shared (hebei 15). */
export class ApplyForNegativeList {
  @Id() readonly entryId!: string;
  @Text({ max: 2000 }) readonly reasons!: string;
  @Part(() => LegalBasis, { description: 'The law that forbids sharing; the pack says of which level it must be' }) readonly legalBasis!: LegalBasis;
}
export class NegativeListApplicationView {
  @Id() readonly id!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Part(() => Party) readonly provider!: Party;
  @Text({ max: 2000 }) readonly reasons!: string;
  @Part(() => LegalBasis) readonly legalBasis!: LegalBasis;
  @Text({ description: 'Type in force until the listing, and again after a removal' }) readonly formerType!: string;
  @Nullable({ description: 'Number on the list; kept after a removal, never given again' }) readonly listNumber!: string | null;
  @InstantField({ nullable: true }) readonly listedAt!: string | null;
  @InstantField({ nullable: true }) readonly removedAt!: string | null;
  @Nullable({ description: 'Receipt of the filing one level up; null: not filed' }) readonly receipt!: string | null;
  @Text() readonly state!: string;
  @Part(() => StepView) readonly step!: StepView;
  @Parts(() => HistoryEntry) readonly history!: HistoryEntry[];
  @InstantField() readonly appliedAt!: string;
}
export const applyForNegativeList = defineRequest({
  service: 'catalogue', name: 'apply-for-negative-list', kind: 'command', input: ApplyForNegativeList, output: NegativeListApplicationView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/negative-list-applications'), summary: { zh: '申请列入负面清单', en: 'Apply for the negative list' },
});
export class ActOnNegativeListApplication {
  @Id() readonly id!: string;
  @Slug({ example: 'pass' }) readonly act!: string;
  @Text({ optional: true, max: 2000 }) readonly reasons?: string;
  @Text({ optional: true, description: 'Receipt of the filing one level up' }) readonly receipt?: string;
}
export const actOnNegativeListApplication = defineRequest({
  service: 'catalogue', name: 'act-on-negative-list-application', kind: 'command', input: ActOnNegativeListApplication, output: NegativeListApplicationView, permission: roles(...ROLES),
  http: post('/negative-list-applications/{id}/acts', { status: 200 }), summary: { zh: '办理负面清单申请(审核、批准、备案、移出等)', en: 'Act on a negative-list application: review, approve, file, remove' },
});
export class NegativeListApplicationId {
  @Id() readonly id!: string;
}
export const getNegativeListApplication = defineRequest({
  service: 'catalogue', name: 'get-negative-list-application', kind: 'query', input: NegativeListApplicationId, output: NegativeListApplicationView, permission: roles(...ROLES),
  http: get('/negative-list-applications/{id}'), summary: { zh: '查看负面清单申请', en: 'Read a negative-list application' },
});
export class FindNegativeListApplications extends PageQuery {
  @Id({ optional: true, description: 'Only those of this entry' }) readonly entryId?: string;
}
export class NegativeListApplicationPage {
  @Parts(() => NegativeListApplicationView) readonly items!: NegativeListApplicationView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findNegativeListApplications = defineRequest({
  service: 'catalogue', name: 'find-negative-list-applications', kind: 'query', input: FindNegativeListApplications, output: NegativeListApplicationPage, permission: roles(...ROLES),
  http: get('/negative-list-applications'), summary: { zh: '负面清单申请列表', en: 'Negative-list applications that concern the caller, the newest first' },
});

/** What stands on this node's negative list. */
export class NegativeListItem {
  @Text() readonly listNumber!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Part(() => Party) readonly provider!: Party;
  @Part(() => LegalBasis) readonly legalBasis!: LegalBasis;
  @InstantField() readonly listedAt!: string;
  @Nullable({ description: 'Receipt of the filing one level up; null: not filed' }) readonly receipt!: string | null;
}
export class NegativeListPage {
  @Parts(() => NegativeListItem) readonly items!: NegativeListItem[];
  @Nullable() readonly nextCursor!: string | null;
}
export class FindNegativeList extends PageQuery {}
export const findNegativeList = defineRequest({
  service: 'catalogue', name: 'find-negative-list', kind: 'query', input: FindNegativeList, output: NegativeListPage, permission: roles(...ROLES),
  http: get('/negative-list'), summary: { zh: '负面清单', en: 'The negative list of this node' },
});

export class NegativeListMoved {
  @Id() readonly id!: string;
  @Id() readonly entryId!: string;
  @Text() readonly act!: string;
  @Text() readonly to!: string;
  @Nullable() readonly listNumber!: string | null;
  @Text() readonly article!: string;
  @Nullable() readonly dueOn!: string | null;
}
export const negativeListMoved = defineEvent({ service: 'catalogue', name: 'negative-list-moved', data: NegativeListMoved });
export const negativeListDueSoon = defineEvent({ service: 'catalogue', name: 'negative-list-due-soon', data: StepDeadline });
export const negativeListOverdue = defineEvent({ service: 'catalogue', name: 'negative-list-overdue', data: StepDeadline });
export const negativeListDeadlineRecalculated = defineEvent({ service: 'catalogue', name: 'negative-list-deadline-recalculated', data: DeadlineRecalculated });
