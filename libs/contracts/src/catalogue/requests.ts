import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { AnyJson, Choice, Choices, DayField, Division, Flag, Id, InstantField, Nullable, Part, Parts, Slug, Text, Texts, Whole } from '../fields.js';
import { defineRequest, get, post, put } from '../define-request.js';
import { PageQuery } from '../page.js';
import { EntryFeatures } from './entry-features.js';
import { HistoryEntry, LegalBasis, Party, StepView } from '../step.js';
import { ItemVerdict } from './review-verdict.js';

export const SHARING_TYPES = ['UNCONDITIONAL', 'CONDITIONAL', 'NOT_SHARED'] as const;
export const OPEN_TYPES = ['UNCONDITIONAL', 'CONDITIONAL', 'ON_APPLICATION', 'NOT_OPEN'] as const;
export const ENTRY_CLASSES = ['BASE', 'TOPIC', 'DEPARTMENT'] as const;
export const AGGREGATION_MODES = ['PHYSICAL', 'LOGICAL'] as const;
export const PROVISION_MODES = ['INTERFACE', 'FILE_DOWNLOAD', 'ONLINE_BROWSE', 'OFFLINE_EXCHANGE'] as const;
export const UPDATE_CYCLES = ['REAL_TIME', 'DAILY', 'WEEKLY', 'MONTHLY', 'QUARTERLY', 'YEARLY', 'IRREGULAR'] as const;
export const SECURITY_LEVELS = ['GENERAL', 'IMPORTANT', 'CORE'] as const;
/** A department's own mark on data that have no place here. */
export const SECRECY_MARKS = ['STATE_SECRET', 'CLASSIFIED'] as const;
export const ITEM_SUBJECTS = ['PERSON', 'ORGANISATION'] as const;
export const ITEM_FEATURES = ['COLLECTED_AT', 'COLLECTED_PLACE'] as const;
export const ITEM_TYPES = ['TEXT', 'INTEGER', 'NUMBER', 'DATE', 'DATETIME', 'BOOLEAN'] as const;

/** One data item (信息项): the column others may be granted. */
export class DataItem {
  @Text({ max: 63, pattern: /^[a-z][a-z0-9_]*$/, description: 'Column in the data', example: 'code' }) readonly column!: string;
  @Text({ description: 'Name in the catalogue (信息项名称)', example: '行政区划代码' }) readonly name!: string;
  @Choice(ITEM_TYPES) readonly type!: string;
  @Flag({ optional: true, description: 'Personal data' }) readonly personal?: boolean;
  @Choice(ITEM_SUBJECTS, { optional: true, description: 'The item names the person (identity number) or the organisation (unified social credit code) a record is about' }) readonly identifies?: string;
  @Choice(ITEM_FEATURES, { optional: true, description: 'The item says when or where the record was collected (时空特征)' }) readonly feature?: string;
}

/** What an entry says besides its sharing type. */
class EntryFields extends EntryFeatures {
  @Text({ example: '河北省行政区划' }) readonly name!: string;
  @Text({ max: 2000 }) readonly abstract!: string;
  @Choice(ENTRY_CLASSES) readonly entryClass!: string;
  @Text({ optional: true, description: 'Base or topic class, for example NATURAL_RESOURCES' }) readonly subclass?: string;
  @Text({ description: 'Data format, for example 数据库 or CSV' }) readonly format!: string;
  @Parts(() => DataItem, { min: 1, most: 300 }) readonly items!: DataItem[];
  @Text({ optional: true, max: 1000 }) readonly sharingCondition?: string;
  @Part(() => LegalBasis, { optional: true, description: 'Basis of not sharing' }) readonly notSharedBasis?: LegalBasis;
  @Choices(PROVISION_MODES) readonly provisionModes!: string[];
  @Choice(AGGREGATION_MODES) readonly aggregation!: string;
  @Choice(OPEN_TYPES) readonly openType!: string;
  @Text({ optional: true, max: 1000 }) readonly openCondition?: string;
  @Choice(UPDATE_CYCLES) readonly updateCycle!: string;
  @Choice(SECURITY_LEVELS) readonly securityLevel!: string;
  @Text({ description: 'Scope of use', max: 1000 }) readonly scopeOfUse!: string;
  @Flag({ description: 'The data contains personal data' }) readonly personalData!: boolean;
  @Flag({ description: 'Secrecy review done' }) readonly secrecyReviewed!: boolean;
}

