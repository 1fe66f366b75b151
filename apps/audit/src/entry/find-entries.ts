import { Injectable } from '@nestjs/common';
import type { AuditEntryPage, FindAuditEntries } from '@gongshu/contracts';
import { cutPage, OLDEST_FIRST, pageStart, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { EntryStore } from './entry.store.js';

/** The log in its own order. */
@Injectable()
export class FindEntries {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: EntryStore,
  ) {}

  async run(ctx: RequestContext, search: FindAuditEntries): Promise<AuditEntryPage> {
    const { after, limit } = pageStart(search, OLDEST_FIRST);
    const found = await this.unitOfWork.read(ctx, (tx) => this.entries.find(tx, search, after, limit + 1));
    return cutPage(found, limit, ({ index }) => index, (entry) => entry);
  }
}
