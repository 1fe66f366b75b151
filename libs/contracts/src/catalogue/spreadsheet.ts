import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { defineEvent } from '../define-event.js';
import { defineProblem } from '../problem.js';
import { Choice, Flag, Id, InstantField, Nullable, Parts, Text, Whole } from '../fields.js';
import { defineRequest, get, post } from '../define-request.js';
import { PageQuery, RawBody } from '../page.js';

/** `all-or-nothing`: one fault, and no row becomes an entry. `valid-rows-only`: what has no fault becomes entries. */
export const CATALOGUE_IMPORT_MODES = ['all-or-nothing', 'valid-rows-only'] as const;
export const SPREADSHEET_FORMATS = ['xlsx', 'csv'] as const;
/** RECEIVING while the file comes; CHECKING (all-or-nothing) and WRITING while its rows are read; COMPLETED and REFUSED are ends. */
export const IMPORT_STATES = ['RECEIVING', 'CHECKING', 'WRITING', 'COMPLETED', 'REFUSED'] as const;
/** Largest file, in bytes. */
export const LARGEST_SPREADSHEET = 256 * 1024 * 1024;
/** Most bytes one message brings of a file: with base64 they fit the bus. */
export const IMPORT_PART_BYTES = 512 * 1024;

const MOST_ROWS = 100_000_000;

export const spreadsheetProblems = {
  tooLargeFile: defineProblem('catalogue/spreadsheet-too-large', 413, '表格文件过大', 'The spreadsheet is too large'),
  unreadableFile: defineProblem('catalogue/spreadsheet-unreadable', 422, '文件不是所声明格式的表格', 'The file is no spreadsheet of the format it is said to be'),
  partMisplaced: defineProblem('catalogue/import-part-misplaced', 409, '分段位置与已接收的内容不衔接', 'The part does not follow what has been received'),
  contentDiffers: defineProblem('catalogue/import-content-differs', 422, '文件内容与其摘要或先前上传的内容不一致', 'The content differs from its digest, or from what was uploaded before'),
  tooManyImports: defineProblem('catalogue/too-many-imports', 429, '本机构尚有多个导入未完成', 'Several imports of your organisation are unfinished'),
} as const;

/** Where an import stands. Rows are the sheet's rows below the header; an entry may take several, one for each data item. */
export class CatalogueImportView {
  @Id() readonly id!: string;
  @Choice(CATALOGUE_IMPORT_MODES) readonly mode!: string;
  @Choice(SPREADSHEET_FORMATS) readonly format!: string;
  @Choice(IMPORT_STATES) readonly state!: string;
  @Whole({ min: 0, max: LARGEST_SPREADSHEET }) readonly bytesReceived!: number;
  @Whole({ min: 0, max: MOST_ROWS }) readonly rowsRead!: number;
  @Whole({ min: 0, max: MOST_ROWS }) readonly rowsValid!: number;
  @Whole({ min: 0, max: MOST_ROWS }) readonly rowsInvalid!: number;
  @Whole({ min: 0, max: MOST_ROWS, description: 'Entries drafted so far' }) readonly entries!: number;
  @Whole({ min: 0, max: MOST_ROWS, description: 'Faults found; the report keeps the first 10,000' }) readonly faults!: number;
  @Nullable({ description: 'SHA-256 of the file, hex; null while it comes' }) readonly digest!: string | null;
  @InstantField() readonly openedAt!: string;
  @InstantField({ nullable: true }) readonly endedAt!: string | null;
}

export class OpenCatalogueImport {
  @Choice(CATALOGUE_IMPORT_MODES) readonly mode!: string;
  @Choice(SPREADSHEET_FORMATS) readonly format!: string;
}
/** Under the same idempotency key the same import is answered, with what has been received so far: an upload that was cut off goes on there. */
export const openCatalogueImport = defineRequest({
  service: 'catalogue', name: 'open-catalogue-import', kind: 'command', input: OpenCatalogueImport, output: CatalogueImportView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/catalogue-import-uploads'), summary: { zh: '开始上传目录表格', en: 'Begin or resume the upload of a catalogue spreadsheet' },
});

export class AppendCatalogueImportPart {
  @Id() readonly id!: string;
  @Whole({ min: 0, max: LARGEST_SPREADSHEET, description: 'Place of the part in the file: bytesReceived' }) readonly offset!: number;
  @Text({ max: Math.ceil(IMPORT_PART_BYTES / 3) * 4, pattern: /^[A-Za-z0-9+/]+={0,2}$/, description: 'At most 512 KiB, base64' }) readonly body!: string;
}
export const appendCatalogueImportPart = defineRequest({
  service: 'catalogue', name: 'append-catalogue-import-part', kind: 'command', input: AppendCatalogueImportPart, output: CatalogueImportView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/catalogue-import-uploads/{id}/parts', { status: 200 }), summary: { zh: '上传表格的一个分段', en: 'Upload the next part of a spreadsheet' },
});

