import { Injectable } from '@nestjs/common';
import type { CatalogueReleases, ConsolidatedCatalogue, ConsolidatedEntries, FindConsolidatedEntries, FindReleases as Search } from '@gongshu/contracts';
import { isId, Problem, problems } from '@gongshu/contracts';
import { localDay } from '@gongshu/regulation';
import { cutPage, NEWEST_FIRST, NodeRegulation, pageStart, UnitOfWork, type PageOrder, type RequestContext } from '@gongshu/service-kit';
import { ConsolidatedStore } from './consolidated.store.js';
import { releaseDuty } from './release-law.js';

const BY_ID: PageOrder = { start: '00000000-0000-0000-0000-000000000000', isCursor: isId };

/** The consolidated catalogue at any of its versions, and the releases. */
@Injectable()
export class FindReleases {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly catalogue: ConsolidatedStore,
  ) {}

  current(ctx: RequestContext): Promise<ConsolidatedCatalogue> {
    return this.unitOfWork.read(ctx, (tx) => this.catalogue.current(tx));
  }

  /** @throws Problem 404 for a version there has not been yet */
  async entries(ctx: RequestContext, query: FindConsolidatedEntries): Promise<ConsolidatedEntries> {
    const { after, limit } = pageStart(query, BY_ID);
    const { version, found } = await this.unitOfWork.read(ctx, async (tx) => ({
      ...(await this.catalogue.current(tx)),
      found: await this.catalogue.entriesAt(tx, query.version, { after, limit: limit + 1 }),
    }));
    if (query.version > version) throw new Problem(problems.notFound);
    return cutPage(found, limit, ({ id }) => id, (entry) => entry);
  }

  async releases(ctx: RequestContext, query: Search): Promise<CatalogueReleases> {
    const { after: before, limit } = pageStart(query, NEWEST_FIRST);
    return this.unitOfWork.read(ctx, async (tx) => {
      const found = await this.catalogue.releases(tx, { before, limit: limit + 1 });
      const [newest] = await this.catalogue.releases(tx, { before: NEWEST_FIRST.start, limit: 1 });
      const next = releaseDuty(this.regulation.pack, ctx.node, { first: await this.catalogue.since(tx), last: newest?.releasedAt ?? null });
      return { ...cutPage(found, limit, ({ number }) => number, (release) => release), nextDueOn: next?.dueOn ?? null, overdue: next !== null && next.dueOn < localDay(ctx.now) };
    });
  }
}
