import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnGrant, ALL_REQUESTS, correctRows, findOpenDataSets, findSharingRequests, getCheckpoint, getSharingRequest, getTile, identityProblems, issueToken, Problem, problems, registerOrganisation, SERVICE_NAMES,
  sharingProblems, submitSharingRequest,
} from '@gongshu/contracts';
import { freePort, startTestBus, type TestBus, testSettings } from '@gongshu/testing';
import { PlayedServices } from '../stand-ins/played-services.js';
import { rawCall } from '../stand-ins/raw-call.js';
import { startGateway, type RunningGateway } from '../start-gateway.js';

const ID = '0b9e5a3c-59b1-4b9e-9a55-b36c5d6a1d10';
const TOKEN = { authorization: 'Bearer abc.def.ghi' };
const JSON_BODY = { 'content-type': 'application/json' };

let bus: TestBus;
let services: PlayedServices;
let gateway: RunningGateway;
let url: string;
let publicUrl: string;

beforeAll(async () => {
  bus = await startTestBus('130000');
  services = await PlayedServices.on(bus);
  const settings = testSettings({
    NATS_URL: bus.url, NATS_USER: 'gateway', NATS_PASSWORD: bus.passwordOf('gateway'),
    GATEWAY_PORT: '0', GATEWAY_PUBLIC_PORT: String(await freePort()), EXCHANGE_URL: 'http://127.0.0.1:9', BODY_LIMIT_BYTES: '65536',
  });
  gateway = await startGateway({ settings });
  url = `http://127.0.0.1:${String(gateway.ports.extranet)}`;
  publicUrl = `http://127.0.0.1:${String(gateway.ports.public)}`;
});

afterAll(async () => {
  await gateway.stop();
  await services.stop();
  await bus.stop();
  await bus.remove();
});

async function problemOf(response: Response): Promise<Record<string, unknown>> {
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const body = (await response.json()) as Record<string, unknown>;
  expect(body).toMatchObject({ status: response.status, title: expect.any(String), code: expect.any(String), id: expect.stringMatching(/^[0-9a-f]{32}$/) });
  expect(body['type']).toBe(`urn:gongshu:problem:${String(body['code']).replaceAll('/', ':')}`);
  return body;
}

