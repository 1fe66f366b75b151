import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { takePermits, type TakePermits } from '@gongshu/contracts';
import { GRANT, startLaneNode, TOKEN, type LaneNode } from '../stand-ins/lane-node.js';

const PACKAGE = '5f0f5b1c-8a55-4c19-9d2e-3f6f0c9a7e11';
const BODY = '0123456789';

describe('files, pages and packages through the gateway', () => {
  let node: LaneNode;

  beforeAll(async () => {
    node = await startLaneNode();
  });
  beforeEach(async () => {
    await node.reset();
    node.exchange.answer((request, response) => {
      const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
      const head = request.url?.includes('head=true') === true;
      const common = { etag: '"abc"', 'accept-ranges': 'bytes', 'repr-digest': 'sha-256=:x:', 'x-data-version': '4', 'content-type': 'text/csv', 'x-row-count': '3', 'x-inner': 'secret' };
      if (head) {
        response.writeHead(200, { ...common, 'x-file-length': '10', 'x-row-count': '0' });
        response.flushHeaders();
        response.end();
      } else if (range === null) response.writeHead(200, { ...common, 'content-length': BODY.length }).end(BODY);
      else {
        const part = BODY.slice(Number(range[1]), Number(range[2]) + 1);
        response.writeHead(206, { ...common, 'content-length': part.length, 'content-range': `bytes ${String(range[1])}-${String(range[2])}/10` }).end(part);
      }
    });
  });
  afterAll(() => node.stop());

  const call = (path: string, method = 'GET', headers: Record<string, string> = {}): Promise<Response> => fetch(`${node.url}${path}`, { method, headers: { ...TOKEN, ...headers } });
  const askedFor = (): unknown => (node.services.lastAsked(takePermits)?.input as TakePermits).asks[0];

  it('takes a permit for each part and closes it with the bytes and rows of that part', async () => {
    const answer = await call(`/v1/data/${GRANT}/file?scenario=x&format=parquet&version=4&columns=code`, 'GET', { range: 'bytes=2-5', 'if-range': '"abc"' });
    expect([answer.status, await answer.text()]).toEqual([206, '2345']);
    expect(Object.fromEntries(['etag', 'accept-ranges', 'content-range', 'content-length', 'repr-digest', 'x-data-version', 'cache-control', 'x-inner'].map((name) => [name, answer.headers.get(name)]))).toEqual({
      etag: '"abc"', 'accept-ranges': 'bytes', 'content-range': 'bytes 2-5/10', 'content-length': '4', 'repr-digest': 'sha-256=:x:', 'x-data-version': '4', 'cache-control': 'no-store', 'x-inner': null,
    });
    expect([node.exchange.seen[0]?.url, node.exchange.seen[0]?.headers.range, node.exchange.seen[0]?.headers['if-range']]).toEqual(['/file?format=parquet&version=4', 'bytes=2-5', '"abc"']);
    expect(askedFor()).toMatchObject({ form: 'FILE', grantId: GRANT, columns: ['code'], scenario: 'x' });
    await expect.poll(() => node.services.closings).toEqual([expect.objectContaining({ state: 'COMPLETED', bytes: 4, rows: 3, dataVersion: 4 })]);
  });

  it('answers HEAD with the length of the file and no byte of it', async () => {
    const heads = await new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
      const asking = httpRequest(`${node.url}/v1/data/${GRANT}/file?scenario=x`, { method: 'HEAD', headers: TOKEN }, (answer) => {
        let body = '';
        answer.on('data', (part: Buffer) => (body += part.toString()));
        answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body }));
      });
      asking.once('error', reject).end();
    });
    expect([heads.status, heads.headers['content-length'], heads.headers.etag, heads.body]).toEqual([200, '10', '"abc"', '']);
    await expect.poll(() => node.services.closings).toEqual([expect.objectContaining({ state: 'COMPLETED', bytes: 0, rows: 0 })]);
  });

  it('streams filtered rows as CSV instead, and then knows no format, version or range', async () => {
    expect((await call(`/v1/data/${GRANT}/file?scenario=x&where.code=1&limit=2`, 'GET', { range: 'bytes=0-1' })).status).toBe(200);
    expect(node.exchange.seen[0]?.url).toBe('/rows?form=csv&limit=2&where.code=1');
    expect((await call(`/v1/data/${GRANT}/file?scenario=x&limit=2&format=csv`)).status).toBe(422);
  });

  it('tells the size of a file that a range lies beyond', async () => {
    const problem = { code: 'exchange/range-not-satisfiable', status: 416, title: { zh: '超出', en: 'beyond' }, id: 'a'.repeat(32), allowed: ['bytes */10'] };
    node.exchange.answer((_request, response) => void response.writeHead(416, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem)));
    const answer = await call(`/v1/data/${GRANT}/file?scenario=x`, 'GET', { range: 'bytes=10-' });
    expect([answer.status, answer.headers.get('content-range'), ((await answer.json()) as { code: string }).code]).toEqual([416, 'bytes */10', 'exchange/range-not-satisfiable']);
  });

  it('asks a permit for as many rows as a page shows', async () => {
    for (const [size, limit] of [['', 20], ['&size=7', 7], ['&size=100', 100], ['&size=x', 20]] as const) {
      await call(`/v1/data/${GRANT}/browse?scenario=x&page=2&sort=code%3Adesc&where.name=%26a${size}`);
      expect(askedFor()).toMatchObject({ form: 'BROWSE', limit });
    }
    expect(node.exchange.seen[1]?.url).toBe('/browse?page=2&sort=code%3Adesc&size=7&where.name=%26a');
  });

  it('brings the token of a package’s maker to the exchange, and that of nobody else', async () => {
    const made = await call(`/v1/grants/${GRANT}/offline-packages?scenario=x&format=csv`, 'POST');
    expect([made.status, node.exchange.seen[0]?.method, node.exchange.seen[0]?.url, node.exchange.seen[0]?.headers.authorization]).toEqual([200, 'POST', '/packages?format=csv', TOKEN.authorization]);
    expect(askedFor()).toMatchObject({ form: 'PACKAGE', grantId: GRANT });
    const fetched = await call(`/v1/grants/${GRANT}/offline-packages/${PACKAGE}/file?scenario=x`, 'GET', { range: 'bytes=1-2' });
    expect([fetched.status, node.exchange.seen[1]?.url, node.exchange.seen[1]?.headers.authorization]).toEqual([206, `/packages/${PACKAGE}`, undefined]);
  });

  it('passes on, as they come, the spaces that say that a package is being made', async () => {
    let finish: () => void = () => undefined;
    node.exchange.answer((_request, response) => {
      response.writeHead(201, { 'content-type': 'application/json', 'x-row-count': '2', 'x-data-version': '1' });
      response.write(' ');
      finish = () => response.end(' {"id":"p"}');
    });
    const answer = await call(`/v1/grants/${GRANT}/offline-packages?scenario=x`, 'POST');
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    expect([answer.status, Buffer.from((await reader.read()).value ?? []).toString()]).toEqual([201, ' ']);
    finish();
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe(' {"id":"p"}');
    await expect.poll(() => node.services.closings).toContainEqual(expect.objectContaining({ state: 'COMPLETED', rows: 2, bytes: 12, dataVersion: 1 }));
  });

  it.each([
    ['GET', `/v1/grants/${GRANT}/offline-packages/..%2f..%2fetc/file?scenario=x`, 404],
    ['GET', `/v1/grants/x/offline-packages/${PACKAGE}/file?scenario=x`, 404],
    ['POST', `/v1/grants/${GRANT}/offline-packages/${PACKAGE}/file`, 405],
    ['GET', `/v1/grants/${GRANT}/offline-packages?scenario=x`, 405],
    ['POST', `/v1/data/${GRANT}/browse`, 405],
    ['HEAD', `/v1/data/${GRANT}/rows`, 405],
    ['GET', `/v1/data/${GRANT}/browse?page=1&page=2`, 422],
    ['GET', `/v1/data/${GRANT}/file?format=csv&format=csv`, 422],
    ['GET', `/v1/data/${GRANT}/file?nonsense=1`, 422],
    ['POST', `/v1/grants/${GRANT}/offline-packages?limit=1`, 422],
    ['GET', `/v1/data/${GRANT}/file?%zz`, 400],
  ])('refuses %s %s with %i, and opens no source', async (method, path, status) => {
    expect((await call(path, method)).status).toBe(status);
    expect(node.exchange.seen.length).toBe(0);
  });

  it('brings a document’s name and digests to the exchange with it', async () => {
    const stated = { 'content-type': 'application/pdf', 'x-file-name': '%E5%8C%BA.pdf', 'content-digest': 'sha-256=:x:', 'x-content-sha256': 'ab', 'idempotency-key': 'k' };
    await fetch(`${node.url}/v1/data-sets/${GRANT}/versions`, { method: 'POST', headers: { ...TOKEN, ...stated }, body: '%PDF' });
    expect(node.exchange.seen[0]?.headers).toMatchObject(stated);
  });
});
