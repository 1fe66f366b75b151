import { defineEvent } from '../define-event.js';
import { defineRequest, get, post } from '../define-request.js';
import { DayField, Division, Flag, Id, InstantField, Nullable, Part, Parts, Text, Whole } from '../fields.js';
import { PageQuery } from '../page.js';
import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { DeadlineRecalculated, HistoryEntry, Party, StepDeadline, StepView } from '../step.js';

const VERSION = { min: 1, max: 1_000_000 };

/** Shared data changed where the provider keeps them; the platform's state is to follow. */
export class RecordSourceChange {
  @Id() readonly entryId!: string;
  @DayField({ description: 'Today or before' }) readonly changedOn!: string;
  @Text({ optional: true, max: 500 }) readonly note?: string;
}
export class DataUpdateView {
  @Id() readonly id!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Part(() => Party) readonly provider!: Party;
  @DayField() readonly changedOn!: string;
  @Nullable() readonly note!: string | null;
  @Text({ description: 'Current step, the same as step.step' }) readonly state!: string;
  @Part(() => StepView) readonly step!: StepView;
  @Parts(() => HistoryEntry) readonly history!: HistoryEntry[];
  @Nullable({ description: 'Instant until which a real-time update must be there; null where the regulation demands none' }) readonly lagEndsAt!: string | null;
  @Flag({ description: 'The update came later, or has not come' }) readonly lagging!: boolean;
  @Whole({ ...VERSION, nullable: true, description: 'Version that holds the change; null while it is awaited' }) readonly version!: number | null;
  @InstantField() readonly recordedAt!: string;
}
export const recordSourceChange = defineRequest({
  service: 'sharing', name: 'record-source-change', kind: 'command', input: RecordSourceChange, output: DataUpdateView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/data-sets/{entryId}/source-changes'), summary: { zh: '登记共享数据的产生或者变更', en: 'Record a change of shared data at their source: an update is due' },
});
export class DataUpdateId {
  @Id() readonly id!: string;
}
export const getDataUpdate = defineRequest({
  service: 'sharing', name: 'get-data-update', kind: 'query', input: DataUpdateId, output: DataUpdateView, permission: roles(...ROLES),
  http: get('/data-updates/{id}'), summary: { zh: '查看共享数据更新任务', en: 'Read an update of shared data' },
});
export class FindDataUpdates extends PageQuery {
  @Flag({ optional: true, description: 'Only those that are not finished' }) readonly open?: boolean;
}
export class DataUpdatePage {
  @Parts(() => DataUpdateView) readonly items!: DataUpdateView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findDataUpdates = defineRequest({
  service: 'sharing', name: 'find-data-updates', kind: 'query', input: FindDataUpdates, output: DataUpdatePage, permission: roles(...ROLES),
  http: get('/data-updates'), summary: { zh: '查询共享数据更新任务', en: "List updates of shared data: all of the node for its data authority, else the own organisation's" },
});
export const finishDataUpdate = defineRequest({
  service: 'sharing', name: 'finish-data-update', kind: 'command', input: DataUpdateId, output: DataUpdateView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/data-updates/{id}/finish', { status: 200 }), summary: { zh: '完成更新(逻辑接入的数据)', en: 'Finish an update of data that stay with their provider; an uploaded version finishes the others' },
});

/** What an acquirer is told of an update of data it holds a grant on or a copy of. */
export class DataUpdateNoticeView {
  @Id() readonly id!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Part(() => Party) readonly provider!: Party;
  @Whole({ ...VERSION, description: 'Version with the update' }) readonly version!: number;
  @InstantField() readonly noticedAt!: string;
  @Text({ description: 'Article that demands the notice' }) readonly article!: string;
  @DayField({ nullable: true, description: 'Day until which the copy is to be compared and updated; null where the regulation names none' }) readonly dueOn!: string | null;
  @Flag() readonly overdue!: boolean;
  @Whole({ ...VERSION, nullable: true, description: 'Version the acquirer says it holds' }) readonly acknowledgedVersion!: number | null;
  @Text({ max: 1000, description: 'What the acquirer’s people read, zh and en' }) readonly message!: string;
}
export class DataUpdateNoticePage {
  @Parts(() => DataUpdateNoticeView) readonly items!: DataUpdateNoticeView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findDataUpdateNotices = defineRequest({
  service: 'sharing', name: 'find-data-update-notices', kind: 'query', input: PageQuery, output: DataUpdateNoticePage, permission: roles(...ROLES),
  http: get('/data-update-notices'), summary: { zh: '本部门收到的数据更新通知', en: 'Notices of updates to the own organisation' },
});
export class AcknowledgeDataUpdate {
  @Id() readonly id!: string;
  @Whole({ ...VERSION, description: 'Version held now, after comparing and updating' }) readonly version!: number;
}
export const acknowledgeDataUpdate = defineRequest({
  service: 'sharing', name: 'acknowledge-data-update', kind: 'command', input: AcknowledgeDataUpdate, output: DataUpdateNoticeView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/data-update-notices/{id}/acknowledgement', { status: 200 }), summary: { zh: '确认已比对更新所获取的数据', en: 'Say which version the own copy is at now' },
});

/** An acquirer, and the version it is known to hold. */
export class HeldCopyView {
  @Part(() => Party) readonly holder!: Party;
  @Whole({ ...VERSION, nullable: true, description: 'Last version delivered to it or acknowledged by it; null when neither' }) readonly version!: number | null;
  @Flag({ description: 'An older version than the current one' }) readonly stale!: boolean;
  @Flag({ description: 'A notice has not been answered with the version it tells of, or a newer one' }) readonly awaitingAcknowledgement!: boolean;
}
export class HeldCopies {
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Whole({ ...VERSION, nullable: true }) readonly currentVersion!: number | null;
  @Parts(() => HeldCopyView, { most: 3000 }) readonly items!: HeldCopyView[];
}
export class HeldCopiesOf {
  @Id() readonly entryId!: string;
}
export const findHeldCopies = defineRequest({
  service: 'sharing', name: 'find-held-copies', kind: 'query', input: HeldCopiesOf, output: HeldCopies, permission: roles('DATA_ADMINISTRATOR', 'PROVIDER_HEAD', 'DATA_AUTHORITY'),
  http: get('/data-sets/{entryId}/copies'), summary: { zh: '获取方所持数据的版本', en: 'Who holds which version of a data set, stale ones marked' },
});

export class DataUpdateMoved {
  @Id() readonly id!: string;
  @Id() readonly entryId!: string;
  @Text() readonly act!: string;
  @Text() readonly to!: string;
  @Text() readonly article!: string;
  @Nullable() readonly dueOn!: string | null;
  @Whole({ ...VERSION, nullable: true }) readonly version!: number | null;
}
export const dataUpdateMoved = defineEvent({ service: 'sharing', name: 'data-update-moved', data: DataUpdateMoved });
export const dataUpdateStepDueSoon = defineEvent({ service: 'sharing', name: 'data-update-step-due-soon', data: StepDeadline });
export const dataUpdateStepOverdue = defineEvent({ service: 'sharing', name: 'data-update-step-overdue', data: StepDeadline });
export const dataUpdateDeadlineRecalculated = defineEvent({ service: 'sharing', name: 'data-update-deadline-recalculated', data: DeadlineRecalculated });

/** A real-time update did not come within the lag that the regulation allows. */
export class DataUpdateLagging {
  @Id() readonly id!: string;
  @Id() readonly entryId!: string;
  @InstantField() readonly lagEndsAt!: string;
  @Text() readonly article!: string;
}
export const dataUpdateLagging = defineEvent({ service: 'sharing', name: 'data-update-lagging', data: DataUpdateLagging });

/** An acquirer is told of an update; addressed to its node, which may be this one. */
export class DataUpdated {
  @Division() readonly addressedTo!: string;
  @Id() readonly noticeId!: string;
  @Part(() => Party) readonly receiver!: Party;
  @Part(() => Party) readonly provider!: Party;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Whole(VERSION) readonly version!: number;
  @Text() readonly article!: string;
  @InstantField() readonly noticedAt!: string;
}
export const dataUpdated = defineEvent({ service: 'sharing', name: 'data-updated', data: DataUpdated, crosses: { lane: 'sharing', to: 'addressed' } });

/** The acquirer's answer, addressed to the node of the data. */
export class DataUpdateAcknowledged {
  @Division() readonly addressedTo!: string;
  @Id() readonly noticeId!: string;
  @Id() readonly entryId!: string;
  @Part(() => Party) readonly receiver!: Party;
  @Whole(VERSION) readonly version!: number;
}
export const dataUpdateAcknowledged = defineEvent({ service: 'sharing', name: 'data-update-acknowledged', data: DataUpdateAcknowledged, crosses: { lane: 'sharing', to: 'addressed' } });

/** The day until which an acquirer was to update its copy has passed. */
export class HeldCopyOverdue {
  @Id() readonly noticeId!: string;
  @Id() readonly entryId!: string;
  @Text() readonly receiver!: string;
  @Whole(VERSION) readonly version!: number;
  @DayField() readonly dueOn!: string;
  @Text() readonly article!: string;
}
export const heldCopyOverdue = defineEvent({ service: 'sharing', name: 'held-copy-overdue', data: HeldCopyOverdue });
