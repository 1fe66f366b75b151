import { Injectable } from '@nestjs/common';
import type { EntryId, EntryView } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { EntryStore } from './entry.store.js';
import { EntryViews } from './entry-views.js';

/** One entry, with where it stands. */
@Injectable()
export class GetEntry {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: EntryStore,
    private readonly views: EntryViews,
  ) {}

  async run(ctx: RequestContext, { id }: EntryId): Promise<EntryView> {
    return this.views.of(await this.unitOfWork.read(ctx, (tx) => this.entries.load(tx, id)), ctx);
  }
}
