import type { Column } from '../rows/value-fault.js';
import { asCsv } from '../rows/row-forms.js';
import type { RowBatches } from '../streams/cursor-batches.js';
import { asNdjson } from './ndjson-form.js';
import { asParquet } from './parquet-form.js';

export const FILE_FORMATS = ['csv', 'ndjson', 'parquet'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

interface FileForm {
  readonly mediaType: string;
  readonly write: (columns: readonly Column[], batches: RowBatches) => AsyncGenerator<string | Uint8Array>;
}

/** What a table's file may be. Each form gives the same bytes for the same rows, so that a download can be resumed from a file made anew. */
export const FILE_FORMS: Readonly<Record<FileFormat, FileForm>> = {
  csv: { mediaType: 'text/csv; charset=utf-8', write: asCsv },
  ndjson: { mediaType: 'application/x-ndjson; charset=utf-8', write: asNdjson },
  parquet: { mediaType: 'application/vnd.apache.parquet', write: asParquet },
};
