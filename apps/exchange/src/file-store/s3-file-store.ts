import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type * as Sdk from '@aws-sdk/client-s3';
import type * as Storage from '@aws-sdk/lib-storage';
import { CountedBytes } from './counted-bytes.js';
import { FileMissing, isFileKey, type ByteRange, type FileKind, type FileStore, type StoredBytes } from './file-store.js';

export interface S3Place {
  readonly bucket: string;
  readonly region: string;
  /** Undefined: the region's own. */
  readonly endpoint: string | undefined;
}

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** At most 10,000 parts make a file: 16 MiB each admit 156 GiB, with two of them in memory. */
const PART_BYTES = 16 * 1024 * 1024;

/** Files in a bucket of an S3-compatible store. The client is large, so it is loaded only where it is configured. */
export class S3FileStore implements FileStore {
  private constructor(
    private readonly client: Sdk.S3Client,
    private readonly bucket: string,
    private readonly sdk: typeof Sdk,
    private readonly storage: typeof Storage,
  ) {}

  static async open({ bucket, region, endpoint }: S3Place, credentials: S3Credentials): Promise<S3FileStore> {
    const [sdk, storage] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/lib-storage')]);
    const client = new sdk.S3Client({
      region,
      credentials,
      // Stores other than Amazon's know neither the bucket as a host nor checksums in trailers.
      ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
    return new S3FileStore(client, bucket, sdk, storage);
  }

  async put(kind: FileKind, chunks: AsyncIterable<Uint8Array>): Promise<StoredBytes> {
    const key = `${kind}/${randomUUID()}`;
    const counted = new CountedBytes(chunks);
    const body = Readable.from(counted.passing(), { objectMode: false });
    const upload = new this.storage.Upload({ client: this.client, params: { Bucket: this.bucket, Key: key, Body: body }, partSize: PART_BYTES, queueSize: 2 });
    await upload.done();
    return { key, bytes: counted.bytes, sha256: counted.sha256() };
  }

  async open(key: string, range?: ByteRange): Promise<Readable> {
    if (!isFileKey(key)) throw new FileMissing(key);
    const part = range === undefined ? {} : { Range: `bytes=${String(range.first)}-${String(range.last)}` };
    try {
      const { Body: body } = await this.client.send(new this.sdk.GetObjectCommand({ Bucket: this.bucket, Key: key, ...part }));
      if (!(body instanceof Readable)) throw new Error('the file store answered without a body');
      return body;
    } catch (error) {
      throw error instanceof this.sdk.NoSuchKey ? new FileMissing(key) : error;
    }
  }

  async exists(key: string): Promise<boolean> {
    if (!isFileKey(key)) return false;
    try {
      await this.client.send(new this.sdk.HeadObjectCommand({ Bucket: this.bucket, Key: key }));
      return true;
    } catch (error) {
      if (error instanceof this.sdk.NotFound) return false;
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    if (isFileKey(key)) await this.client.send(new this.sdk.DeleteObjectCommand({ Bucket: this.bucket, Key: key }));
  }
}