/** What an entry says (hebei 9, weihai 10, guide of 2017). */
export class EntryContent extends EntryFields {
  @Choice(SHARING_TYPES) readonly sharingType!: string;
}

/** The same as a department writes it. What its regulation demands of it is looked at when it is compiled and again when it is submitted. */
export class EntryDraft extends EntryFields {
  @Choice(SHARING_TYPES, { optional: true, description: 'Where none is stated, the regulation may say which it is; else it is refused' }) readonly sharingType?: string;
  @Choice(SECRECY_MARKS, { optional: true, description: 'Data so marked stay outside the platform: the entry is refused, and nothing of it is kept' }) readonly secrecyMark?: string;
}

export class EntryId {
  @Id() readonly id!: string;
}

/** A published entry that its provider has to bring up to date. */
export class UpdateMark {
  @Choice(['NEEDS_UPDATE']) readonly status!: string;
  @Text({ description: 'For example FUNCTION_WITHDRAWN' }) readonly cause!: string;
  @InstantField() readonly since!: string;
}
export class EntryView extends EntryContent {
  @Id() readonly id!: string;
  @Nullable({ description: 'Assigned on first publication, never reused' }) readonly code!: string | null;
  @Whole({ min: 1, max: 1_000_000 }) readonly version!: number;
  @Part(() => Party) readonly provider!: Party;
  @Division({ description: 'Node the entry belongs to' }) readonly node!: string;
  @Text({ description: 'Step of the pack, PUBLISHED, or WITHDRAWN' }) readonly state!: string;
  @Part(() => StepView) readonly step!: StepView;
  @Parts(() => HistoryEntry) readonly history!: HistoryEntry[];
  @InstantField({ nullable: true }) readonly publishedAt!: string | null;
  @InstantField({ nullable: true, description: 'When this version was replaced or the entry withdrawn' }) readonly replacedAt!: string | null;
  @Nullable({ max: 2000 }) readonly withdrawalReasons!: string | null;
  @Part(() => UpdateMark, { nullable: true, description: 'Why what the entry says no longer fits; null as long as it does' }) readonly needsUpdate?: UpdateMark | null;
}

