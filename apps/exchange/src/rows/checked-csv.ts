import { isUtf8 } from 'node:buffer';
import { CsvError, parse, type Parser } from 'csv-parse';
import { exchangeProblems, Problem, type FieldFault } from '@gongshu/contracts';
import { demandFault, type DemandedColumn } from './record-demands.js';
import { valueFault } from './value-fault.js';

const MOST_FAULTS = 20;
const MOST_ROW_BYTES = 1024 * 1024;
const CHUNK_LENGTH = 64 * 1024;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A row in the text format of PostgreSQL's COPY. */
function copyLine(number: number, values: readonly string[]): string {
  return `${String(number)}\t${values.map((value) => value.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? '')).join('\t')}\n`;
}

/** Reads one CSV file that must have exactly the given columns, in any order, and turns it into lines for COPY while it passes; every value is checked. */
export class CheckedCsv {
  rows = 0;
  private readonly faults: FieldFault[] = [];
  /** For each column, where the file has it; null until the header is read. */
  private places: readonly number[] | null = null;

  constructor(private readonly columns: readonly DemandedColumn[]) {}

  /** Splits bytes into fields. Fields stay bytes, so that those which are no UTF-8 can be named. */
  parser(): Parser {
    return parse({ encoding: null, relax_column_count: true, record_delimiter: ['\r\n', '\n'], max_record_size: MOST_ROW_BYTES });
  }

  /** The file without a byte order mark: the parser would take one off too, but give texts instead of bytes from then on. */
  async *withoutMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let head: Buffer | null = Buffer.alloc(0);
    for await (const chunk of chunks) {
      if (head === null) {
        yield chunk;
        continue;
      }
      head = Buffer.concat([head, chunk]);
      if (head.length < BYTE_ORDER_MARK.length) continue;
      yield head.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? head.subarray(BYTE_ORDER_MARK.length) : head;
      head = null;
    }
    if (head !== null) yield head;
  }

  /** @throws Problem `header-mismatch` at once, `invalid-rows` after all rows or the twentieth fault */
  async *copyText(records: AsyncIterable<Buffer[]>): AsyncGenerator<Buffer> {
    let text = '';
    for await (const record of records) {
      if (this.places === null) {
        this.places = this.readHeader(record);
        continue;
      }
      this.rows += 1;
      const values = this.readRow(record, this.places);
      if (values === null) continue;
      text += copyLine(this.rows, values);
      if (text.length < CHUNK_LENGTH) continue;
      yield Buffer.from(text);
      text = '';
    }
    if (this.places === null) this.readHeader([]);
    if (this.faults.length > 0) throw this.invalidRows();
    if (text !== '') yield Buffer.from(text);
  }

  /** What the parser refuses is a fault of the file like any other. */
  problemOf(error: unknown): unknown {
    if (!(error instanceof CsvError)) return error;
    const fault = { code: 'csv', detail: error.message.slice(0, 200) };
    if (this.places === null) return new Problem(exchangeProblems.headerMismatch, { errors: [{ pointer: '/header', ...fault }] });
    this.faults.push({ pointer: `/rows/${String(this.rows + 1)}`, ...fault });
    return this.invalidRows();
  }

  private readHeader(record: readonly Buffer[]): number[] {
    const names = record.map((name) => name.toString('utf8'));
    const wanted = this.columns.map(({ column }) => column);
    const faults = [
      ...wanted.filter((column) => !names.includes(column)).map((column) => ({ column, code: 'missing', detail: 'the entry has this data item, the file has not' })),
      ...names.filter((name) => !wanted.includes(name)).map((column) => ({ column, code: 'unknown', detail: 'the entry has no such data item' })),
      ...wanted.filter((column) => names.indexOf(column) !== names.lastIndexOf(column)).map((column) => ({ column, code: 'duplicate', detail: 'the column is there twice' })),
    ];
    if (faults.length > 0) {
      throw new Problem(exchangeProblems.headerMismatch, {
        errors: faults.slice(0, MOST_FAULTS).map(({ column, code, detail }) => ({ pointer: `/header/${column.slice(0, 63).replaceAll('~', '~0').replaceAll('/', '~1')}`, code, detail })),
      });
    }
    return wanted.map((column) => names.indexOf(column));
  }

  private readRow(record: readonly Buffer[], places: readonly number[]): string[] | null {
    if (record.length !== places.length) {
      this.addFault('', { code: 'column-count', detail: `${String(places.length)} columns are expected, not ${String(record.length)}` });
      return null;
    }
    return this.columns.map(({ column, type, demand }, index) => {
      const bytes = record[places[index] ?? 0] ?? Buffer.alloc(0);
      const value = bytes.toString('utf8');
      const fault = isUtf8(bytes) ? (valueFault(type, value) ?? demandFault(demand, value)) : { code: 'utf-8', detail: 'the bytes are not UTF-8' };
      if (fault !== null) this.addFault(`/${column}`, fault);
      return value;
    });
  }

  private addFault(column: string, fault: { code: string; detail: string }): void {
    this.faults.push({ pointer: `/rows/${String(this.rows)}${column}`, ...fault });
    if (this.faults.length >= MOST_FAULTS) throw this.invalidRows();
  }

  private invalidRows(): Problem {
    return new Problem(exchangeProblems.invalidRows, { errors: this.faults.slice(0, MOST_FAULTS) });
  }
}
