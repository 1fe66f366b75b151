import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findSharingRequests, recordZoneRefusal, type RecordZoneRefusal } from '@gongshu/contracts';
import { TestIssuers, TravelClock } from '@gongshu/testing';
import { GRANT, startLaneNode, TOKEN, type LaneNode } from '../stand-ins/lane-node.js';
import { startGateway, type RunningGateway } from '../start-gateway.js';

const ARTICLE = { pack: 'hebei', version: '1', article: '32', quote: '应当依托电子政务网络和政务云进行' };

let node: LaneNode;

beforeAll(async () => {
  node = await startLaneNode();
});
afterAll(() => node.stop());
beforeEach(() => node.reset());

const started: RunningGateway[] = [];
afterAll(() => Promise.all(started.map((gateway) => gateway.stop())));

async function gatewayWith(settings: Readonly<Record<string, string>>): Promise<{ readonly url: string; readonly port: number }> {
  const gateway = await startGateway({ settings: { ...node.settings, ...settings } });
  started.push(gateway);
  return { url: `http://127.0.0.1:${String(gateway.ports.extranet)}`, port: gateway.ports.extranet };
}

describe('a client that calls too often', () => {
  it('is told so with 429 and when to come back, and is let in then; others are not touched', async () => {
    const { url } = await gatewayWith({ DATA_CALLS_PER_SECOND: '2', DATA_CALLS_BURST: '3', TRUSTED_PROXIES: '127.0.0.1' });
    const rows = (address: string): Promise<Response> => fetch(`${url}/v1/data/${GRANT}/rows?scenario=x`, { headers: { ...TOKEN, 'x-forwarded-for': address } });
    const first = [await rows('10.0.0.1'), await rows('10.0.0.1'), await rows('10.0.0.1')];
    expect(first.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect([first[0]?.headers.get('ratelimit-policy'), first[0]?.headers.get('ratelimit')]).toEqual(['"data";q=3;w=2', expect.stringMatching(/^"data";r=2;t=\d$/)]);
    const refused = await rows('10.0.0.1');
    expect([refused.status, refused.headers.get('retry-after'), ((await refused.json()) as { code: string }).code]).toEqual([429, '1', 'capacity/too-many-requests']);
    expect((await rows('10.0.0.2')).status).toBe(200);
    await expect.poll(async () => (await rows('10.0.0.1')).status, { interval: 1_000 }).toBe(200);
  });

  it('counts with all others of its IPv6 network, and as IPv4 where its address is one of IPv4 however it is written', async () => {
    const { url } = await gatewayWith({ DATA_CALLS_PER_SECOND: '1', DATA_CALLS_BURST: '2', TRUSTED_PROXIES: '127.0.0.1' });
    const rows = async (address: string): Promise<number> => (await fetch(`${url}/v1/data/${GRANT}/rows?scenario=x`, { headers: { ...TOKEN, 'x-forwarded-for': address } })).status;
    const together = async (...addresses: string[]): Promise<boolean> => (await Promise.all(addresses.map(rows))).includes(429);
    expect([await together('2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:db8:1:2::3', '2001:db8:1:2:a:b:c:d', '2001:db8:1:2::5'), await rows('2001:db8:1:3::1')]).toEqual([true, 200]);
    expect([await together('203.0.113.9', '::ffff:203.0.113.9', '::ffff:cb00:7109', '::FFFF:203.0.113.9', '203.0.113.9'), await rows('203.0.113.10')]).toEqual([true, 200]);
  });

  it('has a limit of its own for other calls, and none for asking whether the gateway lives', async () => {
    await node.services.answer(findSharingRequests, () => ({ items: [], nextCursor: null }));
    const { url } = await gatewayWith({ REST_CALLS_PER_SECOND: '1', REST_CALLS_BURST: '1' });
    const status = async (path: string): Promise<number> => (await fetch(`${url}${path}`, { headers: TOKEN })).status;
    expect([await status('/v1/sharing-requests'), await status('/v1/sharing-requests')]).toEqual([200, 429]);
    expect([await status('/health/live'), await status('/health/live'), await status(`/v1/data/${GRANT}/rows?scenario=x`)]).toEqual([200, 200, 200]);
  });

  it('counts by its verified token wherever it calls from, and nobody counts as it by a token of his own making', async () => {
    const clock = new TravelClock(new Date().toISOString());
    const issuers = new TestIssuers(clock);
    await node.services.answerSubject('rq.identity.get-token-issuers.v1', async () => ({ issuers: await issuers.issuers(['130000']) }));
    const { url } = await gatewayWith({ DATA_CALLS_PER_SECOND: '1', DATA_CALLS_BURST: '2', TRUSTED_PROXIES: '127.0.0.1', NODE_CODE: '130000' });
    const token = await issuers.token({ client: 'desk', organisation: 'bureau', name: '数据局', division: '130000', level: 'PROVINCE', node: '130000', roles: ['DATA_ADMINISTRATOR'] });
    const forged = `${token.slice(0, -6)}AAAAAA`;
    const rows = async (bearer: string, address: string): Promise<number> =>
      (await fetch(`${url}/v1/data/${GRANT}/rows?scenario=x`, { headers: { authorization: `Bearer ${bearer}`, 'x-forwarded-for': address } })).status;
    expect([await rows(forged, '10.9.0.1'), await rows(forged, '10.9.0.1'), await rows(forged, '10.9.0.1')]).toEqual([200, 200, 429]);
    expect([await rows(token, '10.9.0.2'), await rows(token, '10.9.0.3'), await rows(token, '10.9.0.4')]).toEqual([200, 200, 429]);
  });
});

describe('calls beyond what the gateway can have under way', () => {
  it('wait their turn, and are served in it', async () => {
    const { url } = await gatewayWith({ MOST_CONCURRENT_CALLS: '2', MOST_WAIT_MILLISECONDS: '5000' });
    let underWay = 0;
    let most = 0;
    node.exchange.answer((_request, response) => {
      underWay += 1;
      most = Math.max(most, underWay);
      setTimeout(() => {
        underWay -= 1;
        response.end('[]');
      }, 5);
    });
    const answers = await Promise.all(Array.from({ length: 20 }, async () => {
      const response = await fetch(`${url}/v1/data/${GRANT}/rows?scenario=x`, { headers: TOKEN });
      await response.text();
      return response.status;
    }));
    expect([new Set(answers), most]).toEqual([new Set([200]), 2]);
  });

  it('are told 503 and when to come back, where they would wait too long; those who leave free their place', async () => {
    const { url } = await gatewayWith({ MOST_CONCURRENT_CALLS: '1', MOST_WAIT_MILLISECONDS: '300' });
    let release: (() => void) | null = null;
    node.exchange.answer((_request, response) => {
      release = () => response.end('[]');
    });
    const rows = (signal?: AbortSignal): Promise<Response> => fetch(`${url}/v1/data/${GRANT}/rows?scenario=x`, { headers: TOKEN, ...(signal === undefined ? {} : { signal }) });
    const held = rows();
    await expect.poll(() => release).not.toBeNull();
    const leaving = new AbortController();
    const left = rows(leaving.signal).catch(() => 'left');
    const refused = await rows();
    expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([503, expect.any(Number)]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    leaving.abort();
    expect(await left).toSatisfy((end: unknown) => end === 'left' || (end as Response).status === 503);
    (release as (() => void) | null)?.();
    expect((await held).status).toBe(200);
    node.exchange.answerJson([]);
    expect((await rows()).status).toBe(200);
  });
});

describe('a client that stands still', () => {
  it('does not keep its slot, be it that it takes no answer or that it sends no body; a slow source is not its fault', async () => {
    const { url, port } = await gatewayWith({ MOST_CONCURRENT_CALLS: '3', PROGRESS_SECONDS: '1', LEAST_BYTES_PER_SECOND: '1000' });
    node.exchange.answer((request, response) => {
      if (request.method === 'POST') {
        request.resume();
        return;
      }
      if (request.url?.includes('where.slow') === true) {
        setTimeout(() => response.end('[]'), 3_500);
        return;
      }
      const block = Buffer.alloc(256 * 1024, 'x');
      const more = (): void => {
        while (!response.destroyed && response.write(block));
        response.once('drain', more);
      };
      more();
    });
    const closed = (bytes: string): Promise<boolean> => new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
      socket.pause();
      socket.on('error', () => resolve(true));
      socket.on('close', () => resolve(true));
      // A paused socket hears of its end only when it reads again.
      setTimeout(() => socket.resume(), 3_500);
    });
    const waiting = fetch(`${url}/v1/data/${GRANT}/rows?scenario=x&where.slow=1`, { headers: TOKEN });
    const reader = closed(`GET /v1/data/${GRANT}/file?scenario=x HTTP/1.1\r\nhost: x\r\nauthorization: Bearer t\r\n\r\n`);
    const sender = closed(`POST /v1/data-sets/${GRANT}/versions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer t\r\ncontent-type: text/csv\r\ncontent-length: 1000000\r\n\r\na`);
    expect([await reader, await sender, (await waiting).status]).toEqual([true, true, 200]);
    await expect.poll(() => node.exchange.connections()).toBeLessThanOrEqual(1);
  });
});

