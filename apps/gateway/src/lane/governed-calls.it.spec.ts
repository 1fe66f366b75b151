import { type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exchangeProblems, Problem, sharingProblems, takePermits, type TakePermits } from '@gongshu/contracts';
import { GRANT, PROBLEM_ID, problemSeen, sha256, startLaneNode, TOKEN, type LaneNode } from '../stand-ins/lane-node.js';
import { rawCall } from '../stand-ins/raw-call.js';

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

describe('a governed call of aggregated data', () => {
  it('takes a permit with the caller’s token, then streams, then closes the permit with what was delivered', async () => {
    const response = await node.rows('scenario=%E5%BA%94%E7%94%A8&columns=code&limit=5&offset=1&where.code=130100', { ...TOKEN, traceparent: '00-11111111111111111111111111111111-2222222222222222-01' });
    const text = await response.text();
    expect([response.status, text]).toEqual([200, '[{"code":"130100"}]']);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-permit-number': '1', 'x-permit-id': '00000000-0000-4000-8000-000000000001', 'x-data-version': '3', 'content-type': 'application/json', 'content-length': '19', 'cache-control': 'no-store',
      traceparent: expect.stringMatching(/^00-1{32}-/),
    });
    expect((node.services.lastAsked(takePermits)?.input as TakePermits).asks).toEqual([
      { token: 'abc.def.ghi', query: expect.stringMatching(/^[\w-]{22}$/), grantId: GRANT, scenario: '应用', columns: ['code'], form: 'ROWS', limit: 5, traceparent: expect.stringMatching(/^00-1{32}-/) },
    ]);
    expect(node.exchange.seen[0]?.url).toBe('/rows?form=json&limit=5&offset=1&where.code=130100');
    expect(node.exchange.seen[0]?.headers).toMatchObject({ 'x-permit-ticket': 'ticket-1', traceparent: expect.stringMatching(/^00-1{32}-/) });
    expect(node.exchange.seen[0]?.headers['authorization']).toBeUndefined();
    await expect.poll(() => node.services.closings).toEqual([{ permitId: '00000000-0000-4000-8000-000000000001', state: 'COMPLETED', bytes: 19, digest: sha256(text), dataVersion: 3 }]);
  });

  it('gives a file as CSV, chunked when its length is not known, with the same digest', async () => {
    node.exchange.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="x.csv"' });
      for (let index = 0; index < 2_000; index += 1) response.write(`${String(index)},行\r\n`);
      response.end();
    });
    const response = await fetch(`${node.url}/v1/data/${GRANT}/file`, { headers: { ...TOKEN, 'x-application-scenario': '%E5%BA%94%E7%94%A8' } });
    const body = Buffer.from(await response.arrayBuffer());
    expect([response.headers.get('content-type'), response.headers.get('content-disposition')]).toEqual(['text/csv; charset=utf-8', 'attachment; filename="x.csv"']);
    expect(node.exchange.seen[0]?.url).toBe('/file');
    expect((node.services.lastAsked(takePermits)?.input as TakePermits).asks[0]).toMatchObject({ form: 'FILE', scenario: '应用' });
    await expect.poll(() => node.services.closings).toEqual([expect.objectContaining({ state: 'COMPLETED', bytes: body.length, digest: sha256(body) })]);
  });

  it('declares its purpose, tells the client how many rows it may have, and reports how many left', async () => {
    await node.services.issuePermits(() => ({ mostRows: 2 }));
    node.exchange.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', trailer: 'x-row-count' });
      response.write('[{"code":"1"},{"code":"2"}]');
      response.addTrailers({ 'x-row-count': '2' });
      response.end();
    });
    const response = await fetch(`${node.url}/v1/data/${GRANT}/rows?scenario=x`, { headers: { ...TOKEN, 'x-purpose': '%E6%A0%B8%E9%AA%8C' } });
    expect(await response.json()).toHaveLength(2);
    expect(response.headers.get('x-row-limit')).toBe('2');
    expect((node.services.lastAsked(takePermits)?.input as TakePermits).asks[0]).toMatchObject({ purpose: '核验' });
    await expect.poll(() => node.services.closings).toMatchObject([{ state: 'COMPLETED', rows: 2 }]);
  });

  it('opens no source when the permit is refused, and says why', async () => {
    await node.services.issuePermits((_ask, number) => ({
      permitId: null, ticket: null, source: null, problem: new Problem(number === 1 ? sharingProblems.grantSuspended : sharingProblems.scenarioMismatch).toWire(PROBLEM_ID),
    }));
    await expectProblem(await node.rows(), 403, 'sharing/grant-suspended');
    await expectProblem(await node.rows(), 403, 'sharing/scenario-mismatch');
    expect([node.exchange.seen.length, node.services.closings.length]).toEqual([0, 0]);
  });

  it('passes the exchange’s refusal on as the problem it is, and closes the permit as failed', async () => {
    node.exchange.answer((_request, response) => {
      response.writeHead(409, { 'content-type': 'application/problem+json' }).end(JSON.stringify(new Problem(exchangeProblems.noVersion).toWire(PROBLEM_ID)));
    });
    await expectProblem(await node.rows(), 409, 'exchange/no-version');
    await expect.poll(() => node.services.closings).toEqual([{ permitId: expect.any(String), state: 'FAILED', bytes: 0 }]);
  });

  it.each([
    ['a refusal without a problem', (socket: Socket) => socket.end('HTTP/1.1 500 Oops\r\ncontent-length: 4\r\n\r\nsock')],
    ['a redirect', (socket: Socket) => socket.end('HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n')],
    ['nonsense', (socket: Socket) => socket.end('hello\r\n\r\n')],
    ['nothing', (socket: Socket) => socket.destroy()],
    ['a header that begins another', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-type: a\rb\r\ncontent-length: 0\r\n\r\n')],
  ])('answers 502 when the exchange sends %s', async (_what, misbehave) => {
    node.exchange.answer((request) => misbehave(request.socket));
    await expectProblem(await node.rows(), 502, 'exchange/source-unavailable');
    await expect.poll(() => node.services.closings).toEqual([expect.objectContaining({ state: 'FAILED' })]);
  });

  it('breaks the connection when the source breaks off, and closes the permit as failed with the bytes that left', async () => {
    node.exchange.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/csv', 'content-length': '100' }).write('part');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(node.rows().then((response) => response.text())).rejects.toThrow();
    await expect.poll(() => node.services.closings).toEqual([{ permitId: expect.any(String), state: 'FAILED', bytes: 4 }]);
  });
});

