import { defineEvent } from '../define-event.js';
import { defineRequest, get } from '../define-request.js';
import { Id, InstantField, Nullable, Parts, Text, Whole } from '../fields.js';
import { roles } from '../permission.js';

/** One fault of an uploaded or pulled row. Never repeats the value: it may be personal. */
export class RowFault {
  @Text({ max: 200, description: 'Row, counted from 1 below the header, and column', example: '/rows/17/birth_date' }) readonly pointer!: string;
  @Text() readonly code!: string;
  @Text({ max: 1000 }) readonly detail!: string;
}

/** What the check of an upload, a pull or a window of a stream came to, row by row. */
export class UploadReport {
  @Id() readonly id!: string;
  @Id() readonly entryId!: string;
  @Whole({ min: 1, max: 1_000_000, nullable: true, description: 'Version that arose; null when the rows were refused, and until the window is sealed' }) readonly version!: number | null;
  @Whole({ min: 1, max: 9_999_999_999, nullable: true, description: 'Window of the stream; null for an upload or a pull' }) readonly sequence!: number | null;
  @Whole({ min: 0, max: 1_000_000_000, description: 'Rows read' }) readonly rows!: number;
  @Whole({ min: 0, max: 1_000_000_000, description: 'Rows with a fault, none of which is in the version' }) readonly faultyRows!: number;
  @Whole({ min: 0, max: 1_000_000_000 }) readonly faultCount!: number;
  @InstantField() readonly checkedAt!: string;
}
export class UploadReportView extends UploadReport {
  @Parts(() => RowFault, { most: 1_000, description: 'The first thousand faults' }) readonly faults!: RowFault[];
}
export class UploadReportList {
  @Parts(() => UploadReport) readonly items!: UploadReport[];
}
export class UploadReportId {
  @Id() readonly entryId!: string;
  @Id() readonly reportId!: string;
}
export class FindUploadReports {
  @Id() readonly entryId!: string;
  @Whole({ optional: true, min: 1, max: 1_000_000, description: 'Of this version alone' }) readonly version?: number;
}
export const getUploadReport = defineRequest({
  service: 'exchange', name: 'get-upload-report', kind: 'query', input: UploadReportId, output: UploadReportView, permission: roles('DATA_ADMINISTRATOR'),
  http: get('/data-sets/{entryId}/upload-reports/{reportId}'), summary: { zh: '查看逐行校验报告', en: 'Read the row-by-row report of an upload; the provider’s own' },
});
export const findUploadReports = defineRequest({
  service: 'exchange', name: 'find-upload-reports', kind: 'query', input: FindUploadReports, output: UploadReportList, permission: roles('DATA_ADMINISTRATOR'),
  http: get('/data-sets/{entryId}/upload-reports'), summary: { zh: '校验报告列表', en: 'The latest fifty upload reports, the newest first; the provider’s own' },
});

/** Rows that came in were refused. Says how many, never what stands in them. */
export class UploadRefused {
  @Id() readonly entryId!: string;
  @Id() readonly reportId!: string;
  @Whole({ min: 0, max: 1_000_000_000 }) readonly rows!: number;
  @Whole({ min: 0, max: 1_000_000_000 }) readonly faultyRows!: number;
  @Nullable() readonly firstFault!: string | null;
}
export const uploadRefused = defineEvent({ service: 'exchange', name: 'upload-refused', data: UploadRefused });
