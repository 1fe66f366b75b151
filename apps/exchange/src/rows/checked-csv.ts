import { exchangeProblems, Problem } from '@gongshu/contracts';
import { CanonicalRows } from './canonical-rows.js';
import { CONTROL, CsvFault, CsvReader, HAS_QUOTES } from './csv-reader.js';
import { quickCheck, type QuickCheck } from './quick-check.js';
import { demandFault, type DemandedColumn } from './record-demands.js';
import { InvalidRows, RowFaults, type FaultyRows, type RowReport } from './row-faults.js';
import { valueFault, type ValueFault } from './value-fault.js';

const MOST_HEADER_FAULTS = 20;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Reads one CSV file that must have exactly the given columns, in any order, and turns it into rows for COPY while it passes; every value is checked, as bytes where bytes are enough. */
export class CheckedCsv {
  /** Rows let through. */
  rows = 0;
  private readonly faults = new RowFaults();
  private readonly reader = new CsvReader();
  private readonly checks: readonly QuickCheck[];
  private read = 0;
  /** For each column, where the file has it; null until the header is read. */
  private places: readonly number[] | null = null;
  private canonical: CanonicalRows | null = null;
  private sha256: string | null = null;

  constructor(
    private readonly columns: readonly DemandedColumn[],
    private readonly faulty: FaultyRows = 'refuse',
  ) {
    this.checks = columns.map(quickCheck);
  }

  get report(): RowReport {
    return this.faults.report(this.read);
  }

  /** SHA-256 of the rows let through in their canonical form, hex; once all are. */
  get digest(): string {
    if (this.sha256 === null) throw new Error('the file has not been read to its end');
    return this.sha256;
  }

  /**
   * The rows in the canonical CSV form, without a header: the columns in the entry's order. No value is a lone \x01, and none is absent.
   *
   * @throws Problem `header-mismatch` at once, InvalidRows after all rows, or where the file stops being CSV
   */
  async *canonicalRows(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    try {
      let head: Buffer | null = Buffer.alloc(0);
      for await (const chunk of chunks) {
        if (head !== null) {
          head = Buffer.concat([head, chunk]);
          if (head.length < BYTE_ORDER_MARK.length) continue;
        }
        yield* this.take(head === null ? chunk : withoutMark(head));
        head = null;
      }
      if (head !== null) yield* this.take(withoutMark(head));
      yield* this.take(null);
    } catch (error) {
      throw error instanceof CsvFault ? this.problemOf(error) : error;
    }
    if (this.places === null) this.readHeader([]);
    if (this.faults.any && this.faulty === 'refuse') throw new InvalidRows(this.report);
    if (this.canonical === null) return;
    const { rest, digest } = this.canonical.end();
    this.sha256 = digest;
    yield* rest;
  }

  private *take(chunk: Buffer | null): Generator<Buffer> {
    const { reader } = this;
    reader.push(chunk);
    while (reader.next()) {
      if (this.places === null) {
        this.places = this.readHeader(Array.from({ length: Math.min(reader.count, reader.starts.length) }, (_unused, field) => reader.text(field)));
        this.canonical = new CanonicalRows(this.columns.map(({ column }) => column), this.places);
        continue;
      }
      this.read += 1;
      if (!this.fits(this.places) || (this.faults.any && this.faulty === 'refuse')) continue;
      this.rows += 1;
      this.canonical?.add(reader);
    }
    if (this.canonical !== null) yield* this.canonical.passOn(reader);
  }

  /** Whether the row may pass; what is wrong with it is noted. */
  private fits(places: readonly number[]): boolean {
    const { reader, columns, checks } = this;
    if (reader.count !== places.length) {
      this.faults.add(this.read, null, { code: 'column-count', detail: `${String(places.length)} columns are expected, not ${String(reader.count)}` });
      return false;
    }
    let fit = true;
    for (let index = 0; index < places.length; index += 1) {
      const field = places[index] ?? 0;
      const plain = reader.utf8 && ((reader.flags[field] ?? 0) & (HAS_QUOTES | CONTROL)) === 0;
      if (plain && checks[index]?.(reader.bytes, reader.starts[field] ?? 0, reader.ends[field] ?? 0) === true) continue;
      const column = columns[index];
      const fault = column === undefined ? null : this.faultOf(column, field);
      if (fault === null) continue;
      this.faults.add(this.read, column?.column ?? null, fault);
      fit = false;
    }
    return fit;
  }

  private faultOf({ type, demand }: DemandedColumn, field: number): ValueFault | null {
    if (!this.reader.isUtf8(field)) return { code: 'utf-8', detail: 'the bytes are no text of the character set: UTF-8, unless the content type states another' };
    const value = this.reader.text(field);
    return valueFault(type, value) ?? demandFault(demand, value);
  }

  /** What is no CSV is a fault of the file like any other, but the last that can be found. */
  private problemOf({ message }: CsvFault): Problem {
    const fault = { code: 'csv', detail: message };
    if (this.places === null) return new Problem(exchangeProblems.headerMismatch, { errors: [{ pointer: '/header', ...fault }] });
    this.faults.add(this.read + 1, null, fault);
    return new InvalidRows(this.report);
  }

  private readHeader(names: readonly string[]): number[] {
    const wanted = this.columns.map(({ column }) => column);
    const faults = [
      ...wanted.filter((column) => !names.includes(column)).map((column) => ({ column, code: 'missing', detail: 'the entry has this data item, the file has not' })),
      ...names.filter((name) => !wanted.includes(name)).map((column) => ({ column, code: 'unknown', detail: 'the entry has no such data item' })),
      ...wanted.filter((column) => names.indexOf(column) !== names.lastIndexOf(column)).map((column) => ({ column, code: 'duplicate', detail: 'the column is there twice' })),
    ];
    if (faults.length > 0) {
      throw new Problem(exchangeProblems.headerMismatch, {
        errors: faults.slice(0, MOST_HEADER_FAULTS).map(({ column, code, detail }) => ({ pointer: `/header/${column.slice(0, 63).replaceAll('~', '~0').replaceAll('/', '~1')}`, code, detail })),
      });
    }
    return wanted.map((column) => names.indexOf(column));
  }
}

function withoutMark(head: Buffer): Buffer {
  return head.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? head.subarray(BYTE_ORDER_MARK.length) : head;
}
