import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { catalogueImportReceived, Problem, spreadsheetProblems, type CatalogueImportView, type FinishCatalogueImportUpload } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { importView, type CatalogueImport } from './catalogue-import.js';
import { CatalogueImportStore } from './catalogue-import.store.js';
import { ImportFile } from './import-file.js';
import { ImportLoop } from './import-loop.js';

/** The file is here whole: its digest is compared, and the import begins. Done already with the same content, it is answered as it stands. */
@Injectable()
export class FinishUpload {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly imports: CatalogueImportStore,
    private readonly files: ImportFile,
    private readonly loop: ImportLoop,
  ) {}

  async run(ctx: RequestContext, asked: FinishCatalogueImportUpload): Promise<CatalogueImportView> {
    const finished = await this.unitOfWork.run({ ...ctx, idempotencyKey: null }, async (tx) => this.finish(tx, await this.imports.load(tx, asked.id, 'FOR UPDATE'), asked));
    if (finished === null) throw new Problem(spreadsheetProblems.contentDiffers);
    this.loop.kick();
    return finished;
  }

  /** Null when the content differs: what was received is of no use then, and goes. */
  private async finish(tx: Transaction, found: CatalogueImport, { id, bytes, digest }: FinishCatalogueImportUpload): Promise<CatalogueImportView | null> {
    if (found.state !== 'RECEIVING') {
      if (found.digest !== digest) throw new Problem(spreadsheetProblems.contentDiffers);
      return importView(found);
    }
    if (found.bytesReceived !== bytes) throw new Problem(spreadsheetProblems.partMisplaced, { allowed: [String(found.bytesReceived)] });
    const hash = createHash('sha256');
    for await (const chunk of this.files.open(tx.ctx, id, bytes).bytes()) hash.update(chunk);
    if (hash.digest('hex') !== digest) {
      await this.imports.forget(tx, id);
      return null;
    }
    await this.imports.beginPass(tx, id, 'CHECKING', digest);
    tx.announce(catalogueImportReceived, id, { id, mode: found.mode, bytes, digest });
    return importView({ ...found, state: 'CHECKING', digest });
  }
}
