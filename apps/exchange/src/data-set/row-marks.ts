import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import { tableOf } from './table-names.js';

/** From a block of a version's table on, so many rows have gone before. */
export interface RowMark {
  readonly block: number;
  readonly before: number;
}

const START: RowMark = { block: 0, before: 0 };
const BLOCKS_APART = 512;
/** Up to here rows are sooner skipped than marks made. */
const NEAR_ROWS = 10_000;
const MOST_VERSIONS = 64;

/** Where in a version's table its rows are to be found by their number. Rows never move, so that one count of them serves whoever leafs through the version, and a version nobody leafs through costs nothing. */
@Injectable()
export class RowMarks {
  private readonly kept = new Map<string, readonly RowMark[]>();

  /** The last mark before row `offset` (counted from 0). */
  async before(tx: Transaction, id: string, offset: number): Promise<RowMark> {
    if (offset < NEAR_ROWS) return START;
    const marks = this.kept.get(id) ?? (await this.make(tx, id));
    let [low, high] = [0, marks.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((marks[middle]?.before ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return marks[low - 1] ?? START;
  }

  private async make(tx: Transaction, id: string): Promise<readonly RowMark[]> {
    const table = tableOf(id);
    if (await this.isView(tx, table)) return this.keep(id, []);
    const counts = await tx.query<{ block: string; rows: string }>(
      `SELECT block, (SELECT count(*) FROM ${table} WHERE ctid >= format('(%s,0)', block)::tid AND ctid < format('(%s,0)', block + $1::bigint)::tid) AS rows
       FROM generate_series(0, pg_relation_size('${table}') / current_setting('block_size')::bigint, $1::bigint) AS block ORDER BY block`,
      [BLOCKS_APART],
    );
    let before = 0;
    const marks = counts.map(({ block, rows }) => {
      const mark = { block: Number(block), before };
      before += Number(rows);
      return mark;
    });
    return this.keep(id, marks);
  }

  /** A version of several pieces has no blocks of its own: its rows are skipped. */
  private async isView(tx: Transaction, table: string): Promise<boolean> {
    return (await tx.query(`SELECT 1 FROM pg_class WHERE oid = $1::regclass AND relkind = 'v'`, [table])).length > 0;
  }

  private keep(id: string, marks: readonly RowMark[]): readonly RowMark[] {
    const [eldest] = this.kept.keys();
    if (eldest !== undefined && this.kept.size >= MOST_VERSIONS) this.kept.delete(eldest);
    this.kept.set(id, marks);
    return marks;
  }
}
