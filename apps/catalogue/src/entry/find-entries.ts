import { Buffer } from 'node:buffer';
import { Injectable } from '@nestjs/common';
import { isId, isInstant, type EntryPage, type EntryView, type FindEntries as Search } from '@gongshu/contracts';
import { cutPage, pageStart, UnitOfWork, type PageOrder, type RequestContext } from '@gongshu/service-kit';
import { EntryStore, type Scope } from './entry.store.js';
import { EntryViews } from './entry-views.js';

// The bus carries messages of up to 1 MiB, and one entry of 300 items may take a quarter of that.
const MOST_BYTES = 640 * 1024;

/** The newest first; the id decides between entries of one instant. */
const BY_INSTANT: PageOrder = {
  start: '9999-12-31T23:59:59.999Z_ffffffff-ffff-ffff-ffff-ffffffffffff',
  isCursor: (text) => {
    const [at, id, ...more] = text.split('_');
    return isInstant(at) && isId(id) && more.length === 0;
  },
};

/** One page of entries: the province-wide catalogue, an organisation's own, or those that wait for the caller. A page of long entries may be shorter than asked. */
@Injectable()
export class FindEntries {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: EntryStore,
    private readonly views: EntryViews,
  ) {}

  async run(ctx: RequestContext, search: Search): Promise<EntryPage> {
    const { q = '', sharingType, node } = search;
    const scope = (search.scope ?? 'published') as Scope;
    const { after, limit } = pageStart(search, BY_INSTANT);
    const words = q.split(/\s+/u).filter((word) => word !== '');
    const found = await this.unitOfWork.read(ctx, (tx) => this.entries.find(tx, { scope, words, sharingType, node, after, limit: limit + 1 }));
    const shown = found.map((entry) => ({ entry, view: this.views.of(entry, ctx) }));
    const most = Math.min(limit, countFitting(shown.map(({ view }) => view)));
    return cutPage(shown, most, ({ entry }) => `${(scope === 'published' ? entry.publishedAt : null) ?? entry.compiledAt}_${entry.id}`, ({ view }) => view);
  }
}

/** How many of the views fit into one message; at least one. */
function countFitting(views: readonly EntryView[]): number {
  let bytes = 0;
  const end = views.findIndex((view, index) => {
    bytes += Buffer.byteLength(JSON.stringify(view));
    return index > 0 && bytes > MOST_BYTES;
  });
  return end < 0 ? views.length : end;
}
