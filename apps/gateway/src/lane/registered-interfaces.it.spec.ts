import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PermitAnswer } from '@gongshu/contracts';
import { GRANT, problemSeen, sha256, startLaneNode, TOKEN, type LaneNode } from '../stand-ins/lane-node.js';
import { startGateway } from '../start-gateway.js';

let node: LaneNode;

beforeAll(async () => {
  node = await startLaneNode();
});

afterAll(() => node.stop());

beforeEach(() => node.reset());
// No call's end may be counted as another test's.
afterEach(() => expect.poll(() => node.services.open.size).toBe(0));

async function expectProblem(response: Response, status: number, code: string): Promise<void> {
  expect(await problemSeen(response)).toEqual([status, code, 'application/problem+json; charset=utf-8']);
}

describe('a governed call of a registered interface', () => {
  const logical = (allColumns: boolean, at = node.provider.url, differs: Partial<PermitAnswer> = {}): Promise<void> =>
    node.services.issuePermits(() => ({ ticket: null, source: { kind: 'LOGICAL', url: `${at}/service?tenant=7` }, columns: ['code', 'name'], allColumns, ...differs }));

  const file = (query = 'scenario=x'): Promise<Response> => fetch(`${node.url}/v1/data/${GRANT}/file?${query}`, { headers: TOKEN });
  /** More than is ever held before a byte leaves. */
  const many = (count: number, row: object): object[] => Array.from({ length: count }, (_, at) => ({ code: String(at), ...row }));

  it('passes the provider’s own bytes on when nothing must go, without telling it who asks', async () => {
    const text = '[ {"code": "1", "name":"甲"} ]';
    node.provider.answer((_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(text));
    await logical(true);
    const response = await node.rows('scenario=x&limit=3&where.code=1');
    expect([response.status, await response.text(), response.headers.get('content-length')]).toEqual([200, text, String(Buffer.byteLength(text))]);
    expect(node.provider.seen[0]?.url).toBe('/service?tenant=7&limit=3&code=1');
    expect(node.provider.seen[0]?.headers).not.toHaveProperty('authorization');
    await expect.poll(() => node.services.closings).toEqual([expect.objectContaining({ state: 'COMPLETED', rows: 1, digest: sha256(text) })]);
  });

  it.each([1, 5_000])('lets no field out that the entry does not list, though all of its columns are granted: %i rows', async (count) => {
    await logical(true);
    node.provider.answerJson(many(count, { name: '甲', id_number: '130…' }));
    const text = await (await node.rows()).text();
    expect(text).not.toContain('id_number');
    expect(JSON.parse(text)).toEqual(many(count, { name: '甲' }));
    await expect.poll(() => node.services.closings).toEqual([expect.objectContaining({ state: 'COMPLETED', rows: count, bytes: Buffer.byteLength(text), digest: sha256(text) })]);
  });

  it('masks the columns that are not granted, in rows and in files', async () => {
    node.provider.answerJson([{ code: '1', name: '甲,乙', id_number: '130…' }]);
    await logical(false);
    const masked = await node.rows();
    expect(await masked.text()).toBe('[{"code":"1","name":"甲,乙"}]');
    const csv = await file();
    const text = await csv.text();
    expect([text, csv.headers.get('content-type')]).toEqual(['code,name\r\n1,"甲,乙"\r\n', 'text/csv; charset=utf-8']);
    await expect.poll(() => node.services.closings[1]).toMatchObject({ state: 'COMPLETED', rows: 1, bytes: Buffer.byteLength(text), digest: sha256(text) });
    const lines = await file('scenario=x&format=ndjson');
    expect([await lines.text(), lines.headers.get('content-disposition')]).toEqual(['{"code":"1","name":"甲,乙"}\n', 'attachment; filename="00000000-0000-4000-8000-000000000003.ndjson"']);
    await expectProblem(await file('scenario=x&format=parquet'), 422, 'input/invalid');
  });

  it('lets the permit’s rows out and no more, whatever the provider makes of limit and offset', async () => {
    node.provider.answerJson(many(4_000, { name: '甲', more: 'x'.repeat(30) }));
    await logical(true, node.provider.url, { mostRows: 2 });
    expect(await (await node.rows('scenario=x&limit=5')).json()).toEqual(many(2, { name: '甲' }));
    expect(node.provider.seen[0]?.url).toBe('/service?tenant=7&limit=2');
    await logical(true, node.provider.url, { rowFilter: [{ column: 'code', operator: 'STARTS_WITH', values: ['399'] }] });
    expect(await (await node.rows('scenario=x&limit=3&offset=1')).json()).toEqual(['3990', '3991', '3992'].map((code) => ({ code, name: '甲' })));
    expect(node.provider.seen[1]?.url).toBe('/service?tenant=7');
    await expect.poll(() => node.services.closings).toMatchObject([{ state: 'COMPLETED', rows: 2 }, { state: 'COMPLETED', rows: 3 }]);
  });

  it('breaks off when the answer turns out to be no JSON, and closes the permit as failed', async () => {
    await logical(true);
    const text = JSON.stringify(many(20_000, { name: '甲' })).replace('{"code":"19000"', '{"code":}');
    node.provider.answer((_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(text));
    await expect(node.rows().then((response) => response.text())).rejects.toThrow();
    await expect.poll(() => node.services.closings).toEqual([{ permitId: expect.any(String), state: 'FAILED', bytes: expect.any(Number) }]);
    expect(node.services.closings[0]?.bytes).toBeGreaterThan(60_000);
    for (const wrong of ['[{"code":"1"}', '[{"code":"1"}]x', '[1]', '{"rows":[]}', '']) {
      node.provider.answer((_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(wrong));
      await expectProblem(await node.rows(), 502, 'exchange/source-unavailable');
    }
  });

  it('holds the provider back while the client does not read', async () => {
    await logical(true);
    let sent = 0;
    const rows = Buffer.from(`${JSON.stringify({ code: '1', name: '甲', secret: 'x'.repeat(900) })},`.repeat(64));
    node.provider.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('[');
      const more = (): void => {
        while (sent < 200 * 1024 * 1024) {
          sent += rows.length;
          if (!response.write(rows)) {
            response.once('drain', more);
            return;
          }
        }
      };
      more();
    });
    const response = await fetch(`${node.url}/v1/data/${GRANT}/rows?scenario=x`, { headers: TOKEN });
    let before = -1;
    await expect.poll(() => {
      const stands = sent === before;
      before = sent;
      return stands;
    }, { interval: 300, timeout: 8_000 }).toBe(true);
    expect(sent).toBeLessThan(190 * 1024 * 1024);
    await response.body?.cancel();
    await expect.poll(() => node.services.closings).toEqual([expect.objectContaining({ state: 'FAILED' })]);
  });

  it('refuses a filter by a column that is not granted', async () => {
    await logical(false);
    await expectProblem(await node.rows('scenario=x&where.id_number=130'), 403, 'sharing/outside-grant');
    expect(node.provider.seen.length).toBe(0);
    await expect.poll(() => node.services.closings).toEqual([expect.objectContaining({ state: 'FAILED' })]);
  });

  it.each([true, false])('answers 502 when the provider redirects, fails, compresses or answers no JSON (all columns: %s)', async (allColumns) => {
    await logical(allColumns);
    node.provider.answer((_request, response) => response.writeHead(302, { location: `${node.exchange.url}/stolen` }).end());
    await expectProblem(await node.rows(), 502, 'exchange/source-unavailable');
    node.provider.answer((_request, response) => response.writeHead(500).end('stack trace'));
    await expectProblem(await node.rows(), 502, 'exchange/source-unavailable');
    node.provider.answer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'));
    await expectProblem(await node.rows(), 502, 'exchange/source-unavailable');
    node.provider.answer((_request, response) => response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end('x'));
    await expectProblem(await node.rows(), 502, 'exchange/source-unavailable');
    expect(node.exchange.seen.length).toBe(0);
  });

  it('goes into another network zone through its relay, which is told whom to ask, and nowhere else', async () => {
    const relayed = await startGateway({ settings: { ...node.settings, ZONE_CHANNELS: `government-private=${node.exchange.url}` } });
    const rows = (): Promise<Response> => fetch(`http://127.0.0.1:${String(relayed.ports.extranet)}/v1/data/${GRANT}/rows?scenario=x&where.code=1`, { headers: TOKEN });
    node.exchange.answerJson([{ code: '1', name: '甲' }]);
    for (const allColumns of [true, false]) {
      await node.services.issuePermits(() => ({ ticket: null, source: { kind: 'LOGICAL', url: 'http://10.77.0.1:9000/service?tenant=7', zone: 'government-private' }, columns: ['code', 'name'], allColumns }));
      expect(await (await rows()).json()).toEqual([{ code: '1', name: '甲' }]);
    }
    expect(node.exchange.seen.map(({ url, headers }) => [url, headers['x-forwarded-host'], headers['x-forwarded-proto']])).toEqual(Array.from({ length: 2 }, () => ['/service?tenant=7&code=1', '10.77.0.1:9000', 'http']));
    expect(node.provider.seen.length).toBe(0);
    await relayed.stop();
  });

  it('never goes to a metadata service, whatever is registered', async () => {
    await logical(true, 'http://169.254.169.254');
    await expectProblem(await node.rows(), 422, 'exchange/unsafe-address');
    await logical(false, 'http://[::ffff:127.0.0.1]:1');
    await expectProblem(await node.rows(), 422, 'exchange/unsafe-address');
  });

  it('goes to a private address only where the operator allows it', async () => {
    const strict = await startGateway({ settings: node.settings });
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '0.0.0.0']) {
      await logical(true, node.provider.url.replace('127.0.0.1', host));
      await expectProblem(await fetch(`http://127.0.0.1:${String(strict.ports.extranet)}/v1/data/${GRANT}/rows?scenario=x`, { headers: TOKEN }), 422, 'exchange/unsafe-address');
    }
    expect(node.provider.seen.length).toBe(0);
    await strict.stop();
  });
});
