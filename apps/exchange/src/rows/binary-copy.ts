const SIZE = 256 * 1024;
/** Longer values are copied by the engine, shorter ones faster by hand. */
const LONG = 64;

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TRAILER = Buffer.from([0xff, 0xff]);

/**
 * Rows of texts in the binary format of PostgreSQL's COPY, each with its number before it: the server need not look for separators in them, and no value can ever be read as syntax.
 *
 * @see https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.4
 */
export class BinaryCopy {
  private buffer = Buffer.allocUnsafe(SIZE);
  private used = SIGNATURE.copy(this.buffer);

  constructor(private readonly columns: number) {}

  /** Makes room for a row of at most so many bytes; answers what was full, if anything. */
  row(number: number, most: number): Buffer | null {
    const needed = most + 14 + this.columns * 4;
    let full: Buffer | null = null;
    if (this.used + needed > this.buffer.length) {
      full = this.take();
      this.buffer = Buffer.allocUnsafe(Math.max(SIZE, needed));
    }
    this.used = this.buffer.writeInt16BE(this.columns + 1, this.used);
    this.used = this.buffer.writeInt32BE(8, this.used);
    this.used = this.buffer.writeInt32BE(Math.floor(number / 2 ** 32), this.used);
    this.used = this.buffer.writeUInt32BE(number >>> 0, this.used);
    return full;
  }

  value(bytes: Buffer, start: number, end: number): void {
    const { buffer } = this;
    const length = end - start;
    let at = this.used;
    buffer[at] = length >>> 24;
    buffer[at + 1] = length >>> 16;
    buffer[at + 2] = length >>> 8;
    buffer[at + 3] = length;
    at += 4;
    if (length > LONG) bytes.copy(buffer, at, start, end);
    else for (let from = start, to = at; from < end; from += 1, to += 1) buffer[to] = bytes[from] ?? 0;
    this.used = at + length;
  }

  /** What is left, with the end of the data. */
  end(): Buffer {
    return Buffer.concat([this.take(), TRAILER]);
  }

  private take(): Buffer {
    const taken = this.buffer.subarray(0, this.used);
    this.used = 0;
    return taken;
  }
}
