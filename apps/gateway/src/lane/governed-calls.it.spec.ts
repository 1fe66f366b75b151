import { createHash } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closePermits, exchangeProblems, Problem, problems, sharingProblems, takeOpenTickets, takePermits, type TakePermits } from '@gongshu/contracts';
import { startTestBus, testSettings, type TestBus } from '@gongshu/testing';
import { PlayedServices } from '../stand-ins/played-services.js';
import { PlayedUpstream } from '../stand-ins/played-upstream.js';
import { freePort, rawCall } from '../stand-ins/raw-call.js';
import { startGateway, type RunningGateway } from '../start-gateway.js';

const GRANT = '0b9e5a3c-59b1-4b9e-9a55-b36c5d6a1d10';
const TOKEN = { authorization: 'Bearer abc.def.ghi' };
const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

let bus: TestBus;
let services: PlayedServices;
let exchange: PlayedUpstream;
let provider: PlayedUpstream;
let gateway: RunningGateway;
let url: string;
let publicUrl: string;

beforeAll(async () => {
  bus = await startTestBus('130000');
  [services, exchange, provider] = await Promise.all([PlayedServices.on(bus), PlayedUpstream.start(), PlayedUpstream.start()]);
  gateway = await startGateway({
    settings: testSettings({
      NATS_URL: bus.url, NATS_USER: 'gateway', NATS_PASSWORD: bus.passwordOf('gateway'), GATEWAY_PORT: '0', GATEWAY_PUBLIC_PORT: String(await freePort()),
      EXCHANGE_URL: exchange.url, PRIVATE_INTERFACES_ALLOWED: 'true', MOST_CONCURRENT_CALLS: '300',
    }),
  });
  url = `http://127.0.0.1:${String(gateway.ports.extranet)}`;
  publicUrl = `http://127.0.0.1:${String(gateway.ports.public)}`;
});

afterAll(async () => {
  await gateway.stop();
  await Promise.all([exchange.stop(), provider.stop(), services.stop()]);
  await bus.stop();
  await bus.remove();
});

// No call's end may be counted as another test's.
afterEach(() => expect.poll(() => services.open.size, { timeout: 5_000 }).toBe(0));

beforeEach(async () => {
  await services.issuePermits(() => ({}));
  services.closings.length = 0;
  services.asked.clear();
  exchange.seen.length = 0;
  provider.seen.length = 0;
  exchange.answerJson([{ code: '130100' }], { 'x-data-version': '3' });
});

const rows = (query = 'scenario=x', headers: Record<string, string> = TOKEN): Promise<Response> => fetch(`${url}/v1/data/${GRANT}/rows?${query}`, { headers });

async function expectProblem(response: Response, status: number, code: string): Promise<void> {
  const body = (await response.json()) as Record<string, unknown>;
  expect([response.status, body['code'], response.headers.get('content-type')]).toEqual([status, code, 'application/problem+json; charset=utf-8']);
}

