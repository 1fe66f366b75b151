import { Buffer } from 'node:buffer';
import { Injectable } from '@nestjs/common';
import type { EntryPage, EntryView, FindEntries as Search } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { EntryStore, type Scope } from './entry.store.js';
import { EntryViews } from './entry-views.js';
import { readCursor, writeCursor } from './page-cursor.js';

// The bus carries messages of up to 1 MiB, and one entry of 300 items may take a quarter of that.
const MOST_BYTES = 640 * 1024;

/** One page of entries: the province-wide catalogue, an organisation's own, or those that wait for the caller. A page of long entries may be shorter than asked. */
@Injectable()
export class FindEntries {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: EntryStore,
    private readonly views: EntryViews,
  ) {}

  async run(ctx: RequestContext, { q = '', sharingType, node, scope, cursor, limit = 50 }: Search): Promise<EntryPage> {
    const after = cursor === undefined ? null : readCursor(cursor);
    const words = q.split(/\s+/u).filter((word) => word !== '');
    const wanted = { scope: (scope ?? 'published') as Scope, words, sharingType, node, after, limit: limit + 1 };
    const found = await this.unitOfWork.read(ctx, (tx) => this.entries.find(tx, wanted));
    const items = fitting(found.slice(0, limit).map((entry) => this.views.of(entry, ctx)));
    const last = found[items.length - 1];
    const at = wanted.scope === 'published' ? last?.publishedAt : last?.compiledAt;
    const more = found.length > items.length && last !== undefined && at !== undefined && at !== null;
    return { items, nextCursor: more ? writeCursor({ at, id: last.id }) : null };
  }
}

/** The first views that fit into one message; at least one. */
function fitting(views: EntryView[]): EntryView[] {
  let bytes = 0;
  const end = views.findIndex((view, index) => {
    bytes += Buffer.byteLength(JSON.stringify(view));
    return index > 0 && bytes > MOST_BYTES;
  });
  return end < 0 ? views : views.slice(0, end);
}
