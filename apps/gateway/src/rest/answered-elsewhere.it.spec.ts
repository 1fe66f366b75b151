import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDocument, federationProblems, getAgreement, Problem } from '@gongshu/contracts';
import { startTestBus, testSettings, type TestBus } from '@gongshu/testing';
import { PlayedServices } from '../stand-ins/played-services.js';
import { PlayedUpstream } from '../stand-ins/played-upstream.js';
import { startGateway, type RunningGateway } from '../start-gateway.js';

const AGREEMENT = '/v1/grants/0b9e5a3c-59b1-4b9e-9a55-b36c5d6a1d10/agreement';
const HEADERS = { 'authorization': 'Bearer abc.def.ghi', 'accept-language': 'en' };

describe('a request that a service leaves to another node', () => {
  let bus: TestBus;
  let services: PlayedServices;
  let other: PlayedUpstream;
  let gateway: RunningGateway;
  let access: RunningGateway;
  let url: string;

  beforeAll(async () => {
    bus = await startTestBus('371000', [], ['371082']);
    [services, other] = await Promise.all([PlayedServices.on(bus), PlayedUpstream.start()]);
    gateway = await startGateway({ settings: testSettings({ NODE_CODE: '371000', NATS_URL: bus.url, NATS_USER: 'gateway', NATS_PASSWORD: bus.passwordOf('gateway'), GATEWAY_PORT: '0', EXCHANGE_URL: other.url }) });
    url = `http://127.0.0.1:${String(gateway.ports.extranet)}`;
    access = await startGateway({
      settings: testSettings({ NODE_CODE: '371082', NATS_URL: bus.url, NATS_USER: 'access-gateway-371082', NATS_PASSWORD: 'test-access-371082', GATEWAY_PORT: '0', ACCESS_GATEWAY: 'true', UPSTREAM_GATEWAY_URL: url }),
    });
  });
  afterAll(async () => {
    await access.stop();
    await gateway.stop();
    await Promise.all([other.stop(), services.stop()]);
    await bus.stop();
    await bus.remove();
  });

  const leaveTo = async (address: string): Promise<void> => {
    const elsewhere = (): never => {
      throw new Problem(federationProblems.answeredElsewhere, { allowed: [address] });
    };
    await services.answer(getAgreement, elsewhere);
    await services.answer(checkDocument, elsewhere);
  };
  const codeOf = async (response: Response): Promise<[number, string]> => [response.status, ((await response.json()) as { code: string }).code];

  it('is asked at that node’s gateway as it came, with the caller’s own token, and the answer comes back as it is', async () => {
    await leaveTo(other.url);
    const bodies: string[] = [];
    other.answer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        bodies.push(body);
        response.writeHead(request.method === 'POST' ? 200 : 409, { 'content-type': 'application/problem+json', 'retry-after': '7', 'set-cookie': 'a=b' }).end('{"code":"there/its-own"}');
      });
    });
    const refused = await fetch(`${url}${AGREEMENT}`, { headers: HEADERS });
    expect([refused.headers.get('retry-after'), refused.headers.get('set-cookie'), ...(await codeOf(refused))]).toEqual(['7', null, 409, 'there/its-own']);
    const sent = JSON.stringify({ provenance: 'a.b.c', sha256: 'f'.repeat(64), context: 'AUDIT' });
    expect((await fetch(`${url}/v1/document-checks`, { method: 'POST', headers: { ...HEADERS, 'content-type': 'application/json' }, body: sent })).status).toBe(200);
    expect(other.seen.map(({ method, url: path, headers }) => [method, path, headers['authorization'], headers['accept-language']])).toEqual([
      ['GET', AGREEMENT, HEADERS.authorization, 'en'],
      ['POST', '/v1/document-checks', HEADERS.authorization, 'en'],
    ]);
    expect(bodies).toEqual(['', sent]);
    const head = await fetch(`${url}${AGREEMENT}`, { method: 'HEAD', headers: HEADERS });
    expect([head.status, await head.text(), other.seen.at(-1)?.url]).toEqual([409, '', AGREEMENT]);
  });

  it('goes from an access gateway by way of its parent’s', async () => {
    await leaveTo(other.url);
    other.answerJson({ agreement: {} });
    const answer = await fetch(`http://127.0.0.1:${String(access.ports.extranet)}${AGREEMENT}`, { headers: HEADERS });
    expect([answer.status, await answer.json()]).toEqual([200, { agreement: {} }]);
    expect(other.seen.at(-1)?.headers['via']).toMatch(/gongshu-371082.*gongshu-371000/);
  });

  it('is not followed in a circle, and answers 503 with Retry-After while that node is away', async () => {
    await leaveTo(url);
    expect(await codeOf(await fetch(`${url}${AGREEMENT}`, { headers: HEADERS }))).toEqual([503, 'federation/node-unreachable']);
    await leaveTo('http://127.0.0.1:1');
    const away = await fetch(`${url}${AGREEMENT}`, { headers: HEADERS });
    expect([away.headers.get('retry-after'), ...(await codeOf(away))]).toEqual(['5', 503, 'federation/node-unreachable']);
  });
});