export class FinishCatalogueImportUpload {
  @Id() readonly id!: string;
  @Whole({ min: 1, max: LARGEST_SPREADSHEET }) readonly bytes!: number;
  @Text({ min: 64, max: 64, pattern: /^[0-9a-f]+$/, description: 'SHA-256 of the whole file, hex' }) readonly digest!: string;
}
export const finishCatalogueImportUpload = defineRequest({
  service: 'catalogue', name: 'finish-catalogue-import-upload', kind: 'command', input: FinishCatalogueImportUpload, output: CatalogueImportView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/catalogue-import-uploads/{id}/completion', { status: 202 }), summary: { zh: '完成上传,开始导入', en: 'Complete the upload; the import begins' },
});

export class CatalogueImportId {
  @Id() readonly id!: string;
}
export const getCatalogueImport = defineRequest({
  service: 'catalogue', name: 'get-catalogue-import', kind: 'query', input: CatalogueImportId, output: CatalogueImportView, permission: roles('DATA_ADMINISTRATOR', 'CATALOGUE_REVIEWER'),
  http: get('/catalogue-imports/{id}'), summary: { zh: '查看导入进度', en: 'Progress of an import' },
});

export class FindCatalogueImportFaults extends PageQuery {
  @Id() readonly id!: string;
}
/** One fault of a spreadsheet. `row` and `cell` are null for what concerns the whole file or sheet. */
export class CatalogueImportFault {
  @Nullable({ description: 'Name of the sheet; null for CSV' }) readonly sheet!: string | null;
  @Whole({ min: 1, max: MOST_ROWS, nullable: true, description: 'Row of the sheet, the first is 1' }) readonly row!: number | null;
  @Nullable({ description: 'Address such as C12' }) readonly cell!: string | null;
  @Nullable({ description: 'Title of the column' }) readonly column!: string | null;
  @Text() readonly code!: string;
  @Text({ max: 2000 }) readonly zh!: string;
  @Text({ max: 2000 }) readonly en!: string;
}
export class CatalogueImportFaultPage {
  @Parts(() => CatalogueImportFault) readonly items!: CatalogueImportFault[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findCatalogueImportFaults = defineRequest({
  service: 'catalogue', name: 'find-catalogue-import-faults', kind: 'query', input: FindCatalogueImportFaults, output: CatalogueImportFaultPage, permission: roles('DATA_ADMINISTRATOR', 'CATALOGUE_REVIEWER'),
  http: get('/catalogue-imports/{id}/faults'), summary: { zh: '导入的逐行错误报告', en: 'Faults of an import, row by row' },
});

/** Part of a file that is made while it is read. The gateway asks for the next with `nextCursor` and sends all of them as one answer. */
export class FilePart extends RawBody {
  @Text({ description: 'Name under which the file is saved' }) readonly fileName!: string;
  @Nullable() readonly nextCursor!: string | null;
}
export class ReadCatalogueExport {
  @Choice(SPREADSHEET_FORMATS) readonly format!: string;
  @Choice(['mine', 'published'], { description: 'mine: all of my organisation; published: what is in force' }) readonly scope!: string;
  @Text({ optional: true, max: 200, description: 'Where to go on; the file begins without it' }) readonly cursor?: string;
}
export const readCatalogueExport = defineRequest({
  service: 'catalogue', name: 'read-catalogue-export', kind: 'query', input: ReadCatalogueExport, output: FilePart, permission: roles(...ROLES),
  http: get('/catalogue-exports', { body: 'raw' }), summary: { zh: '导出目录表格(xlsx 或 csv)', en: 'Export the catalogue as a spreadsheet, xlsx or csv' },
});

/** A spreadsheet has arrived whole; what it says stays in the catalogue. */
export class CatalogueImportReceived {
  @Id() readonly id!: string;
  @Choice(CATALOGUE_IMPORT_MODES) readonly mode!: string;
  @Whole({ min: 1, max: LARGEST_SPREADSHEET }) readonly bytes!: number;
  @Text({ description: 'SHA-256, hex' }) readonly digest!: string;
}
export const catalogueImportReceived = defineEvent({ service: 'catalogue', name: 'catalogue-import-received', data: CatalogueImportReceived });

/** An import has ended; each entry it drafted was announced as every drafted entry is. */
export class CatalogueImportEnded {
  @Id() readonly id!: string;
  @Flag({ description: 'False when the file was refused' }) readonly completed!: boolean;
  @Whole({ min: 0, max: MOST_ROWS }) readonly rowsRead!: number;
  @Whole({ min: 0, max: MOST_ROWS }) readonly entries!: number;
  @Whole({ min: 0, max: MOST_ROWS }) readonly faults!: number;
}
export const catalogueImportEnded = defineEvent({ service: 'catalogue', name: 'catalogue-import-ended', data: CatalogueImportEnded });
