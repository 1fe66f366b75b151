import { dayOfSerial, withoutEscapes } from './cell-values.js';
import { columnOf, fileFault } from './import-fault.js';
import type { SharedStrings } from './shared-strings.js';
import { LONGEST_VALUE, MOST_COLUMNS, RowGroup, type Cell, type CellRange, type TableRow } from './table.js';
import { xmlStream } from './xml-stream.js';

export interface CellReading {
  readonly strings: SharedStrings;
  readonly from1904: boolean;
  /** Numbers of the styles that show a date. */
  readonly dateStyles: ReadonlySet<number>;
  readonly hyperlinks: readonly CellRange[];
}

/** A cell whose text may still be a number of a shared one. */
interface RawCell extends Cell {
  readonly shared: number | null;
}

/** Rows of a worksheet that hold something, in groups. @throws UnreadableSpreadsheet for what is no worksheet */
export async function* sheetRows(part: AsyncIterable<Buffer>, reading: CellReading): AsyncGenerator<TableRow[]> {
  const group = new RowGroup();
  const gathering = new SheetGathering(reading, group);
  const stream = xmlStream(part, gathering);
  for (;;) {
    const { done } = await stream.next();
    if (group.isFull || done === true) {
      const rows = group.take();
      if (rows.length > 0) yield await withTexts(rows, reading.strings);
    }
    if (done === true) return;
  }
}

async function withTexts(rows: readonly TableRow[], strings: SharedStrings): Promise<TableRow[]> {
  const numbers = new Set(rows.flatMap(({ cells }) => (cells as readonly RawCell[]).flatMap(({ shared }) => shared ?? [])));
  const texts = numbers.size === 0 ? new Map<number, string>() : await strings.find(numbers);
  return rows
    .map(({ row, cells }) => ({
      row,
      cells: (cells as readonly RawCell[])
        .map(({ column, value, trouble, shared }) => ({ column, trouble, value: shared === null ? value : withoutEscapes(texts.get(shared) ?? '') }))
        .filter(({ value, trouble }) => value.trim() !== '' || trouble !== null),
    }))
    .filter(({ cells }) => cells.length > 0);
}

/** Gathers the cells of a worksheet from its tags. */
class SheetGathering {
  private row = 0;
  private cells: RawCell[] = [];
  private column = 0;
  private type = '';
  private style = 0;
  private value = '';
  private taking = false;
  private formula = false;
  private phonetic = false;

  constructor(
    private readonly reading: CellReading,
    private readonly group: RowGroup,
  ) {}

  readonly open = (name: string, attributes: Readonly<Record<string, string>>): void => {
    if (name === 'row') this.openRow(attributes['r']);
    else if (name === 'c') this.openCell(attributes);
    else if (name === 'f') this.formula = true;
    else if (name === 'rPh') this.phonetic = true;
    else if (name === 'v' || (name === 't' && !this.phonetic)) this.taking = true;
  };

  readonly close = (name: string): void => {
    if (name === 'row') this.closeRow();
    else if (name === 'c') this.closeCell();
    else if (name === 'rPh') this.phonetic = false;
    else if (name === 'v' || name === 't') this.taking = false;
  };

  readonly text = (piece: string): void => {
    if (this.taking && this.value.length < LONGEST_VALUE) this.value = (this.value + piece).slice(0, LONGEST_VALUE);
  };

  private openRow(number: string | undefined): void {
    const row = number === undefined ? this.row + 1 : Number(number);
    if (!(Number.isInteger(row) && row > this.row && row <= 1_048_576)) throw fileFault('not-a-spreadsheet');
    this.row = row;
    this.column = 0;
  }

  private openCell({ r, t = 'n', s = '0' }: Readonly<Record<string, string>>): void {
    const column = r === undefined ? this.column + 1 : columnOf(r);
    if (!(column > this.column)) throw fileFault('not-a-spreadsheet');
    this.column = column;
    this.type = t;
    this.style = Number(s);
    this.value = '';
    this.formula = false;
  }

  private closeCell(): void {
    const { column, row, value, type } = this;
    // One cell beyond the widest table is enough to refuse it.
    if (this.cells.length > MOST_COLUMNS) return;
    const linked = this.reading.hyperlinks.some(({ firstRow, lastRow, firstColumn, lastColumn }) => row >= firstRow && row <= lastRow && column >= firstColumn && column <= lastColumn);
    const trouble = this.formula ? 'formula' : type === 'e' ? 'error-value' : linked ? 'hyperlink' : null;
    if (value === '' && trouble === null) return;
    this.cells.push({ column, trouble, value: this.read(), shared: type === 's' ? Number(value) : null });
  }

  private read(): string {
    const { type, value, style, reading } = this;
    if (type === 'n' && reading.dateStyles.has(style)) return dayOfSerial(value, reading.from1904) ?? value;
    return type === 'str' || type === 'inlineStr' ? withoutEscapes(value) : value;
  }

  private closeRow(): void {
    if (this.cells.length === 0) return;
    this.group.add({ row: this.row, cells: this.cells });
    this.cells = [];
  }
}
