import { roles } from '../permission.js';
import { Choice, DayField, Flag, Id, InstantField, Nullable, Part, Parts, Slug, Text, Texts, Whole } from '../fields.js';
import { defineEvent } from '../define-event.js';
import { defineProblem } from '../problem.js';
import { defineRequest, get, post, put } from '../define-request.js';
import { PageQuery } from '../page.js';
import { DeadlineRecalculated, HistoryEntry, LegalBasis, Party, StepDeadline, StepView } from '../step.js';

/** How the material comes in: PAPER, or NON_DIGITAL for any other medium that is not digital. */
export const COLLECTION_FORMS = ['DIGITAL', 'PAPER', 'NON_DIGITAL'] as const;
export const DIGITISATION_STATES = ['PLANNED', 'UNDER_WAY', 'DONE'] as const;

export const collectionProblems = {
  oneSource: defineProblem('catalogue/one-source', 409, '该数据项已有来源,应当通过共享获取', 'The item has a source already and is obtained by sharing'),
  byListOnly: defineProblem('catalogue/collection-by-list-only', 403, '采集内容和范围由采集责任清单确定,变更应当提出申请', 'What is collected is set by the responsibility list; a change is applied for'),
  incomplete: defineProblem('catalogue/collection-item-incomplete', 422, '采集事项不完整', 'The collection item is incomplete'),
} as const;

/** How material that is not digital becomes so. */
export class Digitisation {
  @Text({ max: 1000, description: 'Plan, and the technical standard it follows' }) readonly plan!: string;
  @Choice(DIGITISATION_STATES) readonly status!: string;
  @DayField({ optional: true }) readonly dueOn?: string;
}

/** One data item that a department collects. */
export class CollectionItemContent {
  @Text({ description: 'Name of the item (采集事项)', example: '公民身份号码' }) readonly name!: string;
  @Text({ optional: true, description: 'What the item is of; needed for names that say nothing alone, such as 名称', example: '学校名录' }) readonly subject?: string;
  @Choice(COLLECTION_FORMS) readonly form!: string;
  @Part(() => Digitisation, { optional: true, description: 'For material that is not digital' }) readonly digitisation?: Digitisation;
  @Part(() => LegalBasis, { optional: true, description: 'Law or regulation by which the item is collected' }) readonly legalBasis?: LegalBasis;
  @Text({ optional: true, max: 1000, description: 'Why it is necessary' }) readonly necessity?: string;
}
export class CollectionItemView extends CollectionItemContent {
  @Id() readonly id!: string;
  @Part(() => Party, { description: 'The one responsible department' }) readonly department!: Party;
  @Id({ nullable: true, description: 'Entry from which the item was taken' }) readonly entryId!: string | null;
  @InstantField() readonly registeredAt!: string;
}
export class CollectionItemId {
  @Id() readonly id!: string;
}

/** Agencies look into each other's collection, because only so can they know what exists already. */
const READERS = ['DATA_ADMINISTRATOR', 'CATALOGUE_REVIEWER', 'PROVIDER_HEAD', 'DATA_AUTHORITY', 'PEOPLES_GOVERNMENT', 'LEADING_GROUP', 'AUDITOR', 'SECURITY_LEAD'] as const;

