import { Injectable } from '@nestjs/common';
import { Problem, problems, type ArchiveRecordId, type ArchiveRecordPage, type ArchiveRecordView, type PageQuery } from '@gongshu/contracts';
import { actingOrganisation, cutPage, NEWEST_FIRST, pageStart, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { ArchiveStore, type PositionedRecord } from './archive.store.js';

/** A department reads its own archives; auditors of the node's division those of all. */
@Injectable()
export class FindArchiveRecords {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly records: ArchiveStore,
  ) {}

  async get(ctx: RequestContext, { id }: ArchiveRecordId): Promise<ArchiveRecordView> {
    const record = await this.unitOfWork.read(ctx, (tx) => this.records.find(tx, id, readerOf(ctx)));
    if (record === undefined) throw new Problem(problems.notFound);
    return viewOf(record);
  }

  async page(ctx: RequestContext, query: PageQuery): Promise<ArchiveRecordPage> {
    const { after, limit } = pageStart(query, NEWEST_FIRST);
    const rows = await this.unitOfWork.read(ctx, (tx) => this.records.page(tx, after, limit + 1, readerOf(ctx)));
    return cutPage(rows, limit, ({ position }) => position, viewOf);
  }
}

function readerOf(ctx: RequestContext): { id: string; node: string } | null {
  const { id, node, division } = actingOrganisation(ctx);
  return ctx.roles.includes('AUDITOR') && division === ctx.node.code ? null : { id, node };
}

function viewOf({ position: _position, ...record }: PositionedRecord): ArchiveRecordView {
  return record;
}
