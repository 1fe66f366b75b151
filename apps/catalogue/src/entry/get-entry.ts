import { Injectable } from '@nestjs/common';
import { Problem, problems, type EntryView, type GetEntry as Question } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { EntryStore } from './entry.store.js';
import { EntryViews } from './entry-views.js';

/** One entry, with where it stands: the newest version the caller may see, a version by its number, or the one in force at an instant. */
@Injectable()
export class GetEntry {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: EntryStore,
    private readonly views: EntryViews,
  ) {}

  async run(ctx: RequestContext, { id, version, asOf }: Question): Promise<EntryView> {
    const entry = await this.unitOfWork.read(ctx, async (tx) => {
      if (asOf !== undefined) return this.entries.inForceAt(tx, id, asOf);
      return version === undefined ? this.entries.load(tx, id) : (await this.entries.versions(tx, id)).find((found) => found.version === version);
    });
    if (entry === undefined) throw new Problem(problems.notFound);
    return this.views.of(entry, ctx);
  }
}
