import type { Header } from './header.js';
import { isOfItem } from './guide-columns.js';
import type { Cell, TableRow } from './table.js';

/** More rows of one resource than any may have; the rest is only counted. */
const MOST_KEPT_ROWS = 302;

/** The rows of one resource: the first says what it is, each has a data item. */
export interface Resource {
  readonly rows: readonly TableRow[];
  /** Rows in all, kept or not. */
  readonly rowCount: number;
}

/**
 * Puts rows together that belong to one resource. A row goes on with the resource above when it has no cell of the resource's own, as in merged cells, or repeats all of them.
 */
export class ResourceGathering {
  private rows: TableRow[] = [];
  private rowCount = 0;
  private own: readonly Cell[] = [];

  constructor(private readonly header: Header) {}

  /** Answers the resource above when the row begins another. */
  add(row: TableRow): Resource | null {
    const own = row.cells.filter(({ column }) => {
      const known = this.header.places.get(column);
      return known !== undefined && !isOfItem(known);
    });
    const goesOn = this.rowCount > 0 && (own.length === 0 || isSame(own, this.own));
    const above = goesOn ? null : this.take();
    if (!goesOn) this.own = own;
    this.rowCount += 1;
    if (this.rows.length < MOST_KEPT_ROWS) this.rows.push(row);
    return above;
  }

  /** The resource gathered last, if any. */
  take(): Resource | null {
    if (this.rowCount === 0) return null;
    const { rows, rowCount } = this;
    this.rows = [];
    this.rowCount = 0;
    return { rows, rowCount };
  }
}

function isSame(one: readonly Cell[], other: readonly Cell[]): boolean {
  return one.length === other.length && one.every(({ column, value }, index) => column === other[index]?.column && value === other[index]?.value);
}
