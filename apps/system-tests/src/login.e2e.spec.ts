import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { cloneDatabase, freePort, PlayedBrowser, startTestBus, testSettings, TravelClock, type TestBus } from '@gongshu/testing';
import { SERVICES, startNode, type RunningNode } from '@gongshu/launcher';

const CALLBACK = 'https://portal.example/callback';
const OPERATOR_SECRET = 'operator-secret-of-the-login-test';
const PASSWORD = 'correct-horse-battery';

let bus: TestBus;
let node: RunningNode;
let url: string;

beforeAll(async () => {
  const [loginPort, gatewayPort] = await Promise.all([freePort(), freePort()]);
  url = `http://127.0.0.1:${String(gatewayPort)}`;
  bus = await startTestBus('130000');
  const identity = testSettings({
    NATS_URL: bus.url, NATS_USER: 'identity', NATS_PASSWORD: bus.passwordOf('identity'), DATABASE_URL: await cloneDatabase(inject('postgresUrl'), SERVICES.identity),
    OPERATOR_SECRET, LOGIN_ISSUER: `${url}/oidc`, LOGIN_PORT: String(loginPort),
  });
  const gateway = testSettings({
    NATS_URL: bus.url, NATS_USER: 'gateway', NATS_PASSWORD: bus.passwordOf('gateway'), GATEWAY_PORT: String(gatewayPort), EXCHANGE_URL: 'http://127.0.0.1:1', LOGIN_URL: `http://127.0.0.1:${String(loginPort)}`,
  });
  node = await startNode({ code: '130000', services: { identity }, gateway }, new TravelClock('2026-03-02T09:00:00+08:00'));
});
afterAll(async () => {
  await node.stop();
  await bus.stop();
  await bus.remove();
});

async function call(token: string, method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const response = await fetch(`${url}/v1${path}`, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function post(path: string, form: Record<string, string>): Promise<Record<string, string>> {
  return (await (await fetch(`${url}${path}`, { method: 'POST', body: new URLSearchParams(form) })).json()) as Record<string, string>;
}

it('a person gets an account over REST, logs in through the gateway, and acts over REST with the token, over a rotation of the keys', async () => {
  const { access_token: operator = '' } = await post('/v1/token', { grant_type: 'client_credentials', client_id: 'platform-operator', client_secret: OPERATOR_SECRET });
  const steps = [
    await call(operator, 'PUT', '/organisations/bureau', { name: '河北省自然资源厅', level: 'PROVINCE', division: '130000', uscc: '11130000MB00000090', kind: 'GOVERNMENT_DEPARTMENT' }),
    await call(operator, 'PUT', '/organisations/bureau/staff/wang-wei', { name: '王伟', duties: ['DATA_ADMINISTRATOR'], since: '2026-03-01' }),
    await call(operator, 'PUT', '/relying-parties/portal', { name: '部门工作台', redirectUris: [CALLBACK] }),
    await call(operator, 'PUT', '/accounts/wang-wei', { organisationId: 'bureau', personId: 'wang-wei' }),
  ];
  expect(steps.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const code = String(steps[3]?.body['activationCode']);

  const person = new PlayedBrowser(url);
  expect((await person.open('/oidc/activation', { account: 'wang-wei', code, password: PASSWORD, again: PASSWORD })).status).toBe(200);
  const discovery = (await (await fetch(`${url}/oidc/.well-known/openid-configuration`)).json()) as Record<string, string>;
  expect(Object.entries(discovery).filter(([name, value]) => /_endpoint$|_uri$|^issuer$/.test(name) && !value.startsWith(`${url}/oidc`))).toEqual([]);
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({ client_id: 'portal', response_type: 'code', redirect_uri: CALLBACK, scope: 'openid', state: 's', code_challenge_method: 'S256', code_challenge: createHash('sha256').update(verifier).digest('base64url') });
  const form = await person.open(`${discovery['authorization_endpoint']}?${query.toString()}`);
  const back = new URL((await person.open(form.url, { account: 'wang-wei', password: PASSWORD })).url);
  expect([back.origin, back.searchParams.get('state'), back.searchParams.get('iss')]).toEqual(['https://portal.example', 's', `${url}/oidc`]);
  const tokens = await post('/oidc/token', { grant_type: 'authorization_code', client_id: 'portal', code: back.searchParams.get('code') ?? '', redirect_uri: CALLBACK, code_verifier: verifier });
  const token = tokens['access_token'] ?? '';

  const rotation = await call(operator, 'POST', '/signing-keys/rotation', {});
  expect(rotation).toMatchObject({ status: 200, body: { keyId: expect.any(String), formerKeyId: expect.any(String) } });
  expect(((await (await fetch(`${url}/oidc/jwks`)).json()) as { keys: unknown[] }).keys.length).toBeGreaterThanOrEqual(1);
  expect(await call(token, 'GET', '/organisations/bureau/staff')).toMatchObject({ status: 200, body: { staff: [{ personId: 'wang-wei' }] } });
  expect((await call(token, 'PUT', '/accounts/other', { organisationId: 'bureau', personId: 'wang-wei' })).status).toBe(403);
  expect((await call(String(tokens['id_token']), 'GET', '/organisations/bureau/staff')).status).toBe(401);
});
