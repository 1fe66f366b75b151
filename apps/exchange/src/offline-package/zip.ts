import { crc32 } from 'node:zlib';

/** One file of a package. Its bytes are read twice: once for the checksum that stands before them, once to be written. */
export interface ZipMember {
  /** ASCII. */
  readonly name: string;
  readonly bytes: number;
  readonly open: () => Promise<AsyncIterable<Uint8Array>>;
}

interface Placed {
  readonly name: Buffer;
  readonly bytes: number;
  readonly checksum: number;
  readonly offset: number;
}

const MOST_32 = 0xffff_ffff;
const VERSION = 45;
/** 1980-01-01, the format's beginning: the same content always gives the same package. */
const DAY = 0x0021;

/** A ZIP archive (APPNOTE 6.3.10) of stored files, as a stream of any size: ZIP64 where sizes or places need it. */
export async function* zip(members: readonly ZipMember[]): AsyncGenerator<Uint8Array> {
  const placed: Placed[] = [];
  let offset = 0;
  for (const { name, bytes, open } of members) {
    const member: Placed = { name: Buffer.from(name, 'ascii'), bytes, checksum: await checksumOf(await open()), offset };
    placed.push(member);
    const head = localHead(member);
    yield head;
    for await (const chunk of await open()) yield chunk;
    offset += head.length + bytes;
  }
  const directory = Buffer.concat(placed.map(directoryEntry));
  yield directory;
  yield directoryEnd(placed.length, directory.length, offset);
}

async function checksumOf(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let checksum = 0;
  for await (const chunk of chunks) checksum = crc32(chunk, checksum);
  return checksum;
}

function whole(width: 2 | 4 | 8, value: number): Buffer {
  const bytes = Buffer.alloc(width);
  if (width === 8) bytes.writeBigUInt64LE(BigInt(value));
  else bytes.writeUIntLE(value, 0, width);
  return bytes;
}

function extra64(values: readonly number[]): Buffer {
  return values.length === 0 ? Buffer.alloc(0) : Buffer.concat([whole(2, 1), whole(2, 8 * values.length), ...values.map((value) => whole(8, value))]);
}

const clipped = (value: number): Buffer => whole(4, Math.min(value, MOST_32));
/** Version needed, flags, method "stored", time and day. */
const common = (): Buffer => Buffer.concat([whole(2, VERSION), whole(2, 0), whole(2, 0), whole(2, 0), whole(2, DAY)]);

function localHead({ name, bytes, checksum }: Placed): Buffer {
  const extra = extra64(bytes >= MOST_32 ? [bytes, bytes] : []);
  return Buffer.concat([whole(4, 0x04034b50), common(), whole(4, checksum), clipped(bytes), clipped(bytes), whole(2, name.length), whole(2, extra.length), name, extra]);
}

function directoryEntry({ name, bytes, checksum, offset }: Placed): Buffer {
  const extra = extra64([...(bytes >= MOST_32 ? [bytes, bytes] : []), ...(offset >= MOST_32 ? [offset] : [])]);
  return Buffer.concat([
    whole(4, 0x02014b50), whole(2, VERSION), common(), whole(4, checksum), clipped(bytes), clipped(bytes), whole(2, name.length), whole(2, extra.length),
    // No comment, first disk, no attributes.
    whole(2, 0), whole(2, 0), whole(2, 0), whole(4, 0), clipped(offset), name, extra,
  ]);
}

function directoryEnd(count: number, size: number, offset: number): Buffer {
  const end = Buffer.concat([whole(4, 0x06054b50), whole(2, 0), whole(2, 0), whole(2, count), whole(2, count), clipped(size), clipped(offset), whole(2, 0)]);
  if (offset < MOST_32) return end;
  const end64 = [whole(4, 0x06064b50), whole(8, 44), whole(2, VERSION), whole(2, VERSION), whole(4, 0), whole(4, 0), whole(8, count), whole(8, count), whole(8, size), whole(8, offset)];
  const locator = [whole(4, 0x07064b50), whole(4, 0), whole(8, offset + size), whole(4, 1)];
  return Buffer.concat([...end64, ...locator, end]);
}
