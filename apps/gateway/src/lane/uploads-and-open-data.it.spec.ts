import { createHash } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exchangeProblems, Problem, problems, takeOpenTickets, takePermits } from '@gongshu/contracts';
import { GRANT, PROBLEM_ID, problemSeen, sha256, startLaneNode, TOKEN, type LaneNode } from '../stand-ins/lane-node.js';

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

describe('uploads', () => {
  const upload = (headers: Record<string, string>, body: string | Buffer = 'a\r\n1\r\n'): Promise<Response> => fetch(`${node.url}/v1/data-sets/${GRANT}/versions`, { method: 'POST', headers: { ...TOKEN, 'content-type': 'text/csv; charset=utf-8', ...headers }, body });

  it('stream to the exchange with the caller’s token, beyond the limit of other bodies', async () => {
    const hash = createHash('sha256');
    node.exchange.answer((request, response) => {
      request.on('data', (chunk: Buffer) => hash.update(chunk));
      request.on('end', () => response.writeHead(201, { 'content-type': 'application/json' }).end('{"version":1}'));
    });
    const csv = Buffer.alloc(20 * 1024 * 1024, 'code,name\r\n');
    const response = await upload({}, csv);
    expect([response.status, await response.json()]).toEqual([201, { version: 1 }]);
    expect(hash.digest('hex')).toBe(sha256(csv));
    expect(node.exchange.seen[0]?.url).toBe(`/versions/${GRANT}`);
    expect(node.exchange.seen[0]?.headers).toMatchObject({ authorization: 'Bearer abc.def.ghi', 'content-type': 'text/csv; charset=utf-8' });
  });

  it('bring the exchange’s refusal back, even while they are still being sent', async () => {
    node.exchange.answer((request, response) => {
      request.once('data', () => response.writeHead(422, { 'content-type': 'application/problem+json' }).end(JSON.stringify(new Problem(exchangeProblems.headerMismatch).toWire(PROBLEM_ID))));
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const post = (path: string, body: Buffer): Promise<number> => new Promise((resolve, reject) => {
      const sending = httpRequest(`${node.url}${path}`, { agent, method: 'POST', headers: { ...TOKEN, 'content-type': 'text/csv' } }, (answer) => answer.resume().on('end', () => resolve(answer.statusCode ?? 0)));
      sending.on('error', reject).end(body);
    });
    // The connection is good for the next call, though nobody wanted the rest of the body.
    for (let round = 0; round < 3; round += 1) expect(await post(`/v1/data-sets/${GRANT}/versions`, Buffer.alloc(24 * 1024 * 1024, 'x'))).toBe(422);
    agent.destroy();
    await expectProblem(await upload({}), 422, 'exchange/header-mismatch');
  });

  it('are refused without token, as another type, by another method, for no id', async () => {
    await expectProblem(await fetch(`${node.url}/v1/data-sets/${GRANT}/versions`, { method: 'POST', headers: { 'content-type': 'text/csv' }, body: 'a' }), 401, 'access/unauthenticated');
    await expectProblem(await upload({ 'content-type': 'no-type' }), 415, 'input/unsupported-media-type');
    await expectProblem(await fetch(`${node.url}/v1/data-sets/${GRANT}/versions`, { headers: TOKEN }), 405, 'access/method-not-allowed');
    await expectProblem(await fetch(`${node.url}/v1/data-sets/x/versions`, { method: 'POST', headers: { ...TOKEN, 'content-type': 'text/csv' }, body: 'a' }), 404, 'access/not-found');
    expect(node.exchange.seen.length).toBe(0);
  });

  it('of a stream’s window go to what takes windows, with number, encoding and digest, and its refusal comes back', async () => {
    node.exchange.answer((request, response) => void request.resume().on('end', () => response.writeHead(201, { 'content-type': 'application/json' }).end('{"sequence":7}')));
    const window = (method: string, headers: Record<string, string> = TOKEN): Promise<Response> =>
      fetch(`${node.url}/v1/data-sets/${GRANT}/records?sequence=7&faulty=skip`, { method, headers: { ...headers, 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip', 'x-content-sha256': sha256('x'), 'idempotency-key': 'w-7' }, ...(method === 'POST' ? { body: 'x' } : {}) });
    const response = await window('POST');
    expect([response.status, await response.json()]).toEqual([201, { sequence: 7 }]);
    expect(node.exchange.seen[0]?.url).toBe(`/records/${GRANT}?sequence=7&faulty=skip`);
    expect(node.exchange.seen[0]?.headers).toMatchObject({ 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip', 'x-content-sha256': sha256('x'), 'idempotency-key': 'w-7', authorization: 'Bearer abc.def.ghi' });
    await expectProblem(await window('PUT'), 405, 'access/method-not-allowed');
    await expectProblem(await window('POST', {}), 401, 'access/unauthenticated');
    node.exchange.answer((request, refused) => void request.resume().on('end', () => refused.writeHead(409, { 'content-type': 'application/problem+json' }).end(JSON.stringify(new Problem(exchangeProblems.outOfSequence, { allowed: ['9'] }).toWire(PROBLEM_ID)))));
    const refusal = await window('POST');
    expect([refusal.status, await refusal.json()]).toMatchObject([409, { code: 'exchange/out-of-sequence', allowed: ['9'] }]);
  });

  it('that break off reach the exchange as broken off', async () => {
    let aborted = false;
    node.exchange.answer((request) => {
      request.on('error', () => undefined);
      request.on('close', () => (aborted = !request.complete));
      request.resume();
    });
    const sending = httpRequest(`${node.url}/v1/data-sets/${GRANT}/versions`, { method: 'POST', headers: { ...TOKEN, 'content-type': 'text/csv' } });
    sending.on('error', () => undefined);
    sending.write('a,b\r\n');
    await expect.poll(() => node.exchange.seen.length).toBe(1);
    sending.destroy();
    await expect.poll(() => aborted).toBe(true);
  });
});

describe('open data', () => {
  it('is given on both listeners to anybody, under tickets taken together', async () => {
    await node.services.answer(takeOpenTickets, ({ entryIds }) => ({ answers: entryIds.map((id) => ({ ticket: `open-${id}`, columns: ['code'], problem: null })) }));
    for (const at of [node.url, node.publicUrl]) {
      const response = await fetch(`${at}/v1/open/data/${GRANT}/rows?limit=2`);
      expect([response.status, await response.json(), response.headers.get('x-data-version')]).toEqual([200, [{ code: '130100' }], '3']);
    }
    expect(node.exchange.seen[0]?.headers['x-permit-ticket']).toBe(`open-${GRANT}`);
    node.exchange.answer((_request, response) => setTimeout(() => response.end('a\r\n'), 5));
    const files = await Promise.all(Array.from({ length: 50 }, () => fetch(`${node.publicUrl}/v1/open/data/${GRANT}/file`)));
    expect(files.every(({ status }) => status === 200)).toBe(true);
    await Promise.all(files.map((file) => file.text()));
    expect(node.services.timesAsked(takeOpenTickets)).toBeLessThan(30);
    expect(node.services.timesAsked(takePermits)).toBe(0);
  });

  it('is refused with the service’s problem, and takes neither scenario nor columns', async () => {
    await node.services.answer(takeOpenTickets, ({ entryIds }) => ({ answers: entryIds.map(() => ({ ticket: null, columns: [], problem: new Problem(problems.notFound).toWire(PROBLEM_ID) })) }));
    await expectProblem(await fetch(`${node.publicUrl}/v1/open/data/${GRANT}/rows`), 404, 'access/not-found');
    await expectProblem(await fetch(`${node.publicUrl}/v1/open/data/${GRANT}/rows?columns=a`), 422, 'input/invalid');
  });
});
