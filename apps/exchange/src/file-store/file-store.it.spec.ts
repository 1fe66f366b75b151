import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiskFileStore } from './disk-file-store.js';
import { FileMissing, type FileStore } from './file-store.js';
import { s3Place } from './open-file-store.js';
import { S3FileStore } from './s3-file-store.js';

const NOW = Date.parse('2026-03-02T09:00:00+08:00');
const NOBODY = 'document/00aabb83-b690-4253-b83d-0a20be1c3d08';

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}
async function text(store: FileStore, key: string, range?: { first: number; last: number }): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of await store.open(key, range)) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

/** What of S3 the store uses, played: the client is the real one. */
async function playS3(): Promise<{ server: Server; url: string; objects: Map<string, Buffer> }> {
  const objects = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const key = (request.url ?? '').split('?')[0]?.replace('/files/', '') ?? '';
    const body: Buffer[] = [];
    request.on('data', (part: Buffer) => void body.push(part));
    request.on('end', () => {
      const found = objects.get(key);
      if (request.method === 'PUT') objects.set(key, Buffer.concat(body));
      else if (request.method === 'DELETE') objects.delete(key);
      else if (found === undefined) {
        response.writeHead(404, { 'content-type': 'application/xml' }).end(request.method === 'HEAD' ? '' : '<Error><Code>NoSuchKey</Code></Error>');
        return;
      } else {
        const [, first = '0', last = String(found.length - 1)] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
        const part = found.subarray(Number(first), Number(last) + 1);
        response.writeHead(request.headers.range === undefined ? 200 : 206, { 'content-length': part.length }).end(request.method === 'HEAD' ? '' : part);
        return;
      }
      response.writeHead(200, { etag: '"x"' }).end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { server, url: `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`, objects };
}

describe.each(['a folder', 'an S3-compatible store'])('files in %s', (kind) => {
  let store: FileStore;
  let stop: () => Promise<void>;
  let left: () => Promise<number>;

  beforeAll(async () => {
    if (kind === 'a folder') {
      const folder = await mkdtemp(join(tmpdir(), 'gongshu-files-'));
      store = await DiskFileStore.open(folder, NOW);
      stop = () => rm(folder, { recursive: true });
      left = async () => (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile()).length;
    } else {
      const { server, url, objects } = await playS3();
      store = await S3FileStore.open(s3Place(`s3://files?endpoint=${url}`), { accessKeyId: 'id', secretAccessKey: 'secret' });
      stop = () => new Promise((resolve) => void server.close(() => resolve()).closeAllConnections());
      left = () => Promise.resolve(objects.size);
    }
  });
  afterAll(() => stop());

  it('are kept whole with size and digest, and read from any byte', async () => {
    const kept = await store.put('document', chunks('第一', '', '行\n', 'second'));
    expect(kept).toMatchObject({ bytes: 16, sha256: createHash('sha256').update('第一行\nsecond').digest('hex') });
    expect(kept.key).toMatch(/^document\/[0-9a-f-]{36}$/);
    expect([await text(store, kept.key), await text(store, kept.key, { first: 10, last: 12 })]).toEqual(['第一行\nsecond', 'sec']);
    expect(await store.exists(kept.key)).toBe(true);
  });

  it('have keys of their own, so that forgetting one takes nothing from another of the same content', async () => {
    const [one, other] = [await store.put('made', chunks('same')), await store.put('made', chunks('same'))];
    await store.delete(one.key);
    await store.delete(one.key);
    expect([await store.exists(one.key), await text(store, other.key)]).toEqual([false, 'same']);
    await expect(store.open(one.key)).rejects.toThrow(FileMissing);
  });

  it('leave nothing behind when they break off', async () => {
    const before = await left();
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.alloc(100_000);
      await Promise.reject(new Error('the sender left'));
    };
    await expect(store.put('document', broken())).rejects.toThrow('the sender left');
    expect(await left()).toBe(before);
  });

  it.each(['../../etc/passwd', 'document/../../x', '/etc/passwd', 'document/x', `other/${NOBODY.slice(9)}`, `${NOBODY}/..`, `${NOBODY}\0`])('are found by no other key than one given out: %j', async (key) => {
    await expect(store.open(key)).rejects.toThrow(FileMissing);
    expect(await store.exists(key).catch((error: unknown) => (error instanceof FileMissing ? false : Promise.reject(error as Error)))).toBe(false);
  });
});

describe('a folder of files', () => {
  it('is cleared at the start of what a killed process left half-written a day ago, and of nothing newer', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gongshu-files-'));
    await DiskFileStore.open(folder, NOW);
    for (const [name, hours] of [['old', 25], ['new', 23]] as const) {
      const path = join(folder, 'incoming', name);
      await writeFile(path, 'half');
      await utimes(path, NOW / 1000, NOW / 1000 - hours * 3_600);
    }
    await DiskFileStore.open(folder, NOW);
    expect(await readdir(join(folder, 'incoming'))).toEqual(['new']);
    await rm(folder, { recursive: true });
  });
});

describe('the address of a bucket', () => {
  it('names endpoint and region where they are not Amazon’s', () => {
    expect(s3Place('s3://files?endpoint=https://s3.example:9000&region=cn-north-1')).toEqual({ bucket: 'files', region: 'cn-north-1', endpoint: 'https://s3.example:9000' });
    for (const wrong of ['files', 'https://files', 's3://', 's3://files?endpoint=file:///etc']) expect(() => s3Place(wrong)).toThrow('FILE_STORE_URL');
  });
});
