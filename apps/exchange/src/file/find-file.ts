import { Injectable } from '@nestjs/common';
import { exchangeProblems, Problem, problems, type PermitTicket } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import type { Version } from '../data-set/data-set.js';
import { FindVersion } from '../data-set/find-version.js';
import type { RowSelection } from '../data-set/row-selection.js';
import type { StoredBytes } from '../file-store/file-store.js';
import { FILE_FORMS, type FileFormat } from './file-form.js';
import { FileRecords, type Document } from './file-records.store.js';
import { MakeFile } from './make-file.js';

export interface FileAsked {
  /** Null: CSV for a table; a document is as it is. */
  readonly format: FileFormat | null;
  /** Null: the version that is current now. */
  readonly version: number | null;
}

/** A file that may leave, ready to be sent from any byte. */
export interface FoundFile extends StoredBytes {
  readonly mediaType: string;
  /** For people; anything may stand in it. */
  readonly name: string;
  /** For programs: letters, digits, `.`, `_`, `-`. */
  readonly plainName: string;
  readonly version: number;
  /** Rows of a table; none of a document. */
  readonly rows: number;
}

type Opening = Pick<PermitTicket, 'entryId' | 'columns' | 'rowFilter'>;

@Injectable()
export class FindFile {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly versions: FindVersion,
    private readonly files: FileRecords,
    private readonly making: MakeFile,
  ) {}

  /** The file of what a ticket opens. @throws Problem */
  async run(ctx: RequestContext, ticket: Opening, { format, version: wanted }: FileAsked): Promise<FoundFile> {
    const { entryId, columns, rowFilter } = ticket;
    const { entryName, version, document } = await this.unitOfWork.read(ctx, async (tx) => {
      const { dataSet, version: found } = await this.versions.run(tx, entryId, wanted);
      const document = await this.files.findDocument(tx, found.id);
      if (document !== null && (rowFilter.length > 0 || !dataSet.columns.every(({ column }) => columns.includes(column)))) throw new Problem(exchangeProblems.wholeDocumentOnly);
      return { entryName: dataSet.name, version: found, document };
    });
    if (document !== null) return foundDocument(document, entryId, version, format);
    const selection: RowSelection = { version, columns, conditions: rowFilter };
    const form = format ?? 'csv';
    const made = await this.making.run(ctx, selection, form);
    const suffix = `-v${String(version.version)}.${form}`;
    return { ...made, mediaType: FILE_FORMS[form].mediaType, name: `${entryName}${suffix}`, plainName: `${entryId}${suffix}`, version: version.version };
  }
}

function foundDocument(document: Document, entryId: string, { version }: Version, format: FileFormat | null): FoundFile {
  if (format !== null) throw new Problem(problems.invalidInput, { errors: [{ pointer: '/format', code: 'document', detail: 'the data are a document, which is given as it is' }] });
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(document.name)?.[0] ?? '';
  return { ...document, plainName: `${entryId}-v${String(version)}${extension}`, version, rows: 0 };
}
