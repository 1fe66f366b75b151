import type { FaultCode } from './import-fault.js';

/** A cell that holds something. Columns and rows are counted from 1, as a person sees them. */
export interface Cell {
  readonly column: number;
  readonly value: string;
  /** Why the value may not be taken, however it looks. */
  readonly trouble: Extract<FaultCode, 'formula' | 'hyperlink' | 'error-value'> | null;
}

export interface TableRow {
  readonly row: number;
  readonly cells: readonly Cell[];
}

/** One sheet of a spreadsheet. A CSV file is one without a name. */
export interface Sheet {
  readonly name: string | null;
  /** Merged cells within the first rows. */
  readonly merged: readonly CellRange[];
  /** Rows that hold something, from the first on, in groups: as many at once as memory allows, however wide they are. @throws UnreadableSpreadsheet */
  rows(): AsyncGenerator<TableRow[]>;
}

export interface CellRange {
  readonly text: string;
  readonly firstColumn: number;
  readonly firstRow: number;
  readonly lastColumn: number;
  readonly lastRow: number;
}

/** More columns than any catalogue has; Excel takes 16,384. */
export const MOST_COLUMNS = 256;
/** Longer than any field of an entry: what is cut here is refused as too long all the same. */
export const LONGEST_VALUE = 4_001;
/** Rows, and characters, held at once. */
const MOST_GATHERED_ROWS = 256;
const MOST_GATHERED_LENGTH = 1_000_000;

/** Gathers rows into groups. */
export class RowGroup {
  private rows: TableRow[] = [];
  private length = 0;

  add(row: TableRow): void {
    this.rows.push(row);
    for (const { value } of row.cells) this.length += value.length;
  }

  get isFull(): boolean {
    return this.rows.length >= MOST_GATHERED_ROWS || this.length >= MOST_GATHERED_LENGTH;
  }

  /** What was gathered; the group is empty again. */
  take(): TableRow[] {
    const { rows } = this;
    this.rows = [];
    this.length = 0;
    return rows;
  }
}