describe('a governed call of aggregated data', () => {
  it('takes a permit with the caller’s token, then streams, then closes the permit with what was delivered', async () => {
    const response = await rows('scenario=%E5%BA%94%E7%94%A8&columns=code&limit=5&offset=1&where.code=130100', { ...TOKEN, traceparent: '00-11111111111111111111111111111111-2222222222222222-01' });
    const text = await response.text();
    expect([response.status, text]).toEqual([200, '[{"code":"130100"}]']);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-permit-number': '1', 'x-permit-id': '00000000-0000-4000-8000-000000000001', 'x-data-version': '3', 'content-type': 'application/json', 'content-length': '19', 'cache-control': 'no-store',
      traceparent: expect.stringMatching(/^00-1{32}-/),
    });
    expect((services.lastAsked(takePermits)?.input as TakePermits).asks).toEqual([
      { token: 'abc.def.ghi', grantId: GRANT, scenario: '应用', columns: ['code'], form: 'ROWS', traceparent: expect.stringMatching(/^00-1{32}-/) },
    ]);
    expect(exchange.seen[0]?.url).toBe('/rows?form=json&limit=5&offset=1&where.code=130100');
    expect(exchange.seen[0]?.headers).toMatchObject({ 'x-permit-ticket': 'ticket-1', traceparent: expect.stringMatching(/^00-1{32}-/) });
    expect(exchange.seen[0]?.headers['authorization']).toBeUndefined();
    await expect.poll(() => services.closings).toEqual([{ permitId: '00000000-0000-4000-8000-000000000001', state: 'COMPLETED', bytes: 19, digest: sha256(text), dataVersion: 3 }]);
  });

  it('gives a file as CSV, chunked when its length is not known, with the same digest', async () => {
    exchange.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="x.csv"' });
      for (let index = 0; index < 2_000; index += 1) response.write(`${String(index)},行\r\n`);
      response.end();
    });
    const response = await fetch(`${url}/v1/data/${GRANT}/file`, { headers: { ...TOKEN, 'x-application-scenario': '%E5%BA%94%E7%94%A8' } });
    const body = Buffer.from(await response.arrayBuffer());
    expect([response.headers.get('content-type'), response.headers.get('content-disposition')]).toEqual(['text/csv; charset=utf-8', 'attachment; filename="x.csv"']);
    expect(exchange.seen[0]?.url).toBe('/rows?form=csv');
    expect((services.lastAsked(takePermits)?.input as TakePermits).asks[0]).toMatchObject({ form: 'FILE', scenario: '应用' });
    await expect.poll(() => services.closings).toEqual([expect.objectContaining({ state: 'COMPLETED', bytes: body.length, digest: sha256(body) })]);
  });

  it('opens no source when the permit is refused, and says why', async () => {
    await services.issuePermits((_ask, number) => ({
      permitId: null, ticket: null, source: null, problem: new Problem(number === 1 ? sharingProblems.grantSuspended : sharingProblems.scenarioMismatch).toWire('0123456789abcdef0123456789abcdef'),
    }));
    await expectProblem(await rows(), 403, 'sharing/grant-suspended');
    await expectProblem(await rows(), 403, 'sharing/scenario-mismatch');
    expect([exchange.seen.length, services.closings.length]).toEqual([0, 0]);
  });

  it('passes the exchange’s refusal on as the problem it is, and closes the permit as failed', async () => {
    exchange.answer((_request, response) => {
      response.writeHead(409, { 'content-type': 'application/problem+json' }).end(JSON.stringify(new Problem(exchangeProblems.noVersion).toWire('0123456789abcdef0123456789abcdef')));
    });
    await expectProblem(await rows(), 409, 'exchange/no-version');
    await expect.poll(() => services.closings).toEqual([{ permitId: expect.any(String), state: 'FAILED', bytes: 0 }]);
  });

  it.each([
    ['a refusal without a problem', (socket: import('node:net').Socket) => socket.end('HTTP/1.1 500 Oops\r\ncontent-length: 4\r\n\r\nsock')],
    ['a redirect', (socket: import('node:net').Socket) => socket.end('HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n')],
    ['nonsense', (socket: import('node:net').Socket) => socket.end('hello\r\n\r\n')],
    ['nothing', (socket: import('node:net').Socket) => socket.destroy()],
    ['a header that begins another', (socket: import('node:net').Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-type: a\rb\r\ncontent-length: 0\r\n\r\n')],
  ])('answers 502 when the exchange sends %s', async (_what, misbehave) => {
    exchange.answer((request) => misbehave(request.socket));
    await expectProblem(await rows(), 502, 'exchange/source-unavailable');
    await expect.poll(() => services.closings).toEqual([expect.objectContaining({ state: 'FAILED' })]);
  });

  it('breaks the connection when the source breaks off, and closes the permit as failed with the bytes that left', async () => {
    exchange.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/csv', 'content-length': '100' }).write('part');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(rows().then((response) => response.text())).rejects.toThrow();
    await expect.poll(() => services.closings).toEqual([{ permitId: expect.any(String), state: 'FAILED', bytes: 4 }]);
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
    await expectProblem(await fetch(`${url}${path}`, { headers }), status, code);
    expect([services.timesAsked(takePermits), exchange.seen.length]).toEqual([0, 0]);
  });

  it('lets no line end in a filter become a header or another request', async () => {
    await rows('scenario=x&where.a=1%0d%0aevil:%20yes%0d%0a');
    expect(exchange.seen[0]?.url).toBe('/rows?form=json&where.a=1%0D%0Aevil%3A%20yes%0D%0A');
    expect(exchange.seen[0]?.headers['evil']).toBeUndefined();
  });

  it('answers other methods with 405', async () => {
    for (const method of ['HEAD', 'POST', 'DELETE']) {
      const response = await fetch(`${url}/v1/data/${GRANT}/rows`, { method, headers: TOKEN });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET']);
    }
  });

  it('answers pipelined calls in their order', async () => {
    exchange.answer((request, response) => {
      setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end(`"${String(request.url)}"`), request.url?.includes('limit=1') === true ? 60 : 1);
    });
    const call = (limit: number, last: boolean): string => `GET /v1/data/${GRANT}/rows?scenario=x&limit=${String(limit)} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer t\r\n${last ? 'connection: close\r\n' : ''}\r\n`;
    const text = await rawCall(gateway.ports.extranet, call(1, false) + call(2, false) + call(3, true));
    expect([...text.matchAll(/limit=(\d)"/g)].map((match) => match[1])).toEqual(['1', '2', '3']);
  });
});

describe('many calls', () => {
  it('share few messages, both for permits and for closings', async () => {
    let number = 0;
    await services.answer(takePermits, async ({ asks }) => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      return { answers: asks.map(() => ({ permitId: GRANT, number: (number += 1), ticket: 't', source: { kind: 'PHYSICAL', url: null }, columns: [], allColumns: true, problem: null })) };
    });
    const answers = await Promise.all(Array.from({ length: 200 }, async () => {
      const response = await rows();
      await response.text();
      return [response.status, Number(response.headers.get('x-permit-number'))];
    }));
    expect(answers.every(([status]) => status === 200)).toBe(true);
    expect(new Set(answers.map(([, number]) => number)).size).toBe(200);
    expect(services.timesAsked(takePermits)).toBeLessThan(50);
    await expect.poll(() => services.closings.length).toBe(200);
    expect(services.timesAsked(closePermits)).toBeLessThan(100);
  });

  it('beyond the limit are told to come back, and the others are served', async () => {
    exchange.answer((_request, response) => setTimeout(() => response.end('[]'), 100));
    const statuses = await Promise.all(Array.from({ length: 400 }, async () => {
      const response = await rows();
      if (response.status === 503) expect(response.headers.get('retry-after')).toBe('1');
      await response.text();
      return response.status;
    }));
    expect(statuses.filter((status) => status === 503).length).toBeGreaterThan(0);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(300);
  });

  it('are told 503 at once, with a time to come back, while sharing is away', async () => {
    const alone = await startTestBus('130000');
    const early = await startGateway({ settings: testSettings({ NATS_URL: alone.url, NATS_USER: 'gateway', NATS_PASSWORD: alone.passwordOf('gateway'), GATEWAY_PORT: '0', EXCHANGE_URL: exchange.url }) });
    const response = await fetch(`http://127.0.0.1:${String(early.ports.extranet)}/v1/data/${GRANT}/rows?scenario=x`, { headers: TOKEN });
    expect(response.headers.get('retry-after')).toBe('1');
    await expectProblem(response, 503, 'capacity/service-unreachable');
    await early.stop();
    await alone.stop();
    await alone.remove();
  });

  it('close their permits although sharing was away meanwhile', async () => {
    let refusals = 0;
    await services.answer(closePermits, ({ closings }) => {
      refusals += 1;
      if (refusals === 1) throw new Problem(problems.serviceUnreachable);
      services.closings.push(...closings);
      services.open.clear();
      return { closed: closings.length };
    });
    await (await rows()).text();
    await expect.poll(() => services.closings.length, { timeout: 5_000 }).toBe(1);
  });
});

describe('clients that leave or read slowly', () => {
  it('do not leak connections: after 400 aborted calls the next one is served', async () => {
    exchange.answer((_request, response) => {
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
        const response = await fetch(`${url}/v1/data/${GRANT}/rows?scenario=x`, { headers: TOKEN, signal: AbortSignal.any([controller.signal, AbortSignal.timeout(300)]) }).catch(() => null);
        await response?.body?.getReader().read().catch(() => undefined);
        controller.abort();
      }));
    }
    await expect.poll(() => exchange.connections(), { timeout: 5_000 }).toBe(0);
    await expect.poll(() => services.closings.length, { timeout: 5_000 }).toBeGreaterThan(100);
    expect(services.closings.every(({ state }) => state === 'FAILED')).toBe(true);
    exchange.answerJson([]);
    expect(await (await rows()).json()).toEqual([]);
    await expect.poll(() => services.closings.at(-1)?.state).toBe('COMPLETED');
  });

  it('hold the source back: memory does not grow with the answer', async () => {
    let sent = 0;
    exchange.answer((_request, response) => {
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
    const socket = connect(gateway.ports.extranet, '127.0.0.1');
    socket.pause();
    socket.write(`GET /v1/data/${GRANT}/file?scenario=x HTTP/1.1\r\nhost: x\r\nauthorization: Bearer t\r\n\r\n`);
    await expect.poll(() => sent).toBeGreaterThan(0);
    let before = -1;
    await expect.poll(() => {
      const still = sent === before;
      before = sent;
      return still;
    }, { interval: 150, timeout: 5_000 }).toBe(true);
    expect(sent).toBeLessThan(40 * 1024 * 1024);
    socket.destroy();
    await expect.poll(() => services.closings.map(({ state }) => state)).toEqual(['FAILED']);
  });

  it('that leave before the permit came cost a failed permit and no source', async () => {
    let release: (() => void) | null = null;
    await services.answer(takePermits, async ({ asks }) => {
      await new Promise<void>((resolve) => (release = resolve));
      return { answers: asks.map(() => ({ permitId: GRANT, number: 1, ticket: 't', source: { kind: 'PHYSICAL', url: null }, columns: [], allColumns: true, problem: null })) };
    });
    const controller = new AbortController();
    const call = fetch(`${url}/v1/data/${GRANT}/rows?scenario=x`, { headers: TOKEN, signal: controller.signal }).catch(() => 'gone');
    await expect.poll(() => release).not.toBeNull();
    controller.abort();
    expect(await call).toBe('gone');
    await new Promise((resolve) => setTimeout(resolve, 50));
    (release as (() => void) | null)?.();
    await expect.poll(() => services.closings).toEqual([{ permitId: GRANT, state: 'FAILED', bytes: 0 }]);
    expect(exchange.seen.length).toBe(0);
  });
});

describe('a governed call of a registered interface', () => {
  const logical = (allColumns: boolean, at = provider.url): Promise<void> => services.issuePermits(() => ({ ticket: null, source: { kind: 'LOGICAL', url: `${at}/service?tenant=7` }, columns: ['code', 'name'], allColumns }));

  it('streams the provider’s JSON through when all columns are granted, without telling it who asks', async () => {
    provider.answerJson([{ code: '1', name: '甲', other: 1 }]);
    await logical(true);
    const response = await rows('scenario=x&limit=3&where.code=1');
    expect([response.status, await response.json()]).toEqual([200, [{ code: '1', name: '甲', other: 1 }]]);
    expect(provider.seen[0]?.url).toBe('/service?tenant=7&limit=3&code=1');
    expect(provider.seen[0]?.headers).not.toHaveProperty('authorization');
    await expect.poll(() => services.closings).toEqual([expect.objectContaining({ state: 'COMPLETED' })]);
  });

  it('masks the columns that are not granted, in rows and in files', async () => {
    provider.answerJson([{ code: '1', name: '甲,乙', id_number: '130…' }]);
    await logical(false);
    const masked = await rows();
    expect(await masked.text()).toBe('[{"code":"1","name":"甲,乙"}]');
    const file = await fetch(`${url}/v1/data/${GRANT}/file?scenario=x`, { headers: TOKEN });
    const text = await file.text();
    expect([text, file.headers.get('content-type')]).toEqual(['code,name\r\n1,"甲,乙"\r\n', 'text/csv; charset=utf-8']);
    await expect.poll(() => services.closings[1]).toMatchObject({ state: 'COMPLETED', rows: 1, bytes: Buffer.byteLength(text), digest: sha256(text) });
  });

  it('refuses a filter by a column that is not granted', async () => {
    await logical(false);
    await expectProblem(await rows('scenario=x&where.id_number=130'), 403, 'sharing/outside-grant');
    expect(provider.seen.length).toBe(0);
    await expect.poll(() => services.closings).toEqual([expect.objectContaining({ state: 'FAILED' })]);
  });

  it.each([true, false])('answers 502 when the provider redirects, fails, compresses, answers no JSON or too much (all columns: %s)', async (allColumns) => {
    await logical(allColumns);
    provider.answer((_request, response) => response.writeHead(302, { location: `${exchange.url}/stolen` }).end());
    await expectProblem(await rows(), 502, 'exchange/source-unavailable');
    provider.answer((_request, response) => response.writeHead(500).end('stack trace'));
    await expectProblem(await rows(), 502, 'exchange/source-unavailable');
    provider.answer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'));
    await expectProblem(await rows(), 502, 'exchange/source-unavailable');
    provider.answer((_request, response) => response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end('x'));
    await expectProblem(await rows(), 502, 'exchange/source-unavailable');
    if (!allColumns) {
      provider.answer((_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.alloc(9 * 1024 * 1024, ' ')));
      await expectProblem(await rows(), 502, 'exchange/source-unavailable');
      provider.answerJson({ rows: [] });
      await expectProblem(await rows(), 502, 'exchange/source-unavailable');
    }
    expect(exchange.seen.length).toBe(0);
  });

  it('never goes to a metadata service, whatever is registered', async () => {
    await logical(true, 'http://169.254.169.254');
    await expectProblem(await rows(), 422, 'exchange/unsafe-address');
    await logical(false, 'http://[::ffff:127.0.0.1]:1');
    await expectProblem(await rows(), 422, 'exchange/unsafe-address');
  });

  it('goes to a private address only where the operator allows it', async () => {
    const strict = await startGateway({ settings: testSettings({ NATS_URL: bus.url, NATS_USER: 'gateway', NATS_PASSWORD: bus.passwordOf('gateway'), GATEWAY_PORT: '0', EXCHANGE_URL: exchange.url }) });
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '0.0.0.0']) {
      await logical(true, provider.url.replace('127.0.0.1', host));
      await expectProblem(await fetch(`http://127.0.0.1:${String(strict.ports.extranet)}/v1/data/${GRANT}/rows?scenario=x`, { headers: TOKEN }), 422, 'exchange/unsafe-address');
    }
    expect(provider.seen.length).toBe(0);
    await strict.stop();
  });
});

