import { defineEvent } from '../define-event.js';
import { defineRequest, get, post, put } from '../define-request.js';
import { Id, InstantField, Nullable, Parts, Whole } from '../fields.js';
import { roles } from '../permission.js';
import { DataSetId } from './requests.js';

/** Numbers of windows: a window a second makes three centuries of them. */
export const MOST_WINDOWS = 9_999_999_999;
const MOST_ROWS = 1_000_000_000;

/** A window of a stream of records, as it was taken in. */
export class RecordWindow {
  @Whole({ min: 1, max: MOST_WINDOWS, description: 'Its number in the stream, without gaps from 1' }) readonly sequence!: number;
  @Whole({ min: 0, max: MOST_ROWS, description: 'Records taken in' }) readonly rows!: number;
  @Whole({ min: 0, max: MOST_ROWS, description: 'Records left out because they do not fit' }) readonly faultyRows!: number;
  @Nullable({ description: 'Report of the records left out, see /upload-reports; null where there are none' }) readonly reportId!: string | null;
  @InstantField() readonly takenAt!: string;
}
export class KeptWindow extends RecordWindow {
  @Whole({ min: 1, max: 1_000_000, nullable: true, description: 'First version its records are in; null until they are sealed' }) readonly version!: number | null;
}
export class RecordStreamView {
  @Id() readonly entryId!: string;
  @Whole({ min: 1, max: MOST_WINDOWS + 1, description: 'Number of the window that is expected next: where a sender goes on that does not know how far it came' }) readonly nextSequence!: number;
  @Whole({ min: 1, max: 86_400, description: 'Records are sealed at the latest so many seconds after they came' }) readonly sealAfterSeconds!: number;
  @Whole({ min: 0, max: MOST_ROWS, description: 'Records taken in that are in no version yet' }) readonly unsealedRows!: number;
  @InstantField({ nullable: true, description: 'When the eldest of them came' }) readonly unsealedSince!: string | null;
  @Parts(() => KeptWindow, { description: 'The latest fifty, the newest first' }) readonly windows!: KeptWindow[];
}
export class SetRecordStream {
  @Id() readonly entryId!: string;
  @Whole({ min: 5, max: 86_400, description: 'At most what the regulation leaves for updates in real time' }) readonly sealAfterSeconds!: number;
}
export const getRecordStream = defineRequest({
  service: 'exchange', name: 'get-record-stream', kind: 'query', input: DataSetId, output: RecordStreamView, permission: roles('DATA_ADMINISTRATOR'),
  http: get('/data-sets/{entryId}/record-stream'), summary: { zh: '查看数据流接收情况', en: 'Read how far a stream of records has come; the provider’s own' },
});
export const setRecordStream = defineRequest({
  service: 'exchange', name: 'set-record-stream', kind: 'command', input: SetRecordStream, output: RecordStreamView, permission: roles('DATA_ADMINISTRATOR'),
  http: put('/data-sets/{entryId}/record-stream'), summary: { zh: '设置数据流归版时限', en: 'Set how soon streamed records become a version' },
});
export const sealRecords = defineRequest({
  service: 'exchange', name: 'seal-records', kind: 'command', input: DataSetId, output: RecordStreamView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/data-sets/{entryId}/records/seal', { status: 202 }), summary: { zh: '将已接收的数据流记录归为新版本', en: 'Make the streamed records the next version now; see the stream for when it is there' },
});

/** A window was taken in. Says how many records, never what stands in them. */
export class WindowTaken {
  @Id() readonly entryId!: string;
  @Whole({ min: 1, max: MOST_WINDOWS }) readonly sequence!: number;
  @Whole({ min: 0, max: MOST_ROWS }) readonly rows!: number;
  @Whole({ min: 0, max: MOST_ROWS }) readonly faultyRows!: number;
  @Nullable() readonly reportId!: string | null;
}
export const windowTaken = defineEvent({ service: 'exchange', name: 'window-taken', data: WindowTaken });

/** Streamed records become a version sooner or later than before. */
export class RecordStreamSet {
  @Id() readonly entryId!: string;
  @Whole({ min: 1, max: 86_400 }) readonly sealAfterSeconds!: number;
}
export const recordStreamSet = defineEvent({ service: 'exchange', name: 'record-stream-set', data: RecordStreamSet });

/** The provider asked for a version of what has been streamed, up to a window. */
export class SealAsked {
  @Id() readonly entryId!: string;
  @Whole({ min: 1, max: MOST_WINDOWS + 1, description: 'Number of the first window that is not meant' }) readonly nextSequence!: number;
}
export const sealAsked = defineEvent({ service: 'exchange', name: 'seal-asked', data: SealAsked });
