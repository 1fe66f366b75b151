import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountLocked } from '@gongshu/contracts';
import { eventually } from '@gongshu/testing';
import { TestNode } from './packs/test-node.js';

describe('a client whose name a stranger knows', () => {
  let node: TestNode<'system'>;
  let secret: string;

  beforeAll(async () => {
    node = await TestNode.start({
      pack: 'liaoning', code: '210000', name: '辽宁省', level: 'PROVINCE', startAt: '2026-04-30T10:00:00+08:00', settings: { TRUSTED_PROXIES: '127.0.0.1' },
      parties: { system: { organisation: 'bureau', roles: ['DATA_ADMINISTRATOR'] } },
    });
    const rotated = await tokenRequest('platform-operator', 'test-operator', '10.0.0.1').then(async (answer) => ((await answer.json()) as { access_token: string }).access_token).then((token) =>
      fetch(`${node.url}/v1/clients/system/secret-rotation`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: '{"overlapSeconds":0}' }));
    secret = ((await rotated.json()) as { clientSecret: string }).clientSecret;
  });
  afterAll(() => node.stop());

  const tokenRequest = (clientId: string, own: string, address: string): Promise<Response> =>
    fetch(`${node.url}/v1/token`, { method: 'POST', headers: { 'x-forwarded-for': address }, body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: own }) });
  const status = async (own: string, address: string): Promise<number> => (await tokenRequest('system', own, address)).status;

  it('[LIA-18-1] is blocked for the address that keeps failing, all of its IPv6 network with it, on record, and not for its own', async () => {
    for (let n = 1; n <= 5; n += 1) expect(await status('wrong', `2001:db8:1:2::${String(n)}`)).toBe(401);
    expect([await status(secret, '2001:db8:1:2:ffff::1'), await status(secret, '2001:db8:1:3::1'), await status(secret, '10.0.0.1')]).toEqual([401, 200, 200]);
    const [event] = await eventually(() => node.seen(accountLocked).length > 0 && node.seen(accountLocked));
    expect(event).toMatchObject({ accountId: 'system', address: '2001:db8:1:2::/64' });
    await node.travelTo('2026-04-30T10:15:01+08:00');
    expect(await status(secret, '2001:db8:1:2::1')).toBe(200);
  });

  it('waits at strange addresses alone while failures come from many: 429 with a Retry-After after which it is let in', async () => {
    expect(await status(secret, '10.0.0.1')).toBe(200);
    for (const network of ['0', '1', '2', '3', '4']) expect(await Promise.all(['1', '2', '3', '4'].map((n) => status('wrong', `203.0.${network}.${n}`)))).toEqual([401, 401, 401, 401]);
    const refused = await tokenRequest('system', secret, '198.51.100.1');
    expect([refused.status, refused.headers.get('retry-after'), await status(secret, '10.0.0.1')]).toEqual([429, '20', 200]);
    await node.travelTo('2026-04-30T10:15:21+08:00');
    expect(await status(secret, '198.51.100.1')).toBe(200);
  }, 60_000);
});