describe('uploads', () => {
  const upload = (headers: Record<string, string>, body: string | Buffer = 'a\r\n1\r\n'): Promise<Response> => fetch(`${url}/v1/data-sets/${GRANT}/versions`, { method: 'POST', headers: { ...TOKEN, 'content-type': 'text/csv; charset=utf-8', ...headers }, body });

  it('stream to the exchange with the caller’s token, beyond the limit of other bodies', async () => {
    const hash = createHash('sha256');
    exchange.answer((request, response) => {
      request.on('data', (chunk: Buffer) => hash.update(chunk));
      request.on('end', () => response.writeHead(201, { 'content-type': 'application/json' }).end('{"version":1}'));
    });
    const csv = Buffer.alloc(20 * 1024 * 1024, 'code,name\r\n');
    const response = await upload({}, csv);
    expect([response.status, await response.json()]).toEqual([201, { version: 1 }]);
    expect(hash.digest('hex')).toBe(sha256(csv));
    expect(exchange.seen[0]?.url).toBe(`/versions/${GRANT}`);
    expect(exchange.seen[0]?.headers).toMatchObject({ authorization: 'Bearer abc.def.ghi', 'content-type': 'text/csv; charset=utf-8' });
  });

  it('bring the exchange’s refusal back, even while they are still being sent', async () => {
    exchange.answer((request, response) => {
      request.once('data', () => response.writeHead(422, { 'content-type': 'application/problem+json' }).end(JSON.stringify(new Problem(exchangeProblems.headerMismatch).toWire('0123456789abcdef0123456789abcdef'))));
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const post = (path: string, body: Buffer): Promise<number> => new Promise((resolve, reject) => {
      const sending = httpRequest(`${url}${path}`, { agent, method: 'POST', headers: { ...TOKEN, 'content-type': 'text/csv' } }, (answer) => answer.resume().on('end', () => resolve(answer.statusCode ?? 0)));
      sending.on('error', reject).end(body);
    });
    // The connection is good for the next call, though nobody wanted the rest of the body.
    for (let round = 0; round < 3; round += 1) expect(await post(`/v1/data-sets/${GRANT}/versions`, Buffer.alloc(24 * 1024 * 1024, 'x'))).toBe(422);
    agent.destroy();
    await expectProblem(await upload({}), 422, 'exchange/header-mismatch');
  });

  it('are refused without token, as another type, by another method, for no id', async () => {
    await expectProblem(await fetch(`${url}/v1/data-sets/${GRANT}/versions`, { method: 'POST', headers: { 'content-type': 'text/csv' }, body: 'a' }), 401, 'access/unauthenticated');
    await expectProblem(await upload({ 'content-type': 'application/json' }), 415, 'input/unsupported-media-type');
    await expectProblem(await fetch(`${url}/v1/data-sets/${GRANT}/versions`, { headers: TOKEN }), 405, 'access/method-not-allowed');
    await expectProblem(await fetch(`${url}/v1/data-sets/x/versions`, { method: 'POST', headers: { ...TOKEN, 'content-type': 'text/csv' }, body: 'a' }), 404, 'access/not-found');
    expect(exchange.seen.length).toBe(0);
  });

  it('that break off reach the exchange as broken off', async () => {
    let aborted = false;
    exchange.answer((request) => {
      request.on('error', () => undefined);
      request.on('close', () => (aborted = !request.complete));
      request.resume();
    });
    const sending = httpRequest(`${url}/v1/data-sets/${GRANT}/versions`, { method: 'POST', headers: { ...TOKEN, 'content-type': 'text/csv' } });
    sending.on('error', () => undefined);
    sending.write('a,b\r\n');
    await expect.poll(() => exchange.seen.length).toBe(1);
    sending.destroy();
    await expect.poll(() => aborted).toBe(true);
  });
});

describe('open data', () => {
  it('is given on both listeners to anybody, under tickets taken together', async () => {
    await services.answer(takeOpenTickets, ({ entryIds }) => ({ answers: entryIds.map((id) => ({ ticket: `open-${id}`, columns: ['code'], problem: null })) }));
    for (const at of [url, publicUrl]) {
      const response = await fetch(`${at}/v1/open/data/${GRANT}/rows?limit=2`);
      expect([response.status, await response.json(), response.headers.get('x-data-version')]).toEqual([200, [{ code: '130100' }], '3']);
    }
    expect(exchange.seen[0]?.headers['x-permit-ticket']).toBe(`open-${GRANT}`);
    exchange.answer((_request, response) => setTimeout(() => response.end('a\r\n'), 5));
    const files = await Promise.all(Array.from({ length: 50 }, () => fetch(`${publicUrl}/v1/open/data/${GRANT}/file`)));
    expect(files.every(({ status }) => status === 200)).toBe(true);
    await Promise.all(files.map((file) => file.text()));
    expect(services.timesAsked(takeOpenTickets)).toBeLessThan(30);
    expect(services.timesAsked(takePermits)).toBe(0);
  });

  it('is refused with the service’s problem, and takes neither scenario nor columns', async () => {
    await services.answer(takeOpenTickets, ({ entryIds }) => ({ answers: entryIds.map(() => ({ ticket: null, columns: [], problem: new Problem(problems.notFound).toWire('0123456789abcdef0123456789abcdef') })) }));
    await expectProblem(await fetch(`${publicUrl}/v1/open/data/${GRANT}/rows`), 404, 'access/not-found');
    await expectProblem(await fetch(`${publicUrl}/v1/open/data/${GRANT}/rows?columns=a`), 422, 'input/invalid');
  });
});
