import { Injectable } from '@nestjs/common';
import type { FindCatalogueImportFaults, CatalogueImportFaultPage } from '@gongshu/contracts';
import { cutPage, OLDEST_FIRST, pageStart, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { CatalogueImportStore } from './catalogue-import.store.js';
import { placeOf } from './header.js';

/** The report: every fault with its address, in the order of the file. */
@Injectable()
export class FindImportFaults {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly imports: CatalogueImportStore,
  ) {}

  async run(ctx: RequestContext, asked: FindCatalogueImportFaults): Promise<CatalogueImportFaultPage> {
    const { after, limit } = pageStart(asked, OLDEST_FIRST);
    const found = await this.unitOfWork.read(ctx, async (tx) => {
      await this.imports.load(tx, asked.id);
      return this.imports.faults(tx, asked.id, after, limit + 1);
    });
    return cutPage(found, limit, ({ n }) => n, (fault) => {
      const { sheet, row, title, code, words } = fault;
      return { sheet, row, cell: placeOf(fault), column: title, code, ...words };
    });
  }
}
