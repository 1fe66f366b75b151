import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, startTestBus, type TestBus, testSettings } from '@gongshu/testing';
import { rawCall } from '../stand-ins/raw-call.js';
import { startGateway, type RunningGateway } from '../start-gateway.js';

let bus: TestBus;
let login: Server;
let gateway: RunningGateway;
let extranet: string;
let open: string;
let seen: { method: string; url: string; headers: NodeJS.Dict<string | string[]>; body: string } | null = null;

beforeAll(async () => {
  bus = await startTestBus('130000');
  login = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      response.writeHead(303, { location: '/oidc/next', 'set-cookie': ['a=1; path=/oidc; httponly', 'b=2; path=/oidc; httponly'], 'content-security-policy': "default-src 'none'" }).end('page');
    });
  });
  await new Promise<void>((resolve) => login.listen(0, '127.0.0.1', resolve));
  const settings = testSettings({
    NATS_URL: bus.url, NATS_USER: 'gateway', NATS_PASSWORD: bus.passwordOf('gateway'), GATEWAY_PORT: '0', GATEWAY_PUBLIC_PORT: String(await freePort()), EXCHANGE_URL: 'http://127.0.0.1:1',
    LOGIN_URL: `http://127.0.0.1:${String((login.address() as AddressInfo).port)}`,
  });
  gateway = await startGateway({ settings });
  extranet = `http://127.0.0.1:${String(gateway.ports.extranet)}`;
  open = `http://127.0.0.1:${String(gateway.ports.public)}`;
});
afterAll(async () => {
  await gateway.stop();
  login.close();
  await bus.stop();
  await bus.remove();
});

describe('what comes below /oidc', () => {
  it('goes to the login as it is and back as it is, every cookie of its own', async () => {
    const response = await fetch(`${extranet}/oidc/interaction/x?y=1`, { method: 'POST', redirect: 'manual', headers: { cookie: 's=1', 'accept-language': 'en', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', forwarded: 'host=evil' }, body: new URLSearchParams({ account: '王' }) });
    expect([response.status, response.headers.get('location'), response.headers.getSetCookie(), response.headers.get('content-security-policy'), await response.text()]).toEqual([
      303, '/oidc/next', ['a=1; path=/oidc; httponly', 'b=2; path=/oidc; httponly'], "default-src 'none'", 'page',
    ]);
    expect(seen).toMatchObject({ method: 'POST', url: '/oidc/interaction/x?y=1', body: 'account=%E7%8E%8B', headers: { cookie: 's=1', 'accept-language': 'en' } });
    expect(Object.keys(seen?.headers ?? {}).filter((name) => name.includes('forwarded'))).toEqual([]);
  });

  it('is not for the public listener, and nothing beside it goes there', async () => {
    seen = null;
    expect((await fetch(`${open}/oidc/jwks`)).status).toBe(404);
    expect((await fetch(`${extranet}/oidcx/jwks`)).status).toBe(404);
    expect(await rawCall(gateway.ports.extranet, 'GET /v1/../oidc/jwks HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 404/);
    expect(seen).toBeNull();
  });

  it('is not large', async () => {
    const response = await fetch(`${extranet}/oidc/token`, { method: 'POST', body: 'x'.repeat(70_000) });
    expect(response.status).toBe(413);
    const chunked = await fetch(`${extranet}/oidc/token`, { method: 'POST', duplex: 'half', body: new ReadableStream({ start: (out) => { out.enqueue(Buffer.alloc(70_000)); out.close(); } }) } as RequestInit);
    expect(chunked.status).toBe(413);
  });

  it('is a problem while the login is away', async () => {
    const settings = testSettings({ NATS_URL: bus.url, NATS_USER: 'gateway', NATS_PASSWORD: bus.passwordOf('gateway'), GATEWAY_PORT: '0', EXCHANGE_URL: 'http://127.0.0.1:1', LOGIN_URL: 'http://127.0.0.1:1' });
    const other = await startGateway({ settings });
    const response = await fetch(`http://127.0.0.1:${String(other.ports.extranet)}/oidc/jwks`);
    await other.stop();
    expect([response.status, response.headers.get('retry-after'), ((await response.json()) as { code: string }).code]).toEqual([503, '5', 'capacity/service-unreachable']);
    await expect(startGateway({ settings: { ...settings, ACCESS_GATEWAY: 'true', EXCHANGE_URL: '', UPSTREAM_GATEWAY_URL: 'http://127.0.0.1:1' } })).rejects.toThrow('LOGIN_URL');
  });
});
