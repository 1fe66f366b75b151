import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '@gongshu/local-servers';
import { eventually } from '@gongshu/testing';
import { fetchRows, provideData, publishEntry, REQUEST, USUAL_PARTIES, type UsualParty } from './shared-data.js';
import { TestNode } from './test-node.js';

const RUN = { startAt: '2026-04-29T09:00:00+08:00', parties: USUAL_PARTIES } as const;
const PLACES = {
  fushun: { pack: 'fushun', code: '210400', name: '抚顺市', level: 'CITY' },
  liaoning: { pack: 'liaoning', code: '210000', name: '辽宁省', level: 'PROVINCE' },
  hebei: { pack: 'hebei', code: '130000', name: '河北省', level: 'PROVINCE' },
} as const;

let node: TestNode<UsualParty> | undefined;

async function start(place: keyof typeof PLACES, settings: Readonly<Record<string, string>> = {}): Promise<TestNode<UsualParty>> {
  node = await TestNode.start({ ...RUN, ...PLACES[place], settings });
  return node;
}

afterEach(async () => {
  await node?.stop();
  node = undefined;
});

/** The same calls at both listeners: what a department does on the extranet is not there for the public. */
async function sharesOnTheExtranetAlone(place: 'fushun' | 'liaoning'): Promise<void> {
  const publicPort = await freePort();
  const own = await start(place, { GATEWAY_PUBLIC_PORT: String(publicPort) });
  const { id: entryId } = await publishEntry(own, { sharingType: 'UNCONDITIONAL' });
  await provideData(own, entryId);
  const { body } = await own.call('requester', 'POST', '/v1/sharing-requests', { entryId, ...REQUEST });
  const { id, grantId } = body as { id: string; grantId: string };
  expect(await fetchRows(own, 'requester', grantId)).toMatchObject({ status: 200, body: [{ code: '130000' }, { code: '130123' }] });
  const headers = await own.headersOf('requester');
  const rows = `/v1/data/${grantId}/rows?${new URLSearchParams({ scenario: REQUEST.applicationScenario }).toString()}`;
  for (const path of ['/v1/sharing-requests', `/v1/sharing-requests/${id}`, `/v1/grants/${grantId}`, rows]) {
    const [extranet, forAll] = await Promise.all([own.url, `http://127.0.0.1:${String(publicPort)}`].map(async (url) => (await fetch(`${url}${path}`, { headers })).status));
    expect([path, extranet, forAll]).toEqual([path, 200, 404]);
  }
  const asked = await fetch(`http://127.0.0.1:${String(publicPort)}/v1/sharing-requests`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify({ entryId, ...REQUEST }) });
  expect(asked.status).toBe(404);
  // The listener is there, and serves what is the public's.
  expect((await fetch(`http://127.0.0.1:${String(publicPort)}/v1/regulation-packs`)).status).toBe(200);
}

describe('the listeners of a node', () => {
  it('[FUS-9-2] Fushun: sharing is served on the extranet listener, and is not to be found on the public one', () => sharesOnTheExtranetAlone('fushun'));

  it('[LIA-11-1] Liaoning: a sharing route is not reachable on the public listener', () => sharesOnTheExtranetAlone('liaoning'));

  it('[HEB-32-1] Hebei: a sharing call from a network zone that is not on the list is refused by article 32, and that is on record', async () => {
    const zones = { NETWORK_ZONES: 'extranet=10.0.0.0/8+127.0.0.0/8,office=192.168.0.0/16', SHARING_ZONES: 'extranet', TRUSTED_PROXIES: '127.0.0.1' };
    const own = await start('hebei', zones);
    const headers = await own.headersOf('requester');
    const call = async (path: string, address: string): Promise<unknown[]> => {
      const response = await fetch(`${own.url}${path}`, { headers: { ...headers, 'x-forwarded-for': address } });
      const { code, article } = (await response.json()) as { code?: string; article?: { pack: string; article: string } };
      return [response.status, code, article?.pack, article?.article];
    };
    const data = `/v1/data/${crypto.randomUUID()}/rows?scenario=x`;
    for (const path of ['/v1/sharing-requests', data]) {
      expect(await call(path, '10.1.2.3')).not.toContain('access/zone-not-allowed');
      expect(await call(path, '192.168.7.7')).toEqual([403, 'access/zone-not-allowed', 'hebei', '32']);
      expect(await call(path, '203.0.113.9')).toEqual([403, 'access/zone-not-allowed', 'hebei', '32']);
      // What a caller writes himself before the proxy's own word counts for nothing.
      expect(await call(path, '10.1.2.3, 203.0.113.9')).toEqual([403, 'access/zone-not-allowed', 'hebei', '32']);
    }
    expect((await call('/v1/sharing-requests', '10.1.2.3'))[0]).toBe(200);
    for (const zone of ['office', 'outside']) {
      const kinds = await eventually(async () => {
        const { body } = await own.call('auditor', 'GET', `/v1/audit/entries?limit=200&subject=${zone}`);
        const { items } = body as { items: { type: string }[] };
        return items.length > 0 && items.map(({ type }) => type);
      });
      expect(new Set(kinds)).toEqual(new Set(['gongshu.identity.zone-refused.v1']));
    }
  });

  it('[HEB-30-3] Hebei: the service directory has the nine functions of article 30, each with a health endpoint that answers', async () => {
    const own = await start('hebei');
    const { status, body } = await own.call(null, 'GET', '/v1/service-directory');
    const { items } = body as { items: { function: string; label: string; service: string; health: string; article: { pack: string; article: string } }[] };
    expect(status).toBe(200);
    expect(items.map(({ label }) => label)).toEqual([
      'catalogue management', 'classified collection', 'full aggregation', 'matching of supply and demand', 'sharing and exchange', 'data analysis', 'authorised use', 'handling of objections', 'safety management',
    ]);
    for (const { function: name, service, health, article } of items) {
      expect(article).toMatchObject({ pack: 'hebei', article: '30' });
      expect(await own.call(null, 'GET', health)).toEqual({ status: 200, body: { function: name, service, ready: true } });
    }
    expect(await own.call(null, 'GET', '/v1/service-directory/NOTHING/health')).toMatchObject({ status: 404, body: { code: 'access/not-found' } });
  });

  it('Fushun: the service directory is empty, because its regulation lists no functions', async () => {
    expect(await (await start('fushun')).call(null, 'GET', '/v1/service-directory')).toEqual({ status: 200, body: { items: [] } });
  });
});
