import { Controller } from '@nestjs/common';
import {
  appendCatalogueImportPart,
  AppendCatalogueImportPart,
  CatalogueImportId,
  findCatalogueImportFaults,
  FindCatalogueImportFaults,
  finishCatalogueImportUpload,
  FinishCatalogueImportUpload,
  getCatalogueImport,
  openCatalogueImport,
  OpenCatalogueImport,
  readCatalogueExport,
  ReadCatalogueExport,
  type CatalogueImportView,
  type FilePart,
  type CatalogueImportFaultPage,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { AppendPart } from './append-part.js';
import { FindImportFaults } from './find-import-faults.js';
import { FinishUpload } from './finish-upload.js';
import { GetImport } from './get-import.js';
import { OpenImport } from './open-import.js';
import { ReadExport } from './read-export.js';

@Controller()
export class SpreadsheetController {
  constructor(
    private readonly opening: OpenImport,
    private readonly appending: AppendPart,
    private readonly finishing: FinishUpload,
    private readonly getting: GetImport,
    private readonly finding: FindImportFaults,
    private readonly exporting: ReadExport,
  ) {}

  @Answers(openCatalogueImport)
  open(input: OpenCatalogueImport, ctx: RequestContext): Promise<CatalogueImportView> {
    return this.opening.run(ctx, input);
  }

  @Answers(appendCatalogueImportPart)
  append(input: AppendCatalogueImportPart, ctx: RequestContext): Promise<CatalogueImportView> {
    return this.appending.run(ctx, input);
  }

  @Answers(finishCatalogueImportUpload)
  finish(input: FinishCatalogueImportUpload, ctx: RequestContext): Promise<CatalogueImportView> {
    return this.finishing.run(ctx, input);
  }

  @Answers(getCatalogueImport)
  get(input: CatalogueImportId, ctx: RequestContext): Promise<CatalogueImportView> {
    return this.getting.run(ctx, input);
  }

  @Answers(findCatalogueImportFaults)
  faults(input: FindCatalogueImportFaults, ctx: RequestContext): Promise<CatalogueImportFaultPage> {
    return this.finding.run(ctx, input);
  }

  @Answers(readCatalogueExport)
  export(input: ReadCatalogueExport, ctx: RequestContext): Promise<FilePart> {
    return this.exporting.run(ctx, input);
  }
}
