import { createHash } from 'node:crypto';
import { NEEDS_QUOTES, type CsvReader } from './csv-reader.js';
import { csvLine } from './row-forms.js';

const ROOM = 256 * 1024;
const [QUOTE, COMMA, LF] = [34, 44, 10];

/**
 * Rows in their canonical CSV form (the entry's order of columns, LF, quotes only where they must be) with its SHA-256, however the file writes them: so an upload, a correction and a download of
 * all columns have one digest, and what is digested is what PostgreSQL gets. Rows that are written so already are passed on as they stand, as many at once as there are.
 */
export class CanonicalRows {
  private readonly hash = createHash('sha256');
  private readonly inOrder: boolean;
  private room = Buffer.allocUnsafe(ROOM);
  private used = 0;
  private full: Buffer[] = [];
  private spanStart = 0;
  private spanEnd = 0;

  /** @param places for each column, where the file has it */
  constructor(
    columns: readonly string[],
    private readonly places: readonly number[],
  ) {
    this.hash.update(csvLine(columns));
    this.inOrder = places.every((place, index) => place === index);
  }

  /** Takes the reader's row in. */
  add(reader: CsvReader): void {
    if (!this.inOrder || !reader.canonical) {
      this.takeSpan(reader);
      this.rewrite(reader);
      return;
    }
    if (reader.rowStart !== this.spanEnd) {
      this.takeSpan(reader);
      this.spanStart = reader.rowStart;
    }
    this.spanEnd = reader.rowEnd;
  }

  /** What has filled up, without the header. Has to be called before the reader takes new bytes. */
  passOn(reader: CsvReader): Buffer[] {
    this.takeSpan(reader);
    const { full } = this;
    this.full = [];
    return full;
  }

  /** The rest, and the digest of all, hex. */
  end(): { rest: Buffer[]; digest: string } {
    this.flush();
    return { rest: this.full, digest: this.hash.digest('hex') };
  }

  private takeSpan({ bytes }: CsvReader): void {
    for (let from = this.spanStart; from < this.spanEnd; ) {
      const copied = bytes.copy(this.room, this.used, from, this.spanEnd);
      from += copied;
      this.used += copied;
      if (this.used === this.room.length) this.flush();
    }
    this.spanStart = 0;
    this.spanEnd = 0;
  }

  private flush(least = ROOM): void {
    if (this.used > 0) {
      const filled = this.room.subarray(0, this.used);
      this.hash.update(filled);
      this.full.push(filled);
    }
    this.room = Buffer.allocUnsafe(Math.max(ROOM, least));
    this.used = 0;
  }

  private rewrite({ bytes, starts, ends, flags, rowStart, rowEnd }: CsvReader): void {
    const { places } = this;
    const most = rowEnd - rowStart + 2 * places.length + 2;
    if (this.used + most > this.room.length) this.flush(most);
    const { room } = this;
    let at = this.used;
    for (let index = 0; index < places.length; index += 1) {
      const place = places[index] ?? 0;
      const [start, end] = [starts[place] ?? 0, ends[place] ?? 0];
      const quotes = ((flags[place] ?? 0) & NEEDS_QUOTES) !== 0 || (places.length === 1 && start === end);
      if (index > 0) room[at++] = COMMA;
      if (quotes) room[at++] = QUOTE;
      for (let from = start; from < end; from += 1) room[at++] = bytes[from] ?? 0;
      if (quotes) room[at++] = QUOTE;
    }
    room[at++] = LF;
    this.used = at;
  }
}
