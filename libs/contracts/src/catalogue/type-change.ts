import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { defineEvent } from '../define-event.js';
import { defineProblem } from '../problem.js';
import { Choice, Id, InstantField, Nullable, Part, Parts, Slug, Text } from '../fields.js';
import { defineRequest, get, post } from '../define-request.js';
import { PageQuery } from '../page.js';
import { DeadlineRecalculated, HistoryEntry, LegalBasis, Party, StepDeadline, StepView } from '../step.js';
import { SharingScope } from './entry-features.js';
import { SHARING_TYPES } from './requests.js';

export const typeChangeProblems = {
  typeChangeUnderWay: defineProblem('catalogue/type-change-under-way', 409, '该条目的共享属性正在变更中', 'A change of the sharing type of this entry is under way'),
  typeByRevision: defineProblem('catalogue/type-by-revision', 409, '已发布条目的共享属性须按变更程序办理', 'The sharing type of a published entry changes by its own procedure'),
  negativeListOnly: defineProblem('catalogue/negative-list-only', 409, '列入不予共享类应当提交负面清单申请', 'Data become not shared only through the negative list'),
} as const;

/** Another sharing type for an entry in force. Looser types take effect at once; for a stricter one the pack says whose consent it needs. */
export class DeclareTypeChange {
  @Id({ description: 'The entry' }) readonly id!: string;
  @Choice(SHARING_TYPES) readonly sharingType!: string;
  @Text({ optional: true, max: 1000, description: 'For CONDITIONAL' }) readonly sharingCondition?: string;
  @Part(() => SharingScope, { optional: true, description: 'For CONDITIONAL' }) readonly sharingScope?: SharingScope;
  @Text({ optional: true, max: 2000 }) readonly reasons?: string;
  @Part(() => LegalBasis, { optional: true, description: 'Basis of not sharing' }) readonly legalBasis?: LegalBasis;
}

export class TypeChangeView {
  @Id() readonly id!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Part(() => Party) readonly provider!: Party;
  @Choice(SHARING_TYPES, { description: 'Type in force when it was declared' }) readonly from!: string;
  @Choice(SHARING_TYPES) readonly sharingType!: string;
  @Nullable({ max: 1000 }) readonly sharingCondition!: string | null;
  @Nullable({ max: 2000 }) readonly reasons!: string | null;
  @Part(() => LegalBasis, { nullable: true }) readonly legalBasis!: LegalBasis | null;
  @Text({ description: 'Step of the pack: AUTHORITY_CONSENT while the type in force stays, CHANGED, UNCHANGED' }) readonly state!: string;
  @Part(() => StepView) readonly step!: StepView;
  @Parts(() => HistoryEntry) readonly history!: HistoryEntry[];
  @InstantField() readonly declaredAt!: string;
}
export const declareTypeChange = defineRequest({
  service: 'catalogue', name: 'declare-type-change', kind: 'command', input: DeclareTypeChange, output: TypeChangeView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/catalogue-entries/{id}/type-changes'), summary: { zh: '变更共享属性', en: 'Change the sharing type of a published entry' },
});

export class ActOnTypeChange {
  @Id() readonly id!: string;
  @Slug({ example: 'consent' }) readonly act!: string;
  @Text({ optional: true, max: 2000 }) readonly reasons?: string;
}
export const actOnTypeChange = defineRequest({
  service: 'catalogue', name: 'act-on-type-change', kind: 'command', input: ActOnTypeChange, output: TypeChangeView, permission: roles(...ROLES),
  http: post('/type-changes/{id}/acts', { status: 200 }), summary: { zh: '办理共享属性变更', en: 'Act on a change of the sharing type' },
});

export class TypeChangeId {
  @Id() readonly id!: string;
}
export const getTypeChange = defineRequest({
  service: 'catalogue', name: 'get-type-change', kind: 'query', input: TypeChangeId, output: TypeChangeView, permission: roles(...ROLES),
  http: get('/type-changes/{id}'), summary: { zh: '查看共享属性变更', en: 'Read a change of the sharing type' },
});
export class FindTypeChanges extends PageQuery {
  @Id({ optional: true, description: 'Only those of this entry' }) readonly entryId?: string;
}
export class TypeChangePage {
  @Parts(() => TypeChangeView) readonly items!: TypeChangeView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findTypeChanges = defineRequest({
  service: 'catalogue', name: 'find-type-changes', kind: 'query', input: FindTypeChanges, output: TypeChangePage, permission: roles(...ROLES),
  http: get('/type-changes'), summary: { zh: '共享属性变更列表', en: 'Changes of sharing types that concern the caller, the newest first' },
});

export class TypeChangeMoved {
  @Id() readonly id!: string;
  @Id() readonly entryId!: string;
  @Text() readonly act!: string;
  @Text() readonly to!: string;
  @Text() readonly sharingType!: string;
  @Text() readonly article!: string;
  @Nullable() readonly dueOn!: string | null;
}
export const typeChangeMoved = defineEvent({ service: 'catalogue', name: 'type-change-moved', data: TypeChangeMoved });
export const typeChangeDueSoon = defineEvent({ service: 'catalogue', name: 'type-change-due-soon', data: StepDeadline });
export const typeChangeOverdue = defineEvent({ service: 'catalogue', name: 'type-change-overdue', data: StepDeadline });
export const typeChangeDeadlineRecalculated = defineEvent({ service: 'catalogue', name: 'type-change-deadline-recalculated', data: DeadlineRecalculated });