export const compileEntry = defineRequest({
  service: 'catalogue', name: 'compile-entry', kind: 'command', input: EntryDraft, output: EntryView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/catalogue-entries'), summary: { zh: '编制目录条目', en: 'Compile a catalogue entry' },
});
export class ReviseEntry extends EntryDraft {
  @Id() readonly id!: string;
}
export const reviseEntry = defineRequest({
  service: 'catalogue', name: 'revise-entry', kind: 'command', input: ReviseEntry, output: EntryView, permission: roles('DATA_ADMINISTRATOR'),
  http: put('/catalogue-entries/{id}'), summary: { zh: '修改草稿或被退回的条目', en: 'Revise a draft or a returned entry' },
});
/** An act by the name the pack has for it; `step.acts` of an entry tells which there are. */
export class ActOnEntry {
  @Id() readonly id!: string;
  @Slug({ example: 'submit' }) readonly act!: string;
  @Text({ optional: true, max: 2000 }) readonly reasons?: string;
  @Whole({ min: 1, max: 1000, optional: true, description: 'Length of an extension' }) readonly workingDays?: number;
  @Parts(() => ItemVerdict, { optional: true, min: 1, most: 300, description: 'For a review that goes item by item: a verdict on each data item' }) readonly verdicts?: ItemVerdict[];
}
export const actOnEntry = defineRequest({
  service: 'catalogue', name: 'act-on-entry', kind: 'command', input: ActOnEntry, output: EntryView, permission: roles(...ROLES),
  http: post('/catalogue-entries/{id}/acts', { status: 200 }), summary: { zh: '办理目录条目(提交、审核、发布、退回等)', en: 'Act on an entry: submit, pass, publish, return and what else the pack names' },
});
export const CHANGE_CAUSES = ['LAW_CHANGE', 'DUTY_CHANGE', 'ELEMENT_CHANGE', 'DATA_CHANGE', 'OTHER'] as const;
export class OpenEntryChange {
  @Id() readonly id!: string;
  @Choice(CHANGE_CAUSES) readonly cause!: string;
  @DayField({ description: 'Day of the change; the period of the update starts with it' }) readonly changedOn!: string;
  @Text({ max: 2000, description: 'What has changed' }) readonly change!: string;
}
export const openEntryChange = defineRequest({
  service: 'catalogue', name: 'open-entry-change', kind: 'command', input: OpenEntryChange, output: EntryView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/catalogue-entries/{id}/changes'), summary: { zh: '登记目录内容变化,开始更新', en: 'Record a change and begin the next version' },
});
export class WithdrawEntry {
  @Id() readonly id!: string;
  @Text({ max: 2000 }) readonly reasons!: string;
}
export const withdrawEntry = defineRequest({
  service: 'catalogue', name: 'withdraw-entry', kind: 'command', input: WithdrawEntry, output: EntryView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/catalogue-entries/{id}/withdrawal', { status: 200 }), summary: { zh: '撤销目录条目', en: 'Withdraw an entry from the catalogue' },
});
export class GetEntry extends EntryId {
  @Whole({ min: 1, max: 1_000_000, optional: true }) readonly version?: number;
  @InstantField({ optional: true, description: 'The version that was in force then' }) readonly asOf?: string;
}
export const getEntry = defineRequest({
  service: 'catalogue', name: 'get-entry', kind: 'query', input: GetEntry, output: EntryView, permission: roles(...ROLES),
  http: get('/catalogue-entries/{id}'), summary: { zh: '查看条目', en: 'Read an entry' },
});
export class EntryVersion {
  @Whole({ min: 1, max: 1_000_000 }) readonly version!: number;
  @Text() readonly state!: string;
  @Nullable() readonly cause!: string | null;
  @DayField({ nullable: true }) readonly changedOn!: string | null;
  @InstantField({ nullable: true }) readonly publishedAt!: string | null;
  @InstantField({ nullable: true, description: 'When the next version came into force, or the entry was withdrawn' }) readonly replacedAt!: string | null;
  @Nullable({ max: 2000 }) readonly withdrawalReasons!: string | null;
  @Texts({ description: 'Fields that differ from the version before' }) readonly changedFields!: string[];
}
export class EntryVersions {
  @Parts(() => EntryVersion) readonly items!: EntryVersion[];
}
export const findEntryVersions = defineRequest({
  service: 'catalogue', name: 'find-entry-versions', kind: 'query', input: EntryId, output: EntryVersions, permission: roles(...ROLES),
  http: get('/catalogue-entries/{id}/versions'), summary: { zh: '条目的历次版本', en: 'Versions of an entry' },
});
export class CompareVersions extends EntryId {
  @Whole({ min: 1, max: 1_000_000 }) readonly from!: number;
  @Whole({ min: 1, max: 1_000_000 }) readonly to!: number;
}
export class FieldDifference {
  @Text() readonly field!: string;
  @AnyJson({ nullable: true }) readonly before!: unknown;
  @AnyJson({ nullable: true }) readonly after!: unknown;
}
export class VersionDifferences {
  @Whole({ min: 1, max: 1_000_000 }) readonly from!: number;
  @Whole({ min: 1, max: 1_000_000 }) readonly to!: number;
  @Parts(() => FieldDifference) readonly items!: FieldDifference[];
}
export const compareEntryVersions = defineRequest({
  service: 'catalogue', name: 'compare-entry-versions', kind: 'query', input: CompareVersions, output: VersionDifferences, permission: roles(...ROLES),
  http: get('/catalogue-entries/{id}/differences'), summary: { zh: '比较两个版本', en: 'Compare two versions' },
});
export class FindEntries extends PageQuery {
  @Text({ optional: true, description: 'Words in name, abstract or items' }) readonly q?: string;
  @Choice(SHARING_TYPES, { optional: true }) readonly sharingType?: string;
  @Division({ optional: true, description: 'Only entries of this node' }) readonly node?: string;
  @Choice(['mine', 'published', 'to-review', 'to-guide'], { optional: true, description: 'published (default), mine: all of my organisation, to-review: waiting for my role, to-guide: drafts that I guide' }) readonly scope?: string;
}
export class EntryPage {
  @Parts(() => EntryView) readonly items!: EntryView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findEntries = defineRequest({
  service: 'catalogue', name: 'find-entries', kind: 'query', input: FindEntries, output: EntryPage, permission: roles(...ROLES),
  http: get('/catalogue-entries'), summary: { zh: '检索目录', en: 'Search the catalogue' },
});
