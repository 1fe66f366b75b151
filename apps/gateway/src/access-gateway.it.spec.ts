import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSharingRequests, Problem, sharingProblems, takePermits } from '@gongshu/contracts';
import { startTestBus, testSettings, type TestBus } from '@gongshu/testing';
import { PlayedServices } from './stand-ins/played-services.js';
import { PlayedUpstream } from './stand-ins/played-upstream.js';
import { startGateway, type RunningGateway } from './start-gateway.js';

const GRANT = '0b9e5a3c-59b1-4b9e-9a55-b36c5d6a1d10';
const TOKEN = { authorization: 'Bearer abc.def.ghi' };

let bus: TestBus;
let services: PlayedServices;
let exchange: PlayedUpstream;
let parent: RunningGateway;
let access: RunningGateway;
let url: string;

beforeAll(async () => {
  bus = await startTestBus('130100', [], ['130123']);
  [services, exchange] = await Promise.all([PlayedServices.on(bus), PlayedUpstream.start()]);
  parent = await startGateway({ settings: testSettings({ NODE_CODE: '130100', NATS_URL: bus.url, NATS_USER: 'gateway', NATS_PASSWORD: bus.passwordOf('gateway'), GATEWAY_PORT: '0', EXCHANGE_URL: exchange.url }) });
  access = await startGateway({
    settings: testSettings({
      NODE_CODE: '130123', NODE_NAME: '正定县', NATS_URL: bus.url, NATS_USER: 'access-gateway-130123', NATS_PASSWORD: 'test-access-130123', GATEWAY_PORT: '0',
      ACCESS_GATEWAY: 'true', UPSTREAM_GATEWAY_URL: `http://127.0.0.1:${String(parent.ports.extranet)}`,
    }),
  });
  url = `http://127.0.0.1:${String(access.ports.extranet)}`;
  await services.issuePermits(() => ({}));
});

afterAll(async () => {
  await access.stop();
  await parent.stop();
  await Promise.all([exchange.stop(), services.stop()]);
  await bus.stop();
  await bus.remove();
});

describe('an access gateway', () => {
  it('asks its parent’s services under its own bus user', async () => {
    await services.answer(findSharingRequests, () => ({ items: [], nextCursor: null }));
    expect((await fetch(`${url}/v1/sharing-requests`, { headers: TOKEN })).status).toBe(200);
    expect(services.lastAsked(findSharingRequests)?.header('authorization')).toBe('abc.def.ghi');
  });

  it('is ready when the services it needs are', async () => {
    expect(await access.isReady()).toBe(false);
    await services.sayReady(['identity', 'sharing', 'catalogue']);
    await expect.poll(() => access.isReady()).toBe(true);
    expect(await parent.isReady()).toBe(false);
  });

  it('passes data calls on to its parent’s gateway whole, and takes no permit of its own', async () => {
    exchange.answerJson([{ code: '130123' }], { 'x-data-version': '2' });
    const before = services.timesAsked(takePermits);
    const response = await fetch(`${url}/v1/data/${GRANT}/rows?scenario=%E5%BA%94%E7%94%A8&limit=1`, { headers: TOKEN });
    expect([response.status, await response.json()]).toEqual([200, [{ code: '130123' }]]);
    expect(Object.fromEntries(response.headers)).toMatchObject({ 'x-permit-number': expect.stringMatching(/^\d+$/), 'x-permit-id': expect.any(String), 'x-data-version': '2' });
    expect(services.timesAsked(takePermits)).toBe(before + 1);
    await fetch(`${url}/v1/data/${GRANT}/rows?scenario=x`, { headers: { ...TOKEN, accept: 'application/x-ndjson' } });
    expect(exchange.seen.at(-1)?.url).toBe('/rows?form=ndjson');
  });

  it('passes uploads on as they come, and refusals as they are', async () => {
    let bytes = 0;
    exchange.answer((request, response) => {
      request.on('data', (chunk: Buffer) => (bytes += chunk.length));
      request.on('end', () => response.writeHead(201, { 'content-type': 'application/json' }).end('{"version":2}'));
    });
    const response = await fetch(`${url}/v1/data-sets/${GRANT}/versions`, { method: 'POST', headers: { ...TOKEN, 'content-type': 'text/csv' }, body: Buffer.alloc(5_000_000, 'a') });
    expect([response.status, await response.json(), bytes]).toEqual([201, { version: 2 }, 5_000_000]);
    await services.issuePermits(() => ({ permitId: null, source: null, problem: new Problem(sharingProblems.grantSuspended).toWire('0123456789abcdef0123456789abcdef') }));
    const refused = await fetch(`${url}/v1/data/${GRANT}/rows?scenario=x`, { headers: { ...TOKEN, 'accept-language': 'en' } });
    expect([refused.status, refused.headers.get('content-type'), ((await refused.json()) as { title: string }).title]).toEqual([403, 'application/problem+json; charset=utf-8', 'The grant is suspended']);
  });

  it('and a neighbour’s gateway that lead back here are found out, not followed in a circle', async () => {
    await services.issuePermits(() => ({ permitId: null, ticket: null, source: { kind: 'NEIGHBOUR', url: `http://127.0.0.1:${String(parent.ports.extranet)}` } }));
    const response = await fetch(`${url}/v1/data/${GRANT}/rows?scenario=x`, { headers: TOKEN });
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([503, 'federation/node-unreachable']);
  });

  it('says NODE_UNREACHABLE when the gateway it passes on to is away', async () => {
    await services.issuePermits(() => ({ permitId: null, ticket: null, source: { kind: 'NEIGHBOUR', url: 'http://127.0.0.1:1' } }));
    const response = await fetch(`${url}/v1/data/${GRANT}/file?scenario=x`, { headers: TOKEN });
    expect([response.status, response.headers.get('retry-after'), ((await response.json()) as { code: string }).code]).toEqual([503, '5', 'federation/node-unreachable']);
  });

  it('does not start with settings that do not fit together', async () => {
    const settings = testSettings({ NATS_URL: bus.url, GATEWAY_PORT: '0' });
    await expect(startGateway({ settings })).rejects.toThrow('EXCHANGE_URL');
    await expect(startGateway({ settings: { ...settings, ACCESS_GATEWAY: 'true' } })).rejects.toThrow('UPSTREAM_GATEWAY_URL');
    await expect(startGateway({ settings: testSettings({}) })).rejects.toThrow('GATEWAY_PORT is not set');
  });
});

describe('stopping', () => {
  it('finishes the calls under way, reports their ends, and takes no new ones', async () => {
    const own = await startGateway({ settings: testSettings({ NATS_URL: bus.url, NATS_USER: 'gateway', NATS_PASSWORD: bus.passwordOf('gateway'), GATEWAY_PORT: '0', EXCHANGE_URL: exchange.url }) });
    const at = `http://127.0.0.1:${String(own.ports.extranet)}`;
    await services.issuePermits(() => ({}));
    services.closings.length = 0;
    let release: (() => void) | null = null;
    exchange.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('[');
      release = () => response.end(']');
    });
    const call = fetch(`${at}/v1/data/${GRANT}/rows?scenario=x`, { headers: TOKEN });
    await expect.poll(() => release).not.toBeNull();
    const stopped = own.stop();
    await expect.poll(() => fetch(`${at}/health/live`).then(({ status }) => status, () => 'refused')).not.toBe(200);
    (release as (() => void) | null)?.();
    expect(await (await call).text()).toBe('[]');
    await stopped;
    expect(services.closings).toEqual([expect.objectContaining({ state: 'COMPLETED', bytes: 2 })]);
  });
});
