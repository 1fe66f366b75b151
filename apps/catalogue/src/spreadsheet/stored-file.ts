import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';

/** Reads bytes `from` to `to` (exclusive) of a file, a piece at a time. */
export type ReadPieces = (from: number, to: number) => AsyncIterable<Buffer>;

/** The file's bytes could not be had: nothing is said about what they are. */
export class FileAway extends Error {
  constructor(cause: unknown) {
    super('the stored file could not be read', { cause });
  }
}

/** A file that lies in the database in parts: read from its beginning, or anywhere, as a zip archive is. */
export class StoredFile extends RandomAccessReader {
  constructor(
    readonly size: number,
    private readonly source: ReadPieces,
  ) {
    super();
  }

  /** The whole file. */
  bytes(): AsyncIterable<Buffer> {
    return this.pieces(0, this.size);
  }

  /** The first bytes, at most `most`. */
  async head(most: number): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.pieces(0, Math.min(most, this.size))) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  private async *pieces(from: number, to: number): AsyncGenerator<Buffer> {
    try {
      yield* this.source(from, to);
    } catch (error) {
      throw new FileAway(error);
    }
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.pieces(start, end), { objectMode: false });
  }
}
