import { Injectable } from '@nestjs/common';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { CatalogueImportStore } from './catalogue-import.store.js';
import { StoredFile } from './stored-file.js';
import type { StringShelf } from './shared-strings.js';

/** The file of an import and the shelf for its texts, as they lie in the database: whichever process goes on with an import finds them. */
@Injectable()
export class ImportFile {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly imports: CatalogueImportStore,
  ) {}

  open(ctx: RequestContext, id: string, size: number): StoredFile {
    return new StoredFile(size, (from, to) => this.pieces(ctx, id, from, to));
  }

  shelf(ctx: RequestContext, id: string): StringShelf {
    return {
      clear: () => this.unitOfWork.read(ctx, (tx) => this.imports.clearTexts(tx, id)),
      put: (block, texts) => this.unitOfWork.read(ctx, (tx) => this.imports.putTexts(tx, id, block, texts)),
      get: (blocks) => this.unitOfWork.read(ctx, (tx) => this.imports.texts(tx, id, blocks)),
    };
  }

  private async *pieces(ctx: RequestContext, id: string, from: number, to: number): AsyncGenerator<Buffer> {
    let next = from;
    while (next < to) {
      const at = next;
      const part = await this.unitOfWork.read(ctx, (tx) => this.imports.part(tx, id, at));
      const bytes = part?.bytes.subarray(at - part.at, to - part.at);
      if (bytes === undefined || bytes.length === 0) throw new Error(`import ${id} has no byte ${String(at)}`);
      yield bytes;
      next += bytes.length;
    }
  }
}
