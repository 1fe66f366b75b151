import { createHash } from 'node:crypto';
import { NEEDS_QUOTES, type CsvReader } from './csv-reader.js';
import { csvLine } from './row-forms.js';

const ROOM = 64 * 1024;
const [QUOTE, COMMA, LF] = [34, 44, 10];

/**
 * SHA-256 of rows in their canonical CSV form (the entry's order of columns, LF, quotes only where they must be), however the file writes them: so an upload, a correction and a download of
 * all columns have one digest. A file that is written so is hashed as it is.
 */
export class CanonicalDigest {
  private readonly hash = createHash('sha256');
  private readonly inOrder: boolean;
  private readonly line = { buffer: Buffer.allocUnsafe(ROOM), used: 0 };
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
    if (this.inOrder && reader.canonical) {
      if (reader.rowStart !== this.spanEnd) {
        this.passOn(reader);
        this.spanStart = reader.rowStart;
      }
      this.spanEnd = reader.rowEnd;
      return;
    }
    this.takeSpan(reader);
    this.rewrite(reader);
  }

  /** Has to be called before the reader takes new bytes. */
  passOn(reader: CsvReader): void {
    this.takeSpan(reader);
    this.flush();
  }

  hex(): string {
    return this.hash.digest('hex');
  }

  private takeSpan({ bytes }: CsvReader): void {
    if (this.spanEnd > this.spanStart) this.hash.update(bytes.subarray(this.spanStart, this.spanEnd));
    this.spanStart = 0;
    this.spanEnd = 0;
  }

  private flush(): void {
    const { line } = this;
    if (line.used > 0) this.hash.update(line.buffer.subarray(0, line.used));
    line.used = 0;
  }

  private rewrite({ bytes, starts, ends, flags, rowStart, rowEnd }: CsvReader): void {
    const { line, places } = this;
    const needed = rowEnd - rowStart + 2 * places.length + 2;
    if (line.used + needed > line.buffer.length) {
      this.flush();
      if (needed > line.buffer.length) line.buffer = Buffer.allocUnsafe(needed);
    }
    const { buffer } = line;
    let at = line.used;
    for (let index = 0; index < places.length; index += 1) {
      const place = places[index] ?? 0;
      const [start, end] = [starts[place] ?? 0, ends[place] ?? 0];
      const quotes = ((flags[place] ?? 0) & NEEDS_QUOTES) !== 0 || (places.length === 1 && start === end);
      if (index > 0) buffer[at++] = COMMA;
      if (quotes) buffer[at++] = QUOTE;
      for (let from = start; from < end; from += 1) buffer[at++] = bytes[from] ?? 0;
      if (quotes) buffer[at++] = QUOTE;
    }
    buffer[at++] = LF;
    line.used = at;
  }
}
