import { AppendPart } from './append-part.js';
import { CatalogueImportStore } from './catalogue-import.store.js';
import { FindImportFaults } from './find-import-faults.js';
import { FinishUpload } from './finish-upload.js';
import { GetImport } from './get-import.js';
import { ImportFile } from './import-file.js';
import { ImportLoop } from './import-loop.js';
import { OpenImport } from './open-import.js';
import { ReadExport } from './read-export.js';
import { RunImport } from './run-import.js';

/** What import and export are made of; `DraftEntries` comes with them, bound to the use case that compiles an entry. */
export const SPREADSHEET_PARTS = [CatalogueImportStore, ImportFile, RunImport, ImportLoop, OpenImport, AppendPart, FinishUpload, GetImport, FindImportFaults, ReadExport];
