import { isUtf8 } from 'node:buffer';

/** What a field's bytes have that a plain value has not. */
export const QUOTED = 1;
/** Holds a comma, a quote or a line end: has to stand in quotes. */
export const NEEDS_QUOTES = 2;
export const HAS_QUOTES = 4;
export const CONTROL = 8;

const MOST_FIELDS = 4_096;
const ROOM = 256 * 1024;
const MOST_ROW_BYTES = 1024 * 1024;
const [TAB, LF, CR, QUOTE, COMMA] = [9, 10, 13, 34, 44];
const [PLAIN, SEPARATOR, QUOTATION, LINE_FEED, RETURN, FORBIDDEN] = [0, 1, 2, 3, 4, 5];

const KIND = new Uint8Array(256);
for (let byte = 0; byte < 32; byte += 1) KIND[byte] = byte === TAB ? PLAIN : FORBIDDEN;
KIND[127] = FORBIDDEN;
KIND[COMMA] = SEPARATOR;
KIND[QUOTE] = QUOTATION;
KIND[LF] = LINE_FEED;
KIND[CR] = RETURN;

/** The file is no CSV from here on: where rows begin cannot be told any more. */
export class CsvFault extends Error {}

/**
 * Finds rows and fields of a CSV file (RFC 4180; LF or CRLF, also mixed) in the bytes as they arrive, without making texts of them. What a row is made of stands in this object until the next
 * is read, because an object for each field would cost more than everything else.
 */
export class CsvReader {
  bytes: Buffer = Buffer.alloc(0);
  /** Fields of the row; more than fit are counted, not kept. */
  count = 0;
  /** Where each field's value begins and ends, its quotes left out. */
  readonly starts = new Int32Array(MOST_FIELDS);
  readonly ends = new Int32Array(MOST_FIELDS);
  readonly flags = new Uint8Array(MOST_FIELDS);
  rowStart = 0;
  /** After the line end. */
  rowEnd = 0;
  /** The row is written as this platform writes it: LF, quotes only where they must be. */
  canonical = true;
  /** All rows of these bytes are UTF-8. */
  utf8 = true;
  private last = false;
  private room = Buffer.allocUnsafe(ROOM);

  /** Adds what has arrived, `null` at the end of the file. Rows are to be read until there is none before the next bytes are added. @throws CsvFault for a row without an end */
  push(chunk: Buffer | null): void {
    const rest = this.bytes.subarray(this.rowEnd);
    if (rest.length > MOST_ROW_BYTES) throw new CsvFault('a row of more than a mebibyte');
    if (chunk !== null) this.bytes = this.joined(rest, chunk);
    else this.bytes = rest;
    this.last = chunk === null;
    this.rowStart = 0;
    this.rowEnd = 0;
    // A line feed is never part of a longer character.
    this.utf8 = isUtf8(this.last ? this.bytes : this.bytes.subarray(0, this.bytes.lastIndexOf(LF) + 1));
  }

  /** Always in the same place, because a new buffer for every chunk costs more than to copy it. */
  private joined(rest: Buffer, chunk: Buffer): Buffer {
    const length = rest.length + chunk.length;
    if (length <= this.room.length) this.room.set(rest);
    else {
      const wider = Buffer.allocUnsafe(length * 2);
      wider.set(rest);
      this.room = wider;
    }
    this.room.set(chunk, rest.length);
    return this.room.subarray(0, length);
  }

  /** Reads the next row; false when it is not whole yet. @throws CsvFault */
  next(): boolean {
    const { bytes } = this;
    const end = bytes.length;
    let at = this.rowEnd;
    if (at >= end) return false;
    this.rowStart = at;
    this.canonical = true;
    let field = 0;
    for (;;) {
      let start = at;
      let stop: number;
      let flags = 0;
      if (at < end && bytes[at] === QUOTE) {
        start += 1;
        flags = QUOTED;
        at += 1;
        for (;;) {
          let kind = PLAIN;
          while (at < end && (kind = KIND[bytes[at] ?? 0] ?? 0) <= SEPARATOR) {
            if (kind === SEPARATOR) flags |= NEEDS_QUOTES;
            at += 1;
          }
          if (at >= end) return this.unfinished('a quote is not closed');
          if (kind === QUOTATION) {
            if (bytes[at + 1] !== QUOTE) break;
            if (at + 1 >= end) return this.unfinished('a quote is not closed');
            flags |= NEEDS_QUOTES | HAS_QUOTES;
            at += 1;
          } else flags |= kind === FORBIDDEN ? CONTROL : NEEDS_QUOTES;
          at += 1;
        }
        stop = at;
        at += 1;
        if ((flags & NEEDS_QUOTES) === 0) this.canonical = false;
      } else {
        for (;;) {
          let kind = PLAIN;
          while (at < end && (kind = KIND[bytes[at] ?? 0] ?? 0) === PLAIN) at += 1;
          if (at >= end || kind === SEPARATOR || kind === LINE_FEED) break;
          if (kind === RETURN) {
            if (bytes[at + 1] === LF) break;
            if (at + 1 >= end && !this.last) return false;
            flags |= NEEDS_QUOTES;
            this.canonical = false;
          } else if (kind === FORBIDDEN) flags |= CONTROL;
          else throw new CsvFault('a quote within a value that does not begin with one');
          at += 1;
        }
        stop = at;
      }
      if (field < MOST_FIELDS) {
        this.starts[field] = start;
        this.ends[field] = stop;
        this.flags[field] = flags;
      }
      field += 1;
      if (at >= end) return this.last ? this.row(field, at, false) : false;
      const byte = bytes[at];
      at += 1;
      if (byte === COMMA) continue;
      if (byte === LF) return this.row(field, at, true);
      if (byte === CR && bytes[at] === LF) return this.row(field, at + 1, false);
      if (byte === CR && at >= end && !this.last) return false;
      throw new CsvFault('something follows a closing quote');
    }
  }

  private row(fields: number, end: number, canonical: boolean): boolean {
    this.count = fields;
    this.rowEnd = end;
    // A lone empty value is written in quotes: many readers skip an empty line.
    if (fields === 1 && this.starts[0] === this.ends[0]) this.canonical = canonical && this.flags[0] === QUOTED;
    else if (!canonical) this.canonical = false;
    return true;
  }

  private unfinished(fault: string): false {
    if (this.last) throw new CsvFault(fault);
    return false;
  }

  /** A field's value as a text. */
  text(field: number): string {
    const text = this.bytes.toString('utf8', this.starts[field], this.ends[field]);
    return ((this.flags[field] ?? 0) & HAS_QUOTES) === 0 ? text : text.replaceAll('""', '"');
  }

  isUtf8(field: number): boolean {
    return this.utf8 || isUtf8(this.bytes.subarray(this.starts[field], this.ends[field]));
  }
}