describe('the network zone a call comes from', () => {
  it('must be one of those that data are shared with: 403 with the article otherwise, on record once', async () => {
    const recorded: RecordZoneRefusal[] = [];
    await node.services.answer(recordZoneRefusal, (input) => {
      recorded.push(input);
      return { article: ARTICLE };
    });
    await node.services.answer(findSharingRequests, () => ({ items: [], nextCursor: null }));
    const { url } = await gatewayWith({ NETWORK_ZONES: 'extranet=10.0.0.0/8,office=192.168.0.0/16', SHARING_ZONES: 'extranet', TRUSTED_PROXIES: '127.0.0.1' });
    const call = async (path: string, address: string): Promise<[number, unknown]> => {
      const response = await fetch(`${url}${path}`, { headers: { ...TOKEN, 'x-forwarded-for': address } });
      return [response.status, response.status === 403 ? await response.json() : null];
    };
    expect((await call('/v1/sharing-requests', '10.1.2.3'))[0]).toBe(200);
    for (const path of ['/v1/sharing-requests', `/v1/data/${GRANT}/rows?scenario=x`, '/oidc/auth']) {
      expect(await call(path, '192.168.1.1')).toMatchObject([403, { code: 'access/zone-not-allowed', article: ARTICLE }]);
    }
    expect((await call('/health/live', '192.168.1.1'))[0]).toBe(200);
    expect(recorded).toEqual([{ address: '192.168.1.1', zone: 'office' }]);
  });
});