describe('input of the data lane', () => {
  it.each([
    [`/v1/data/${GRANT}/rows`, {}, 401, 'access/unauthenticated'],
    [`/v1/data/${GRANT}/rows`, { authorization: 'Basic abc' }, 401, 'access/unauthenticated'],
    [`/v1/data/${GRANT}/rows`, { authorization: 'Bearer a b' }, 401, 'access/unauthenticated'],
    [`/v1/data/${GRANT}/rows`, { authorization: `Bearer ${'a'.repeat(8_001)}` }, 401, 'access/unauthenticated'],
    ['/v1/data/not-a-uuid/rows', TOKEN, 404, 'access/not-found'],
    [`/v1/data/${GRANT.toUpperCase()}/rows`, TOKEN, 404, 'access/not-found'],
    [`/v1/data/${GRANT}%00/rows`, TOKEN, 404, 'access/not-found'],
    [`/v1/data/${GRANT}/rows/..%2f..%2fversions`, TOKEN, 404, 'access/not-found'],
    [`/v1/data/${GRANT}/everything`, TOKEN, 404, 'access/not-found'],
    [`/v1/data/${GRANT}/rows?scenario=%E0%A4`, TOKEN, 400, 'input/malformed'],
    [`/v1/data/${GRANT}/rows?where.__proto__=1&limit=x`, TOKEN, 422, 'input/invalid'],
    [`/v1/data/${GRANT}/rows?form=csv`, TOKEN, 422, 'input/invalid'],
    [`/v1/data/${GRANT}/rows?where.a=%0d%0ax-permit-ticket:%20evil%00`, TOKEN, 422, 'input/invalid'],
  ])('refuses %s with %j', async (path, headers, status, code) => {
    await expectProblem(await fetch(`${node.url}${path}`, { headers }), status, code);
    expect([node.services.timesAsked(takePermits), node.exchange.seen.length]).toEqual([0, 0]);
  });

  it('lets no line end in a filter become a header or another request', async () => {
    await node.rows('scenario=x&where.a=1%0d%0aevil:%20yes%0d%0a');
    expect(node.exchange.seen[0]?.url).toBe('/rows?form=json&where.a=1%0D%0Aevil%3A%20yes%0D%0A');
    expect(node.exchange.seen[0]?.headers['evil']).toBeUndefined();
  });

  it('answers other methods with 405', async () => {
    for (const method of ['HEAD', 'POST', 'DELETE']) {
      const response = await fetch(`${node.url}/v1/data/${GRANT}/rows`, { method, headers: TOKEN });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET']);
    }
  });

  it('answers pipelined calls in their order', async () => {
    node.exchange.answer((request, response) => {
      setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end(`"${String(request.url)}"`), request.url?.includes('limit=1') === true ? 60 : 1);
    });
    const call = (limit: number, last: boolean): string => `GET /v1/data/${GRANT}/rows?scenario=x&limit=${String(limit)} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer t\r\n${last ? 'connection: close\r\n' : ''}\r\n`;
    const text = await rawCall(node.gateway.ports.extranet, call(1, false) + call(2, false) + call(3, true));
    expect([...text.matchAll(/limit=(\d)"/g)].map((match) => match[1])).toEqual(['1', '2', '3']);
  });
});
