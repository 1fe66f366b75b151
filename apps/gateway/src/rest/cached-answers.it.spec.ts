import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyone, ALL_REQUESTS, computeDeadline, defineRequest, findCalendarYears, findRegulationPacks, get, lawProblems, Nothing, post, Problem, roles, type RegulationPackList } from '@gongshu/contracts';
import { freePort, startTestBus, type TestBus, testSettings } from '@gongshu/testing';
import { PlayedServices } from '../stand-ins/played-services.js';
import { rawCall } from '../stand-ins/raw-call.js';
import { startGateway, type RunningGateway } from '../start-gateway.js';

let bus: TestBus;
let services: PlayedServices;
let gateway: RunningGateway;
let url: string;
let publicUrl: string;
let title: string;

const packs = (language: string): RegulationPackList => ({
  items: [{ id: 'hebei', version: '1', title: `${title} ${language}`, jurisdiction: { division: '130000', name: '河北省' }, status: 'draft', inForceFrom: null, inForceTo: null, parent: null, sharingTypes: [], openTypes: [] }],
});

beforeAll(async () => {
  bus = await startTestBus('130000');
  services = await PlayedServices.on(bus);
  title = '共享办法';
  await services.answer(findRegulationPacks, (_input, asked) => packs(asked.header('accept-language')));
  await services.answer(findCalendarYears, () => ({ items: [] }));
  const settings = testSettings({
    NATS_URL: bus.url, NATS_USER: 'gateway', NATS_PASSWORD: bus.passwordOf('gateway'),
    GATEWAY_PORT: '0', GATEWAY_PUBLIC_PORT: String(await freePort()), EXCHANGE_URL: 'http://127.0.0.1:9',
  });
  gateway = await startGateway({ settings });
  url = `http://127.0.0.1:${String(gateway.ports.extranet)}/v1`;
  publicUrl = `http://127.0.0.1:${String(gateway.ports.public)}/v1`;
});

afterAll(async () => {
  await gateway.stop();
  await services.stop();
  await bus.stop();
  await bus.remove();
});

describe('an answer that may be kept', () => {
  it('says for how long, by which language, and under which tag, on both listeners', async () => {
    for (const base of [url, publicUrl]) {
      const { status, headers } = await fetch(`${base}/regulation-packs`);
      expect(status).toBe(200);
      expect(Object.fromEntries(headers)).toMatchObject({
        'cache-control': 'public, max-age=300', vary: 'accept-language', etag: expect.stringMatching(/^"[\w-]{27}"$/), 'content-language': 'zh-CN', 'content-type': 'application/json; charset=utf-8',
      });
    }
    expect((await fetch(`${url}/calendar-years`)).headers.get('cache-control')).toBe('public, max-age=60');
  });

  it('is 304 without a body to who has it already, and whole again when it has changed', async () => {
    const first = await fetch(`${url}/regulation-packs`);
    const tag = first.headers.get('etag') ?? '';
    const ask = (named: string): Promise<Response> => fetch(`${url}/regulation-packs`, { headers: { 'if-none-match': named } });
    for (const named of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const kept = await ask(named);
      expect([named, kept.status, await kept.text(), kept.headers.get('etag'), kept.headers.get('cache-control'), kept.headers.get('vary')]).toEqual([named, 304, '', tag, 'public, max-age=300', 'accept-language']);
    }
    expect((await ask('"other"')).status).toBe(200);
    title = '修订后的共享办法';
    const changed = await ask(tag);
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(tag);
  });

  it('is another one in another language, and says which it is', async () => {
    const [chinese, english] = await Promise.all(['zh-CN', 'en'].map((language) => fetch(`${url}/regulation-packs`, { headers: { 'accept-language': language } })));
    expect([chinese?.headers.get('content-language'), english?.headers.get('content-language')]).toEqual(['zh-CN', 'en']);
    expect(english?.headers.get('etag')).not.toBe(chinese?.headers.get('etag'));
    expect(((await english?.json()) as RegulationPackList).items[0]?.title).toMatch(/ en$/);
  });

  it('has the same head for HEAD, and no body', async () => {
    const whole = await fetch(`${url}/regulation-packs`);
    const head = await fetch(`${url}/regulation-packs`, { method: 'HEAD' });
    expect([head.status, await head.text(), head.headers.get('etag'), head.headers.get('cache-control')]).toEqual([200, '', whole.headers.get('etag'), 'public, max-age=300']);
    const tag = head.headers.get('etag') ?? '';
    const raw = await rawCall(gateway.ports.extranet, `HEAD /v1/regulation-packs HTTP/1.1\r\nhost: x\r\nif-none-match: ${tag}\r\nconnection: close\r\n\r\n`);
    expect(raw).toMatch(/^HTTP\/1.1 304 [\s\S]*\r\n\r\n$/);
  });

  it('is never a refusal', async () => {
    await services.answer(findRegulationPacks, () => {
      throw new Problem(lawProblems.unknownPack);
    });
    const refused = await fetch(`${url}/regulation-packs`, { headers: { 'if-none-match': '*' } });
    expect([refused.status, refused.headers.get('cache-control'), refused.headers.get('etag')]).toEqual([404, 'no-store', null]);
  });

  it('is only what its contract says: nothing else may be kept', async () => {
    await services.answer(computeDeadline, ({ startedAt }) => ({ dueOn: startedAt, article: null, origin: null, parameter: null, quote: null, workingDays: 0, assumed: false, days: [] }));
    const computed = await fetch(`${url}/deadline-computations`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"workingDays":0,"startedAt":"2026-04-30"}' });
    expect([computed.status, computed.headers.get('cache-control'), computed.headers.get('etag'), computed.headers.get('content-language')]).toEqual([200, 'no-store', null, 'zh-CN']);
    for (const { http, permission } of ALL_REQUESTS) if ((http?.cacheSeconds ?? 0) > 0) expect([http?.method, permission.kind]).toEqual(['GET', 'anyone']);
  });

  it('cannot be declared for what is not for everybody', () => {
    const parts = { service: 'law', name: 'x', kind: 'query', input: Nothing, output: Nothing, summary: { zh: '甲', en: 'A' } } as const;
    expect(() => defineRequest({ ...parts, permission: roles('OPERATOR'), http: get('/x', { cacheSeconds: 1 }) })).toThrow('law.x: only a JSON GET that anyone may make can be cached');
    expect(() => defineRequest({ ...parts, permission: anyone(), http: post('/x', { cacheSeconds: 1 }) })).toThrow('can be cached');
    expect(() => defineRequest({ ...parts, permission: anyone(), http: get('/x', { cacheSeconds: 1, body: 'raw' }) })).toThrow('can be cached');
    expect(defineRequest({ ...parts, permission: anyone(), http: get('/x', { cacheSeconds: 1 }) }).http?.cacheSeconds).toBe(1);
  });
});
