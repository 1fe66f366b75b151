import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {  } from '@gongshu/contracts';
import { startTestBus, testSettings, type TestBus } from '@gongshu/testing';
import { GRANT, problemSeen, sha256, startLaneNode, TOKEN, type LaneNode } from '../stand-ins/lane-node.js';
import { startGateway } from '../start-gateway.js';

let bus: TestBus;
let node: LaneNode;

beforeAll(async () => {
  bus = await startTestBus('130000');
  node = await startLaneNode(bus, testSettings({}));
});

afterAll(async () => {
  await node.stop();
  await bus.stop();
  await bus.remove();
});

beforeEach(() => node.reset());
// No call's end may be counted as another test's.
afterEach(() => expect.poll(() => node.services.open.size, { timeout: 5_000 }).toBe(0));

async function expectProblem(response: Response, status: number, code: string): Promise<void> {
  expect(await problemSeen(response)).toEqual([status, code, 'application/problem+json; charset=utf-8']);
}

describe('a governed call of a registered interface', () => {
  const logical = (allColumns: boolean, at = node.provider.url): Promise<void> => node.services.issuePermits(() => ({ ticket: null, source: { kind: 'LOGICAL', url: `${at}/service?tenant=7` }, columns: ['code', 'name'], allColumns }));

  it('streams the provider’s JSON through when all columns are granted, without telling it who asks', async () => {
    node.provider.answerJson([{ code: '1', name: '甲', other: 1 }]);
    await logical(true);
    const response = await node.rows('scenario=x&limit=3&where.code=1');
    expect([response.status, await response.json()]).toEqual([200, [{ code: '1', name: '甲', other: 1 }]]);
    expect(node.provider.seen[0]?.url).toBe('/service?tenant=7&limit=3&code=1');
    expect(node.provider.seen[0]?.headers).not.toHaveProperty('authorization');
    await expect.poll(() => node.services.closings).toEqual([expect.objectContaining({ state: 'COMPLETED' })]);
  });

  it('masks the columns that are not granted, in rows and in files', async () => {
    node.provider.answerJson([{ code: '1', name: '甲,乙', id_number: '130…' }]);
    await logical(false);
    const masked = await node.rows();
    expect(await masked.text()).toBe('[{"code":"1","name":"甲,乙"}]');
    const file = await fetch(`${node.url}/v1/data/${GRANT}/file?scenario=x`, { headers: TOKEN });
    const text = await file.text();
    expect([text, file.headers.get('content-type')]).toEqual(['code,name\r\n1,"甲,乙"\r\n', 'text/csv; charset=utf-8']);
    await expect.poll(() => node.services.closings[1]).toMatchObject({ state: 'COMPLETED', rows: 1, bytes: Buffer.byteLength(text), digest: sha256(text) });
  });

  it('refuses a filter by a column that is not granted', async () => {
    await logical(false);
    await expectProblem(await node.rows('scenario=x&where.id_number=130'), 403, 'sharing/outside-grant');
    expect(node.provider.seen.length).toBe(0);
    await expect.poll(() => node.services.closings).toEqual([expect.objectContaining({ state: 'FAILED' })]);
  });

  it.each([true, false])('answers 502 when the provider redirects, fails, compresses, answers no JSON or too much (all columns: %s)', async (allColumns) => {
    await logical(allColumns);
    node.provider.answer((_request, response) => response.writeHead(302, { location: `${node.exchange.url}/stolen` }).end());
    await expectProblem(await node.rows(), 502, 'exchange/source-unavailable');
    node.provider.answer((_request, response) => response.writeHead(500).end('stack trace'));
    await expectProblem(await node.rows(), 502, 'exchange/source-unavailable');
    node.provider.answer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'));
    await expectProblem(await node.rows(), 502, 'exchange/source-unavailable');
    node.provider.answer((_request, response) => response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end('x'));
    await expectProblem(await node.rows(), 502, 'exchange/source-unavailable');
    if (!allColumns) {
      node.provider.answer((_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.alloc(9 * 1024 * 1024, ' ')));
      await expectProblem(await node.rows(), 502, 'exchange/source-unavailable');
      node.provider.answerJson({ rows: [] });
      await expectProblem(await node.rows(), 502, 'exchange/source-unavailable');
    }
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
