import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Problem, readInterfaceCall, sharingProblems, type InterfaceCall } from '@gongshu/contracts';
import { problemSeen, startLaneNode, type LaneNode } from '../stand-ins/lane-node.js';

let node: LaneNode;

beforeAll(async () => {
  node = await startLaneNode();
});

afterAll(() => node.stop());

beforeEach(() => node.reset());
// No call's end may be counted as another test's.
afterEach(() => expect.poll(() => node.services.open.size).toBe(0));

const USUAL: InterfaceCall = { timeoutMilliseconds: 30_000, idempotent: true, parameters: [], parameterSchema: null };

/** Permits for an interface nobody has called yet, registered on these terms. */
async function registered(terms: Partial<InterfaceCall>, address = node.provider.url): Promise<void> {
  const interfaceId = randomUUID();
  await node.services.answer(readInterfaceCall, () => ({ ...USUAL, ...terms }));
  await node.services.issuePermits(() => ({ ticket: null, source: { kind: 'LOGICAL', url: `${address}/service`, interfaceId, interfaceVersion: 1 } }));
}

async function expectProblem(response: Response, status: number, code: string): Promise<void> {
  expect(await problemSeen(response)).toEqual([status, code, 'application/problem+json; charset=utf-8']);
}

/** The first calls fail as told, those after them are answered. */
function failFirst(count: number, status: number): void {
  let left = count;
  node.provider.answer((request, response) => {
    left -= 1;
    if (left < 0) response.writeHead(200, { 'content-type': 'application/json' }).end('[{"code":"1","name":"甲"}]');
    else if (status === 0) request.socket.destroy();
    else response.writeHead(status).end();
  });
}

describe('the terms an interface is registered with', () => {
  it('are asked for once a version, and give parameters the service’s names and rules', async () => {
    node.provider.answerJson([{ code: '1', name: '甲' }]);
    await registered({
      parameters: [{ ours: 'where.code', theirs: 'divisionCode' }, { ours: 'limit', theirs: 'size' }],
      parameterSchema: JSON.stringify({ type: 'object', additionalProperties: false, properties: { divisionCode: { type: 'string', pattern: '^[0-9]+$' }, size: { type: 'integer', maximum: 100 } }, required: [] }),
    });
    expect((await node.rows('scenario=x&limit=7&where.code=13')).status).toBe(200);
    expect(node.provider.seen.map(({ url }) => url)).toEqual(['/service?size=7&divisionCode=13']);
    for (const [query, pointer] of [['where.code=x', '/where.code'], ['limit=101', '/limit'], ['where.name=1', '/where.name']]) {
      const refused = await node.rows(`scenario=x&${String(query)}`);
      expect([refused.status, await refused.json()]).toMatchObject([422, { code: 'input/invalid', errors: [{ pointer }] }]);
    }
    expect([node.provider.seen.length, node.services.timesAsked(readInterfaceCall)]).toEqual([1, 1]);
    await expect.poll(() => node.services.closings.filter(({ state }) => state === 'FAILED').length).toBe(3);
  });

  it('tell callers to come back when another version has taken its place', async () => {
    await registered({});
    await node.services.answer(readInterfaceCall, () => {
      throw new Problem(sharingProblems.noSource);
    });
    const refused = await node.rows();
    expect(refused.headers.get('retry-after')).toBe('1');
    await expectProblem(refused, 503, 'exchange/source-unavailable');
    await node.services.answer(readInterfaceCall, () => USUAL);
    node.provider.answerJson([]);
    expect(await (await node.rows()).json()).toEqual([]);
  });

  it('say how long the interface may be silent', async () => {
    await registered({ timeoutMilliseconds: 100 });
    node.provider.answer(() => undefined);
    const from = performance.now();
    await expectProblem(await node.rows(), 502, 'exchange/source-unavailable');
    expect(performance.now() - from).toBeLessThan(5_000);
    // Silence is no reason to ask again: it would double the wait.
    expect(node.provider.seen.length).toBe(1);
  });

  it.each([0, 502, 503, 504])('have a call repeated once where it may be, when the interface was not reached: %i', async (status) => {
    await registered({});
    failFirst(1, status);
    expect(await (await node.rows()).json()).toEqual([{ code: '1', name: '甲' }]);
    // A kept connection that breaks before an answer is bad timing, and not counted.
    failFirst(status === 0 ? 3 : 2, status);
    await expectProblem(await node.rows(), 502, 'exchange/source-unavailable');
    expect(node.provider.seen.length).toBe(status === 0 ? 5 : 4);
    await expect.poll(() => node.services.closings).toMatchObject([{ state: 'COMPLETED' }, { state: 'FAILED', bytes: 0 }]);
  });

  it('have no call repeated that may not be, that the interface answered, or of which bytes have left', async () => {
    await registered({ idempotent: false });
    node.provider.answerJson([]);
    await node.rows();
    failFirst(1, 0);
    await expectProblem(await node.rows(), 502, 'exchange/source-unavailable');
    failFirst(1, 503);
    await expectProblem(await node.rows(), 502, 'exchange/source-unavailable');
    expect(node.provider.seen.length).toBe(3);
    await registered({});
    failFirst(1, 500);
    await expectProblem(await node.rows(), 502, 'exchange/source-unavailable');
    node.provider.answer((request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write(`[${'{"code":"1","name":"2"},'.repeat(5_000)}`);
      setTimeout(() => request.socket.destroy(), 50);
    });
    await expect(node.rows().then((response) => response.text())).rejects.toThrow();
    expect(node.provider.seen.length).toBe(5);
  });
});

describe('an interface that does not work', () => {
  it('is left alone after ten failures, and callers are told when to come back; others are called', async () => {
    await registered({ idempotent: false });
    node.provider.answer((_request, response) => response.writeHead(500).end());
    for (let call = 0; call < 10; call += 1) await expectProblem(await node.rows(), 502, 'exchange/source-unavailable');
    const refused = await node.rows();
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(5);
    expect(seconds).toBeLessThanOrEqual(10);
    await expectProblem(refused, 503, 'exchange/source-unavailable');
    expect(node.provider.seen.length).toBe(10);
    await expect.poll(() => node.services.closings.filter(({ state, bytes }) => state === 'FAILED' && bytes === 0).length).toBe(11);
    await registered({});
    node.provider.answerJson([]);
    expect((await node.rows()).status).toBe(200);
  });
});
