import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closePermits, Problem, problems, takePermits, type TakePermits } from '@gongshu/contracts';
import { startTestBus } from '@gongshu/testing';
import { GRANT, problemSeen, startLaneNode, TOKEN, type LaneNode } from '../stand-ins/lane-node.js';
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

describe('many calls', () => {
  it('share few messages, both for permits and for closings', async () => {
    let number = 0;
    await node.services.answer(takePermits, async ({ asks }) => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      return { answers: asks.map(() => ({ permitId: GRANT, number: (number += 1), ticket: 't', source: { kind: 'PHYSICAL', url: null }, columns: [], allColumns: true, rowFilter: [], mostRows: null, problem: null })) };
    });
    const answers = await Promise.all(Array.from({ length: 200 }, async () => {
      const response = await node.rows();
      await response.text();
      return [response.status, Number(response.headers.get('x-permit-number'))];
    }));
    expect(answers.every(([status]) => status === 200)).toBe(true);
    expect(new Set(answers.map(([, number]) => number)).size).toBe(200);
    expect(node.services.timesAsked(takePermits)).toBeLessThan(50);
    await expect.poll(() => node.services.closings.length).toBe(200);
    expect(node.services.timesAsked(closePermits)).toBeLessThan(100);
  });

  it('beyond the limit are told to come back, and the others are served', async () => {
    const held: (() => void)[] = [];
    let open = false;
    node.exchange.answer((_request, response) => (open ? response.end('[]') : held.push(() => response.end('[]'))));
    const calls = Array.from({ length: 300 }, () => node.rows());
    const asks = (): number => (node.services.asked.get(takePermits.subject) ?? []).reduce((sum, { input }) => sum + (input as TakePermits).asks.length, 0);
    await expect.poll(asks).toBe(300);
    const refused = await node.rows();
    expect(refused.headers.get('retry-after')).toBe('1');
    await expectProblem(refused, 503, 'capacity/service-unreachable');
    open = true;
    for (const release of held) release();
    const served = await Promise.all(calls);
    await Promise.all(served.map((response) => response.text()));
    expect(served.every(({ status }) => status === 200)).toBe(true);
  });

  it('are told 503 at once, with a time to come back, while sharing is away', async () => {
    const alone = await startTestBus('130000');
    const early = await startGateway({ settings: { ...node.settings, NATS_URL: alone.url, NATS_PASSWORD: alone.passwordOf('gateway') } });
    const response = await fetch(`http://127.0.0.1:${String(early.ports.extranet)}/v1/data/${GRANT}/rows?scenario=x`, { headers: TOKEN });
    expect(response.headers.get('retry-after')).toBe('1');
    await expectProblem(response, 503, 'capacity/service-unreachable');
    await early.stop();
    await alone.stop();
    await alone.remove();
  });

  it('close their permits although sharing was away meanwhile', async () => {
    let refusals = 0;
    await node.services.answer(closePermits, ({ closings }) => {
      refusals += 1;
      if (refusals === 1) throw new Problem(problems.serviceUnreachable);
      node.services.closings.push(...closings);
      node.services.open.clear();
      return { closed: closings.length };
    });
    await (await node.rows()).text();
    await expect.poll(() => node.services.closings.length).toBe(1);
  });
});

describe('clients that leave or read slowly', () => {
  it('do not leak connections: after 400 aborted calls the next one is served', async () => {
    node.exchange.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const block = Buffer.alloc(256 * 1024, 'x');
      const more = (): void => {
        while (!response.destroyed && response.write(block));
        response.once('drain', more);
      };
      more();
    });
    for (let round = 0; round < 4; round += 1) {
      await Promise.all(Array.from({ length: 100 }, async () => {
        const controller = new AbortController();
        const response = await fetch(`${node.url}/v1/data/${GRANT}/rows?scenario=x`, { headers: TOKEN, signal: AbortSignal.any([controller.signal, AbortSignal.timeout(300)]) }).catch(() => null);
        await response?.body?.getReader().read().catch(() => undefined);
        controller.abort();
      }));
    }
    await expect.poll(() => node.exchange.connections()).toBe(0);
    await expect.poll(() => node.services.closings.length).toBeGreaterThan(100);
    expect(node.services.closings.every(({ state }) => state === 'FAILED')).toBe(true);
    node.exchange.answerJson([]);
    expect(await (await node.rows()).json()).toEqual([]);
    await expect.poll(() => node.services.closings.at(-1)?.state).toBe('COMPLETED');
  });

  it('hold the source back: memory does not grow with the answer', async () => {
    let sent = 0;
    node.exchange.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/csv' });
      const block = Buffer.alloc(64 * 1024);
      const more = (): void => {
        for (;;) {
          sent += block.length;
          if (sent > 200 * 1024 * 1024) {
            response.end();
            return;
          }
          if (!response.write(block)) break;
        }
        response.once('drain', more);
      };
      more();
    });
    const socket = connect(node.gateway.ports.extranet, '127.0.0.1');
    socket.pause();
    socket.write(`GET /v1/data/${GRANT}/file?scenario=x HTTP/1.1\r\nhost: x\r\nauthorization: Bearer t\r\n\r\n`);
    await expect.poll(() => sent).toBeGreaterThan(0);
    let before = -1;
    await expect.poll(() => {
      const still = sent === before;
      before = sent;
      return still;
    }, { interval: 150 }).toBe(true);
    expect(sent).toBeLessThan(40 * 1024 * 1024);
    socket.destroy();
    await expect.poll(() => node.services.closings.map(({ state }) => state)).toEqual(['FAILED']);
  });

  it('that leave before the permit came cost a failed permit and no source', async () => {
    let release: (() => void) | null = null;
    await node.services.answer(takePermits, async ({ asks }) => {
      await new Promise<void>((resolve) => (release = resolve));
      return { answers: asks.map(() => ({ permitId: GRANT, number: 1, ticket: 't', source: { kind: 'PHYSICAL', url: null }, columns: [], allColumns: true, rowFilter: [], mostRows: null, problem: null })) };
    });
    const controller = new AbortController();
    const call = fetch(`${node.url}/v1/data/${GRANT}/rows?scenario=x`, { headers: TOKEN, signal: controller.signal }).catch(() => 'gone');
    await expect.poll(() => release).not.toBeNull();
    controller.abort();
    expect(await call).toBe('gone');
    await new Promise((resolve) => setTimeout(resolve, 50));
    (release as (() => void) | null)?.();
    await expect.poll(() => node.services.closings).toEqual([{ permitId: GRANT, state: 'FAILED', bytes: 0 }]);
    expect(node.exchange.seen.length).toBe(0);
  });
});
