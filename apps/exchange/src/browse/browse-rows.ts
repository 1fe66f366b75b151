import { Injectable } from '@nestjs/common';
import { exchangeProblems, Problem, type PermitTicket, type RowCondition } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import type { Version } from '../data-set/data-set.js';
import { FindVersion } from '../data-set/find-version.js';
import { columnsOf, countRows, selectRows, type RowSelection } from '../data-set/row-selection.js';
import { DescribeEntry } from '../file/describe-entry.js';
import type { Column } from '../rows/value-fault.js';
import type { SqlQuery } from '../streams/cursor-batches.js';
import { StreamDatabase } from '../streams/stream-database.js';
import type { BrowseQuery } from './browse-query.js';

/** Counted no further: a page shows that there is more, not how much. */
const MOST_COUNTED = 10_000;
const PAGE_BATCH = 1_000;

export interface BrowsedPage {
  readonly version: number;
  readonly columns: readonly (Column & { readonly title: string })[];
  readonly rows: readonly string[][];
  /** Null for more than can be counted while somebody waits. */
  readonly total: number | null;
}

@Injectable()
export class BrowseRows {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly streams: StreamDatabase,
    private readonly versions: FindVersion,
    private readonly describing: DescribeEntry,
  ) {}

  /** One page of what a ticket opens. @throws Problem */
  async run(ctx: RequestContext, { entryId, columns, rowFilter, mostRows }: PermitTicket, query: BrowseQuery, leaving: AbortSignal): Promise<BrowsedPage> {
    const { version, titles } = await this.unitOfWork.read(ctx, async (tx) => {
      const { version: current } = await this.versions.run(tx, entryId, null);
      if (await this.describing.isDocument(tx, current.id)) throw new Problem(exchangeProblems.noPage);
      return { version: current, titles: await this.describing.titles(tx, entryId) };
    });
    const asked = query.filters.map(({ column, value }): RowCondition => ({ column, operator: 'EQUALS', values: [value] }));
    const selection: RowSelection = { version, columns, conditions: [...rowFilter, ...asked] };
    const limit = Math.min(query.size, mostRows ?? query.size);
    const rows = limit === 0 ? [] : await this.fetch(selectRows(selection, { order: query.order, limit, offset: (query.page - 1) * query.size }), leaving);
    return { version: version.version, columns: columnsOf(selection).map((column) => ({ ...column, title: titles[column.column] ?? column.column })), rows, total: await this.count(selection, version, leaving) };
  }

  private async count(selection: RowSelection, version: Version, leaving: AbortSignal): Promise<number | null> {
    if (selection.conditions.length === 0) return version.rows;
    const [[counted = '0'] = []] = await this.fetch(countRows(selection, MOST_COUNTED + 1), leaving);
    return Number(counted) > MOST_COUNTED ? null : Number(counted);
  }

  private async fetch(query: SqlQuery, leaving: AbortSignal): Promise<string[][]> {
    const found: string[][] = [];
    await this.streams.rows(query, PAGE_BATCH, leaving, async (batches) => {
      for await (const rows of batches) found.push(...rows);
    });
    return found;
  }
}
