import { crc32 } from 'node:zlib';
import { fromRandomAccessReaderPromise, type Entry, type ZipFile } from 'yauzl';
import { fileFault, UnreadableSpreadsheet } from './import-fault.js';
import { FileAway, type StoredFile } from './stored-file.js';

const OLE_MAGIC = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);
const MOST_PARTS = 5_000;
/** Together, of the parts that are read. 100,000 rows of a catalogue take about 200 MB. */
const MOST_UNPACKED_BYTES = 2 * 1024 * 1024 * 1024;
/** The text of a sheet shrinks to a tenth or a thirtieth; a bomb to a thousandth. */
const MOST_RATIO = 250;
const RATIO_MATTERS_BYTES = 16 * 1024 * 1024;

/** The parts of a workbook's archive. What is unpacked is never more than the archive says, and what it says is bounded, together and in proportion. */
export class WorkbookZip {
  private unpacked = 0;
  private readonly counted = new Set<string>();

  private constructor(
    private readonly zip: ZipFile,
    private readonly parts: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws UnreadableSpreadsheet for what is no archive, is encrypted, or has too many parts */
  static async open(file: StoredFile): Promise<WorkbookZip> {
    // An encrypted workbook is no archive but an OLE container.
    if ((await file.head(4)).equals(OLE_MAGIC)) throw fileFault('encrypted');
    const parts = new Map<string, Entry>();
    try {
      const zip = await fromRandomAccessReaderPromise(file, file.size, { autoClose: false, validateEntrySizes: true });
      for await (const entry of zip.eachEntry()) {
        if (entry.isEncrypted()) throw fileFault('encrypted');
        if (parts.size >= MOST_PARTS) throw fileFault('too-large-inside', `${String(MOST_PARTS)} parts`);
        parts.set(entry.fileName.toLowerCase(), entry);
      }
      return new WorkbookZip(zip, parts);
    } catch (error) {
      if (error instanceof UnreadableSpreadsheet || error instanceof FileAway) throw error;
      throw fileFault('not-a-spreadsheet');
    }
  }

  has(name: string): boolean {
    return this.parts.has(name.toLowerCase());
  }

  /** A part's bytes, unpacked. @throws UnreadableSpreadsheet for a part that is not there or a bomb */
  async read(name: string): Promise<AsyncIterable<Buffer>> {
    const entry = this.parts.get(name.toLowerCase());
    if (entry === undefined || !entry.canDecodeFileData()) throw fileFault('not-a-spreadsheet');
    const { uncompressedSize, compressedSize } = entry;
    if (!this.counted.has(name)) this.unpacked += uncompressedSize;
    this.counted.add(name);
    const ratio = uncompressedSize / Math.max(1, compressedSize);
    if (this.unpacked > MOST_UNPACKED_BYTES) throw fileFault('too-large-inside', `${String(MOST_UNPACKED_BYTES / 1024 ** 3)} GB`);
    if (uncompressedSize > RATIO_MATTERS_BYTES && ratio > MOST_RATIO) throw fileFault('too-large-inside', `${String(MOST_RATIO)} : 1`);
    return whole(await this.zip.openReadStreamPromise(entry), entry.crc32);
  }
}

/** The same bytes, if they are those that were packed. */
async function* whole(bytes: AsyncIterable<Buffer>, wanted: number): AsyncGenerator<Buffer> {
  let sum = 0;
  for await (const chunk of bytes) {
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (sum !== wanted) throw fileFault('not-a-spreadsheet');
}
