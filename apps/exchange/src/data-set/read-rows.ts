import { Injectable } from '@nestjs/common';
import { exchangeProblems, Problem, type RowCondition } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import type { Column } from '../rows/value-fault.js';
import { batchFor, type SqlQuery } from '../streams/cursor-batches.js';
import type { OutgoingRows } from '../streams/outgoing-rows.js';
import { StreamDatabase } from '../streams/stream-database.js';
import { DataSetStore } from './data-set.store.js';
import { RowMarks } from './row-marks.js';
import { VersionTableStore } from './version-table.store.js';

export interface RowsAsked {
  readonly entryId: string;
  /** The only columns that may leave. */
  readonly columns: readonly string[];
  /** What the caller itself filters by, equality each. */
  readonly filters: readonly { readonly column: string; readonly value: string }[];
  /** The only rows that may leave. */
  readonly rowFilter: readonly RowCondition[];
  readonly limit: number | null;
  readonly offset: number;
}

export interface FoundRows {
  readonly entryName: string;
  readonly version: number;
  readonly columns: readonly Column[];
  readonly query: SqlQuery;
}

@Injectable()
export class ReadRows {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly streams: StreamDatabase,
    private readonly dataSets: DataSetStore,
    private readonly tables: VersionTableStore,
    private readonly marks: RowMarks,
  ) {}

  /** Settles what will be read: rows of the version that is current now, whatever is uploaded meanwhile. */
  async find(ctx: RequestContext, { entryId, columns, filters, rowFilter, limit, offset }: RowsAsked): Promise<FoundRows> {
    return this.unitOfWork.read(ctx, async (tx) => {
      const current = await this.dataSets.currentVersionNamed(tx, entryId);
      if (current === undefined) throw new Problem(exchangeProblems.noVersion);
      const { entryName, version } = current;
      const placeOf = (name: string, pointer: string): number => {
        const place = version.columns.findIndex(({ column }) => column === name);
        if (place < 0) throw new Problem(exchangeProblems.unknownColumn, { errors: [{ pointer, code: 'unknown-column', detail: `the current version has no column ${name}` }] });
        return place;
      };
      const places = columns.map((column) => placeOf(column, '/columns'));
      const query = this.tables.select(version.id, {
        places,
        filters: filters.map(({ column, value }) => ({ place: placeOf(column, `/where.${column}`), value })),
        conditions: rowFilter.map((condition) => {
          const place = placeOf(condition.column, '/rowFilter');
          return { place, type: version.columns[place]?.type ?? '', condition };
        }),
        limit,
        offset,
        ...(filters.length + rowFilter.length === 0 ? { mark: await this.marks.before(tx, version.id, offset) } : {}),
      });
      return { entryName, version: version.version, columns: places.flatMap((place) => version.columns[place] ?? []), query };
    });
  }

  async stream(found: FoundRows, leaving: AbortSignal, read: (rows: OutgoingRows) => Promise<void>): Promise<void> {
    await this.streams.rows(found.query, batchFor(found.columns.length), leaving, read, found.columns.length);
  }
}