export const registerCollectionItem = defineRequest({
  service: 'catalogue', name: 'register-collection-item', kind: 'command', input: CollectionItemContent, output: CollectionItemView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/collection-items'), summary: { zh: '登记采集事项', en: 'Register an item the department collects; an item that has a source already is challenged with it' },
});
export class ReviseCollectionItem extends CollectionItemContent {
  @Id() readonly id!: string;
}
export const reviseCollectionItem = defineRequest({
  service: 'catalogue', name: 'revise-collection-item', kind: 'command', input: ReviseCollectionItem, output: CollectionItemView, permission: roles('DATA_ADMINISTRATOR'),
  http: put('/collection-items/{id}'), summary: { zh: '修改采集事项', en: 'Revise an item the department collects' },
});
export const endCollectionItem = defineRequest({
  service: 'catalogue', name: 'end-collection-item', kind: 'command', input: CollectionItemId, output: CollectionItemView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/collection-items/{id}/ending', { status: 200 }), summary: { zh: '停止采集', en: 'Stop collecting an item' },
});
export class RecordDigitisation extends Digitisation {
  @Id() readonly id!: string;
}
export const recordDigitisation = defineRequest({
  service: 'catalogue', name: 'record-digitisation', kind: 'command', input: RecordDigitisation, output: CollectionItemView, permission: roles('DATA_ADMINISTRATOR'),
  http: put('/collection-items/{id}/digitisation'), summary: { zh: '记录数字化改造情况', en: 'Record how far material has been digitised' },
});
export class FindCollectionItems extends PageQuery {
  @Slug({ optional: true, description: 'Only items of this department' }) readonly organisationId?: string;
}
export class CollectionItemPage {
  @Parts(() => CollectionItemView) readonly items!: CollectionItemView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findCollectionItems = defineRequest({
  service: 'catalogue', name: 'find-collection-items', kind: 'query', input: FindCollectionItems, output: CollectionItemPage, permission: roles(...READERS),
  http: get('/collection-items'), summary: { zh: '查看采集事项', en: 'Items that departments collect' },
});

/** What a department applies for: items to be added to its list, and items of the list to be taken off. */
export class CollectionChange {
  @Parts(() => CollectionItemContent, { most: 200 }) readonly add!: CollectionItemContent[];
  @Texts({ most: 200, description: 'Ids of items' }) readonly remove!: string[];
  @Text({ max: 2000 }) readonly reasons!: string;
}
/** A department's part of the level's responsibility list (采集责任清单). Its items are read by `GET /collection-items`. */
export class CollectionListView {
  @Id() readonly id!: string;
  @Part(() => Party) readonly department!: Party;
  @Whole({ min: 1, max: 1_000_000 }) readonly version!: number;
  @Whole({ min: 0, max: 10_000_000, description: 'Items of the list in force' }) readonly itemCount!: number;
  @Flag({ description: 'A change waits for the authority' }) readonly changePending!: boolean;
  @Part(() => CollectionChange, { nullable: true, description: 'For the department and its authority only' }) readonly change!: CollectionChange | null;
  @Part(() => StepView) readonly step!: StepView;
  @Parts(() => HistoryEntry) readonly history!: HistoryEntry[];
}
/** An item that several departments have in their entries: one of them is responsible, the others obtain it by sharing. */
export class ItemObtainedBySharing {
  @Text() readonly name!: string;
  @Part(() => Party) readonly department!: Party;
  @Id() readonly entryId!: string;
  @Part(() => Party) readonly responsible!: Party;
  @Id() readonly sourceEntryId!: string;
}
export class GenerateCollectionLists {
  @Flag({ optional: true, description: 'Only tell what would be generated' }) readonly trial?: boolean;
}
export class GeneratedCollectionLists {
  @Parts(() => CollectionListView) readonly lists!: CollectionListView[];
  @Parts(() => ItemObtainedBySharing, { most: 300, description: 'The first three hundred' }) readonly obtainedBySharing!: ItemObtainedBySharing[];
}
export const generateCollectionLists = defineRequest({
  service: 'catalogue', name: 'generate-collection-lists', kind: 'command', input: GenerateCollectionLists, output: GeneratedCollectionLists, permission: roles('DATA_AUTHORITY'),
  http: post('/collection-lists'), summary: { zh: '依据目录分解形成采集责任清单', en: 'Generate the responsibility list of the level from its published entries; lists in force stay' },
});
export class ActOnCollectionList {
  @Id() readonly id!: string;
  @Slug({ example: 'apply-change' }) readonly act!: string;
  @Parts(() => CollectionItemContent, { optional: true, most: 200 }) readonly add?: CollectionItemContent[];
  @Texts({ optional: true, most: 200, description: 'Ids of items to be taken off the list' }) readonly remove?: string[];
  @Text({ optional: true, max: 2000 }) readonly reasons?: string;
}
export const actOnCollectionList = defineRequest({
  service: 'catalogue', name: 'act-on-collection-list', kind: 'command', input: ActOnCollectionList, output: CollectionListView, permission: roles('DATA_ADMINISTRATOR', 'DATA_AUTHORITY'),
  http: post('/collection-lists/{id}/acts', { status: 200 }), summary: { zh: '办理采集责任清单变更', en: 'Act on a responsibility list: apply for a change, accept or reject it' },
});
export class CollectionListId {
  @Id() readonly id!: string;
}
export const getCollectionList = defineRequest({
  service: 'catalogue', name: 'get-collection-list', kind: 'query', input: CollectionListId, output: CollectionListView, permission: roles(...READERS),
  http: get('/collection-lists/{id}'), summary: { zh: '查看采集责任清单', en: 'Read a responsibility list' },
});
export class CollectionListPage {
  @Parts(() => CollectionListView) readonly items!: CollectionListView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findCollectionLists = defineRequest({
  service: 'catalogue', name: 'find-collection-lists', kind: 'query', input: PageQuery, output: CollectionListPage, permission: roles(...READERS),
  http: get('/collection-lists'), summary: { zh: '采集责任清单列表', en: 'Responsibility lists' },
});

export class CollectionItemChanged {
  @Id() readonly id!: string;
  @Slug() readonly organisationId!: string;
  @Choice(['REGISTERED', 'REVISED', 'DIGITISATION_RECORDED', 'ENDED']) readonly change!: string;
}
export const collectionItemChanged = defineEvent({ service: 'catalogue', name: 'collection-item-changed', data: CollectionItemChanged });
export class CollectionListMoved {
  @Id() readonly id!: string;
  @Slug() readonly organisationId!: string;
  @Text() readonly act!: string;
  @Text() readonly to!: string;
  @Text() readonly article!: string;
  @Nullable() readonly dueOn!: string | null;
  @Whole({ min: 1, max: 1_000_000, description: 'Version of the list in force' }) readonly version!: number;
}
export const collectionListMoved = defineEvent({ service: 'catalogue', name: 'collection-list-moved', data: CollectionListMoved });
/** Which columns of an entry its provider collects by the list in force; the exchange takes in no others. */
export class CollectionScopeSet {
  @Id() readonly entryId!: string;
  @Texts({ most: 300 }) readonly columns!: string[];
}
export const collectionScopeSet = defineEvent({ service: 'catalogue', name: 'collection-scope-set', data: CollectionScopeSet });
export const collectionStepDueSoon = defineEvent({ service: 'catalogue', name: 'collection-step-due-soon', data: StepDeadline });
export const collectionStepOverdue = defineEvent({ service: 'catalogue', name: 'collection-step-overdue', data: StepDeadline });
export const collectionDeadlineRecalculated = defineEvent({ service: 'catalogue', name: 'collection-deadline-recalculated', data: DeadlineRecalculated });