describe('routes derived from the contracts', () => {
  it('offers a route for every request that has a binding, and says 503 while nobody answers', async () => {
    for (const definition of ALL_REQUESTS) {
      if (definition.http === null) continue;
      const path = definition.http.path.replace('{tile*}', '000').replace(/\{\w+\}/g, ID);
      const response = await fetch(`${url}/v1${path}`, { method: definition.http.method, headers: TOKEN });
      expect([path, response.status]).toEqual([path, 503]);
      expect(response.headers.get('retry-after')).toBe('1');
      expect((await problemOf(response))['code']).toBe('capacity/service-unreachable');
    }
  });

  it('passes path, query and body as one input, with token, idempotency key, language and trace', async () => {
    await services.answerSubject(actOnGrant.subject, () => ({ id: ID, state: 'SUSPENDED' }));
    const response = await fetch(`${url}/v1/grants/${ID}/acts`, {
      method: 'POST',
      headers: { ...TOKEN, ...JSON_BODY, 'idempotency-key': 'key-1', 'accept-language': 'en-GB, zh;q=0.5', traceparent: '00-11111111111111111111111111111111-2222222222222222-01' },
      body: JSON.stringify({ id: 'somebody-elses', act: 'suspend', reasons: '数据用途不符' }),
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ id: ID, state: 'SUSPENDED' });
    expect(response.headers.get('traceparent')).toMatch(/^00-1{32}-[0-9a-f]{16}-01$/);
    const asked = services.lastAsked(actOnGrant);
    expect(asked?.input).toEqual({ id: ID, act: 'suspend', reasons: '数据用途不符' });
    expect(asked?.header('authorization')).toBe('abc.def.ghi');
    expect(asked?.header('idempotency-key')).toBe('key-1');
    expect(asked?.header('accept-language')).toBe('en');
    expect(asked?.header('traceparent')).toMatch(/^00-1{32}-/);
  });

  it('turns query text into the types of the contract and answers 201 to a creation', async () => {
    await services.answer(findSharingRequests, () => ({ items: [], nextCursor: null }));
    expect((await fetch(`${url}/v1/sharing-requests?limit=7&scope=mine&cursor=%E4%B8%8B`, { headers: TOKEN })).status).toBe(200);
    expect(services.lastAsked(findSharingRequests)?.input).toEqual({ limit: 7, scope: 'mine', cursor: '下' });
    await services.answerSubject(submitSharingRequest.subject, () => ({ id: ID }));
    expect((await fetch(`${url}/v1/sharing-requests`, { method: 'POST', headers: { ...TOKEN, ...JSON_BODY }, body: '{}' })).status).toBe(201);
  });

  it('answers HEAD as GET without a body', async () => {
    const response = await fetch(`${url}/v1/sharing-requests?limit=7`, { method: 'HEAD', headers: TOKEN });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it('answers raw bodies as their bytes, also under a path of several segments', async () => {
    const bytes = Buffer.from([0, 255, 10, 65]);
    await services.answer(getTile, () => ({ contentType: 'application/octet-stream', body: bytes.toString('base64') }));
    const response = await fetch(`${url}/v1/audit/log/tile/0/x001/067.p/12`, { headers: TOKEN });
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
    expect(services.lastAsked(getTile)?.input).toEqual({ level: '0', tile: 'x001/067.p/12' });
    await services.answer(getCheckpoint, () => ({ contentType: 'text/plain; charset=utf-8', body: Buffer.from('检查点\n').toString('base64') }));
    expect(await (await fetch(`${url}/v1/audit/log/checkpoint`)).text()).toBe('检查点\n');
  });
});

describe('tokens', () => {
  it('are given for form-encoded and for Basic credentials, and never stored', async () => {
    await services.answer(issueToken, () => ({ access_token: 'a.b.c', token_type: 'Bearer', expires_in: 600 }));
    const form = await fetch(`${url}/v1/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'me', client_secret: '密 码+&' }) });
    expect([form.status, form.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(services.lastAsked(issueToken)?.input).toEqual({ grant_type: 'client_credentials', client_id: 'me', client_secret: '密 码+&', address: '127.0.0.1' });
    const basic = Buffer.from('me:secret').toString('base64');
    await fetch(`${url}/v1/token`, { method: 'POST', headers: { authorization: `Basic ${basic}` }, body: new URLSearchParams({ grant_type: 'client_credentials' }) });
    expect(services.lastAsked(issueToken)?.input).toEqual({ grant_type: 'client_credentials', basic, address: '127.0.0.1' });
  });

  it('are asked for from the address the gateway sees; one that the caller states is refused', async () => {
    await services.answer(issueToken, () => ({ access_token: 'a.b.c', token_type: 'Bearer', expires_in: 600 }));
    const own = { grant_type: 'client_credentials', client_id: 'me', client_secret: 's' };
    const stated = { ...own, address: '10.0.0.1' };
    for (const [query, headers, body] of [['', {}, new URLSearchParams(stated)], ['', JSON_BODY, JSON.stringify(stated)], ['?address=10.0.0.2', JSON_BODY, JSON.stringify(own)]] as const) {
      const refused = await fetch(`${url}/v1/token${query}`, { method: 'POST', headers, body });
      expect([refused.status, await problemOf(refused)]).toMatchObject([400, { errors: [{ pointer: '/address' }] }]);
    }
    expect((await fetch(`${url}/v1/token`, { method: 'POST', headers: { 'x-forwarded-for': '10.0.0.1' }, body: new URLSearchParams(own) })).status).toBe(200);
    expect(services.lastAsked(issueToken)?.input).toMatchObject({ client_id: 'me', address: '127.0.0.1' });
  });

  it('are refused in the words of OAuth2 as well', async () => {
    await services.answer(issueToken, () => {
      throw new Problem(identityProblems.invalidClient);
    });
    const refused = await fetch(`${url}/v1/token`, { method: 'POST', headers: JSON_BODY, body: '{"grant_type":"client_credentials"}' });
    expect([refused.status, refused.headers.get('www-authenticate'), refused.headers.get('cache-control')]).toEqual([401, 'Basic realm="gongshu"', 'no-store']);
    expect((await problemOf(refused))['error']).toBe('invalid_client');
    await services.answer(issueToken, () => {
      throw new Problem(problems.tooManyRequests, { retryAfterSeconds: 20 });
    });
    const early = await fetch(`${url}/v1/token`, { method: 'POST', headers: JSON_BODY, body: '{"grant_type":"client_credentials"}' });
    expect([early.status, early.headers.get('retry-after'), (await problemOf(early))['error']]).toEqual([429, '20', undefined]);
    await services.answer(issueToken, () => {
      throw new Problem(identityProblems.unsupportedGrantType);
    });
    const unsupported = await fetch(`${url}/v1/token`, { method: 'POST', headers: JSON_BODY, body: '{"grant_type":"password"}' });
    expect([unsupported.status, (await problemOf(unsupported))['error']]).toEqual([400, 'unsupported_grant_type']);
    const invalid = await fetch(`${url}/v1/token`, { method: 'POST', body: new URLSearchParams({ nothing: 'x' }) });
    expect([invalid.status, (await problemOf(invalid))['error']]).toEqual([400, 'invalid_request']);
    const twice = await fetch(`${url}/v1/token`, { method: 'POST', body: new URLSearchParams([['grant_type', 'a'], ['grant_type', 'b']]) });
    expect([twice.status, (await problemOf(twice))['error']]).toEqual([400, 'invalid_request']);
  });
});

describe('problems', () => {
  it('carry article, faults and what would be allowed, in the language asked for', async () => {
    const article = { pack: 'hebei', version: '2023', article: '第十九条', quote: '引文' };
    await services.answerSubject(getSharingRequest.subject, () => {
      throw new Problem(sharingProblems.refusedByLaw, { article, errors: [{ pointer: '/applicationScenario', code: 'required', detail: 'x' }], allowed: ['WITHDRAW'], detail: { zh: '缺少应用场景', en: 'The scenario is missing' } });
    });
    const chinese = await fetch(`${url}/v1/sharing-requests/${ID}?x=geheim`, { headers: TOKEN });
    expect([chinese.status, chinese.headers.get('content-language')]).toEqual([422, 'zh-CN']);
    expect(await problemOf(chinese)).toMatchObject({
      title: '不符合法规要求', detail: '缺少应用场景', code: 'sharing/refused-by-law', instance: `/v1/sharing-requests/${ID}`, article, allowed: ['WITHDRAW'],
      errors: [{ pointer: '/applicationScenario', code: 'required' }],
    });
    const english = await fetch(`${url}/v1/sharing-requests/${ID}`, { headers: { ...TOKEN, 'accept-language': 'en' } });
    expect(await problemOf(english)).toMatchObject({ title: 'Refused by law', detail: 'The scenario is missing' });
  });

  it.each([
    ['GET', '/v1/nothing-here', {}, undefined, 404],
    ['GET', '/', {}, undefined, 404],
    ['DELETE', '/v1/sharing-requests', {}, undefined, 405],
    ['PUT', '/v1/token', {}, undefined, 405],
    ['GET', '/v1/sharing-requests/%E0%A4%A', {}, undefined, 400],
    ['GET', '/v1/sharing-requests?cursor=%FF', {}, undefined, 400],
    ['GET', '/v1/sharing-requests?__proto__=1', {}, undefined, 400],
    ['GET', '/v1/../../etc/passwd', {}, undefined, 404],
    ['GET', '/v1/audit/log/tile/0/..%2f..%2fetc', {}, undefined, 422],
    ['GET', '/v1/sharing-requests?limit=many', {}, undefined, 422],
    ['GET', '/v1/sharing-requests?limit=1&limit=2', {}, undefined, 422],
    ['GET', '/v1/sharing-requests?cursor=a%00b', {}, undefined, 422],
    ['GET', '/v1/sharing-requests?unknown=1', {}, undefined, 422],
    ['GET', '/v1/sharing-requests', { authorization: 'Bearer ' }, undefined, 401],
    ['GET', '/v1/sharing-requests', { authorization: 'Bearer a b' }, undefined, 401],
    ['POST', '/v1/sharing-requests', { ...JSON_BODY, 'idempotency-key': 'x'.repeat(201) }, '{}', 422],
    ['POST', '/v1/sharing-requests', { 'content-type': 'text/xml' }, '<a/>', 415],
    ['POST', '/v1/sharing-requests', { 'content-type': 'application/x-www-form-urlencoded' }, 'a=b', 415],
    ['POST', '/v1/sharing-requests', JSON_BODY, '{"a":', 400],
    ['POST', '/v1/sharing-requests', JSON_BODY, '[1]', 400],
    ['POST', '/v1/sharing-requests', JSON_BODY, 'null', 400],
    ['POST', '/v1/sharing-requests', JSON_BODY, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400],
    ['POST', '/v1/sharing-requests', JSON_BODY, '{"__proto__":{"admin":true}}', 400],
    ['POST', '/v1/sharing-requests', JSON_BODY, '{"a":[{"__proto__":1}]}', 400],
    ['POST', '/v1/sharing-requests', JSON_BODY, `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 400],
    ['POST', '/v1/sharing-requests', JSON_BODY, JSON.stringify({ a: 'x'.repeat(70_000) }), 413],
  ] as const)('refuses %s %s %j', async (method, path, headers, body, status) => {
    await services.answer(findSharingRequests, () => ({ items: [], nextCursor: null }));
    await services.answer(getTile, () => ({ contentType: 'text/plain', body: '' }));
    await services.answer(submitSharingRequest, () => {
      throw new Error('reached');
    });
    const response = await fetch(`${url}${path}`, { method, headers: { ...TOKEN, ...headers }, ...(body === undefined ? {} : { body }) });
    expect(response.status).toBe(status);
    await problemOf(response);
    if (status === 405) expect(response.headers.get('allow')).toMatch(/GET, HEAD|POST/);
    if (status === 401) expect(response.headers.get('www-authenticate')).toBe('Bearer realm="gongshu"');
  });

  it('never are 500 for wrong types in any field: the contract points at them', async () => {
    await services.answer(registerOrganisation, (input) => input);
    await services.answer(correctRows, () => {
      throw new Error('reached');
    });
    for (const wrong of [{ name: { zh: 1 } }, { name: null }, { name: 5, level: [] }, { division: 130000 }]) {
      const response = await fetch(`${url}/v1/organisations/130000-x`, { method: 'PUT', headers: { ...TOKEN, ...JSON_BODY }, body: JSON.stringify(wrong) });
      expect(response.status).toBe(422);
      expect((await problemOf(response))['errors']).toContainEqual(expect.objectContaining({ pointer: expect.stringMatching(/^\//) }));
    }
    const nested = await fetch(`${url}/v1/data-sets/${ID}/corrections`, { method: 'POST', headers: { ...TOKEN, ...JSON_BODY }, body: JSON.stringify({ keyColumn: 'code', changes: [{ key: 1 }], reasons: 'r' }) });
    expect((await problemOf(nested))['errors']).toContainEqual(expect.objectContaining({ pointer: '/changes/0/key' }));
  });

  it('answer what is no HTTP, too large a head, and smuggled lengths, and the gateway goes on', async () => {
    const port = gateway.ports.extranet;
    expect(await rawCall(port, 'nonsense\r\n\r\n')).toMatch(/^HTTP\/1.1 400 .*application\/problem\+json/s);
    expect(await rawCall(port, `GET / HTTP/1.1\r\nhost: x\r\nlong: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431 /);
    expect(await rawCall(port, 'POST /v1/token HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
    expect(await rawCall(port, 'GET http://evil/v1/data/x/rows HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 40/);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });
});

describe('listeners and health', () => {
  it('the public listener serves the open catalogue, the law and the keys that signatures are verified with, and nothing of the extranet', async () => {
    await services.answer(findOpenDataSets, () => ({ items: [], nextCursor: null }));
    expect((await fetch(`${publicUrl}/v1/open-data-sets?q=%E5%8C%BA%E5%88%92`)).status).toBe(200);
    const before = services.asked.size;
    for (const definition of ALL_REQUESTS) {
      if (definition.http === null || definition.http.onPublicListener) continue;
      const path = `/v1${definition.http.path.replace('{tile*}', '000').replace(/\{\w+\}/g, ID)}`;
      const response = await fetch(`${publicUrl}${path}`, { method: definition.http.method, headers: TOKEN });
      expect([path, [404, 405].includes(response.status)]).toEqual([path, true]);
    }
    for (const path of [`/v1/data/${ID}/rows`, `/v1/data/${ID}/file`]) expect((await fetch(`${publicUrl}${path}`, { headers: TOKEN })).status).toBe(404);
    expect((await fetch(`${publicUrl}/v1/data-sets/${ID}/versions`, { method: 'POST', headers: TOKEN })).status).toBe(404);
    expect(services.asked.size).toBe(before);
    const document = (await (await fetch(`${publicUrl}/v1/openapi.json`)).json()) as { paths: object };
    expect(Object.keys(document.paths).filter((path) => !/^\/v1\/(open|regulation-packs|deadline-computations|calendar-years|document-keys$|manifest-keys$)/.test(path))).toEqual([]);
  });

  it('is ready only when every service of the node says so', async () => {
    const waiting = await fetch(`${url}/health/ready`);
    expect([waiting.status, ((await waiting.json()) as { waitingFor: string[] }).waitingFor.length]).toEqual([503, SERVICE_NAMES.length]);
    await services.sayReady();
    await expect.poll(async () => (await fetch(`${url}/health/ready`)).status).toBe(200);
    expect(await gateway.isReady()).toBe(true);
    expect((await fetch(`${url}/docs`)).headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});
