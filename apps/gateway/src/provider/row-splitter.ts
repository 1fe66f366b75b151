import { isUtf8 } from 'node:buffer';
import { UpstreamFailure } from '@gongshu/service-kit';

const MOST_ROW_BYTES = 1024 * 1024;
const MOST_DEPTH = 64;
const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_ROW, CLOSE_ROW] = [0x22, 0x5c, 0x2c, 0x5b, 0x5d, 0x7b, 0x7d];

/** Some begin their answers with the mark of UTF-8, which readers may pass over (RFC 8259, 8.1). */
const MARK: readonly number[] = [0xef, 0xbb, 0xbf];

type Place = 'before' | 'first' | 'row' | 'after' | 'next' | 'over';

function malformed(why: string): UpstreamFailure {
  return new UpstreamFailure('malformed', why);
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/**
 * Finds the rows in the bytes of a JSON array of objects, as they arrive, and hands on the bytes of each. Holds no more than one row. What is between the rows is checked here; the row itself is
 * for its reader to parse: brackets that do not match are told by that.
 */
export class RowSplitter {
  private place: Place = 'before';
  /** The part of the row that came with former chunks. */
  private held: Buffer[] = [];
  private heldBytes = 0;
  private depth = 0;
  private inText = false;
  private marked = 0;
  private escaped = false;

  /** @param onRow gets bytes that are valid only during the call; false: no more rows are wanted */
  constructor(private readonly onRow: (row: Buffer) => boolean) {}

  /** False when no more rows are wanted. @throws UpstreamFailure `malformed` */
  feed(chunk: Buffer): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.place !== 'row') {
        const byte = chunk[at] ?? 0;
        if (isSpace(byte)) at += 1;
        else if (this.between(byte)) at += 1;
        continue;
      }
      const end = this.endOfRow(chunk, at);
      if (end === -1) {
        this.hold(chunk.subarray(at));
        return true;
      }
      const row = this.heldBytes === 0 ? chunk.subarray(at, end) : Buffer.concat([...this.held, chunk.subarray(at, end)]);
      this.held = [];
      this.heldBytes = 0;
      if (row.length > MOST_ROW_BYTES) throw malformed('a row is too long');
      this.place = 'after';
      at = end;
      if (!isUtf8(row)) throw malformed('a row is not UTF-8');
      if (!this.onRow(row)) return false;
    }
    return true;
  }

  /** @throws UpstreamFailure `malformed` when the array is not whole */
  finish(): void {
    if (this.place !== 'over') throw malformed('the array of rows is not whole');
  }

  /** Whether the byte is used up: that which begins a row is the row's own. */
  private between(byte: number): boolean {
    const begins = (this.place === 'first' || this.place === 'next') && byte === OPEN_ROW;
    if (begins) {
      this.place = 'row';
      return false;
    }
    if (this.place === 'before' && byte === OPEN_LIST) this.place = 'first';
    else if (this.place === 'before' && byte === MARK[this.marked]) this.marked += 1;
    else if (this.place === 'after' && byte === COMMA) this.place = 'next';
    else if ((this.place === 'after' || this.place === 'first') && byte === CLOSE_LIST) this.place = 'over';
    else throw malformed('the interface did not answer an array of rows');
    return true;
  }

  private hold(part: Buffer): void {
    this.heldBytes += part.length;
    if (this.heldBytes > MOST_ROW_BYTES) throw malformed('a row is too long');
    this.held.push(Buffer.from(part));
  }

  /** Where the row that is open ends; -1 when not within the chunk. */
  private endOfRow(chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length) {
      if (this.inText) at = this.endOfText(chunk, at);
      else {
        const byte = chunk[at];
        at += 1;
        if (byte === QUOTE) this.inText = true;
        else if (byte === OPEN_ROW || byte === OPEN_LIST) {
          this.depth += 1;
          if (this.depth > MOST_DEPTH) throw malformed('a row is nested too deep');
        } else if (byte === CLOSE_ROW || byte === CLOSE_LIST) {
          this.depth -= 1;
          if (this.depth === 0) return at;
        }
      }
    }
    return -1;
  }

  private endOfText(chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length) {
      const byte = chunk[at];
      at += 1;
      if (this.escaped) this.escaped = false;
      else if (byte === BACKSLASH) this.escaped = true;
      else if (byte === QUOTE) {
        this.inText = false;
        return at;
      }
    }
    return at;
  }
}
