import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CountedBytes } from './counted-bytes.js';
import { FileMissing, isFileKey, type ByteRange, type FileKind, type FileStore, type StoredBytes } from './file-store.js';

const INCOMING = 'incoming';
const HALF_FILE_MILLISECONDS = 24 * 3_600_000;

/** Files in a folder of this machine, or of a volume that all replicas mount. */
export class DiskFileStore implements FileStore {
  private constructor(private readonly folder: string) {}

  /** @param now milliseconds since the epoch: what a killed process left half-written a day ago is cleared away */
  static async open(folder: string, now: number): Promise<DiskFileStore> {
    const incoming = join(folder, INCOMING);
    await mkdir(incoming, { recursive: true });
    for (const name of await readdir(incoming)) {
      const path = join(incoming, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }));
      if (now - mtimeMs > HALF_FILE_MILLISECONDS) await rm(path, { force: true });
    }
    return new DiskFileStore(folder);
  }

  async put(kind: FileKind, chunks: AsyncIterable<Uint8Array>): Promise<StoredBytes> {
    const id = randomUUID();
    const key = `${kind}/${id}`;
    const half = join(this.folder, INCOMING, id);
    const path = this.pathOf(key);
    const counted = new CountedBytes(chunks);
    try {
      await pipeline(counted.passing(), createWriteStream(half, { flags: 'wx', flush: true }));
      await mkdir(dirname(path), { recursive: true });
      await rename(half, path);
    } catch (error) {
      await rm(half, { force: true });
      throw error;
    }
    // The name itself must outlive a loss of power too.
    await syncFolder(dirname(path));
    return { key, bytes: counted.bytes, sha256: counted.sha256() };
  }

  async open(key: string, range?: ByteRange): Promise<Readable> {
    const file = await open(this.pathOf(key)).catch((error: unknown) => {
      throw isAbsent(error) ? new FileMissing(key) : error;
    });
    return file.createReadStream(range === undefined ? {} : { start: range.first, end: range.last });
  }

  async exists(key: string): Promise<boolean> {
    return access(this.pathOf(key)).then(() => true, (error: unknown) => {
      if (isAbsent(error)) return false;
      throw error;
    });
  }

  async delete(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  /** Folders of the second level keep each of them small. */
  private pathOf(key: string): string {
    const [kind = '', id = ''] = key.split('/');
    if (!isFileKey(key)) throw new FileMissing(key);
    return join(this.folder, kind, id.slice(0, 2), id);
  }
}

function isAbsent(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
