import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Problem, problems, spreadsheetProblems, type CatalogueImportView, type OpenCatalogueImport } from '@gongshu/contracts';
import { CLOCK, UnitOfWork, type Clock, type RequestContext } from '@gongshu/service-kit';
import { importView } from './catalogue-import.js';
import { CatalogueImportStore } from './catalogue-import.store.js';

const MOST_UNFINISHED = 5;
const ABANDONED_MILLISECONDS = 86_400_000;

/** Begins an upload, or finds the one that was begun under the same idempotency key, wherever it stands. */
@Injectable()
export class OpenImport {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly imports: CatalogueImportStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(ctx: RequestContext, { mode, format }: OpenCatalogueImport): Promise<CatalogueImportView> {
    const key = ctx.idempotencyKey;
    return this.unitOfWork.run(ctx, async (tx) => {
      const known = key === null ? undefined : await this.imports.ofKey(tx, key);
      if (known === undefined) {
        await this.imports.forgetAbandoned(tx, new Date(this.clock.now() - ABANDONED_MILLISECONDS).toISOString());
        if ((await this.imports.countUnfinished(tx)) >= MOST_UNFINISHED) throw new Problem(spreadsheetProblems.tooManyImports, { retryAfterSeconds: 60 });
      }
      const id = randomUUID();
      if (known === undefined) await this.imports.add(tx, { id, mode, format }, key);
      const opened = known ?? (key === null ? await this.imports.load(tx, id) : await this.imports.ofKey(tx, key));
      if (opened === undefined || opened.mode !== mode || opened.format !== format) throw new Problem(problems.idempotencyKeyReused);
      return importView(opened);
    });
  }
}
