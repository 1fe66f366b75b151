import { Injectable } from '@nestjs/common';
import type { CatalogueImportId, CatalogueImportView } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { importView } from './catalogue-import.js';
import { CatalogueImportStore } from './catalogue-import.store.js';

@Injectable()
export class GetImport {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly imports: CatalogueImportStore,
  ) {}

  async run(ctx: RequestContext, { id }: CatalogueImportId): Promise<CatalogueImportView> {
    return importView(await this.unitOfWork.read(ctx, (tx) => this.imports.load(tx, id)));
  }
}
