import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExternalUseView } from '@gongshu/contracts';
import { eventually } from '@gongshu/testing';
import { publishSourced } from '../packs/shared-data.js';
import type { Reply } from '../packs/test-node.js';
import { arrived, file, stands, startChain, stopChain, type LinkedNode } from './linked-nodes.js';

const LONG = 120_000;
const WAIT = 45_000;
const STATED = { purpose: '便民地图', audience: '社会公众', document: { name: '对外提供申请书.pdf', sha256: 'a'.repeat(64) } } as const;

describe('the use outside of data that an upper node owns, under the law of Ji’an', () => {
  let chain: LinkedNode[] | undefined;
  let [province, city]: LinkedNode[] = [];
  let grantId: string;
  const at = (): { province: LinkedNode; city: LinkedNode } => {
    if (province === undefined || city === undefined) throw new Error('not started');
    return { province, city };
  };

  beforeAll(async () => {
    chain = await startChain({ code: '360000', name: '江西省', level: 'PROVINCE', pack: 'jian' }, { code: '360800', name: '吉安市', level: 'CITY', pack: 'jian' });
    [province, city] = chain;
    const entryId = await publishSourced(at().province, { name: '公共设施', sharingType: 'UNCONDITIONAL' });
    await arrived(at().city, 'SELECT 1 FROM shareable_entry WHERE id = $1', entryId);
    const { id } = await file(at().city, entryId);
    grantId = (await stands(at().city, id, 'PROVIDED')).grantId ?? '';
  }, LONG);
  afterAll(() => stopChain(chain));

  const apply = (differs: object = {}, party: 'requester' | 'bystander' = 'requester'): Promise<Reply> => at().city.call(party, 'POST', '/v1/external-use-requests', { grantId, ...STATED, ...differs });
  const publish = (): Promise<Reply> => at().city.call('requester', 'POST', '/v1/external-publications', { grantId, title: '设施图', channel: '市政府网站' });
  const seen = (node: LinkedNode, party: 'requester' | 'provider', id: string, state: string): Promise<ExternalUseView> =>
    eventually(async () => {
      const { status, body } = await node.call(party, 'GET', `/v1/external-use-requests/${id}`);
      return status === 200 && (body as ExternalUseView).state === state && (body as ExternalUseView);
    }, WAIT);

  it('is applied for at the own node, refused there by its law, and decided by the provider at the province’s', async () => {
    const { city: c, province: p } = at();
    expect(await apply({ document: undefined })).toMatchObject({ status: 422, body: { article: { pack: 'jian', article: '18' }, errors: [{ pointer: '/document' }] } });
    expect(await apply({}, 'bystander')).toMatchObject({ status: 404 });
    await c.links.up?.cut();
    const applied = await apply({ columns: ['code', 'name'] });
    expect(applied).toMatchObject({ status: 201, body: { state: 'WITH_UPPER_NODE', consent: null } });
    const { id } = applied.body as ExternalUseView;
    expect(await publish()).toMatchObject({ status: 403, body: { code: 'sharing/external-use-not-consented', article: { article: '18' } } });
    await c.links.up?.mend();

    expect(await seen(c, 'requester', id, 'PROVIDER_DECISION')).toMatchObject({ step: { dueArticle: 'DEFAULT-13', actorParty: 'provider' } });
    expect((await c.call('bystander', 'GET', `/v1/external-use-requests/${id}`)).status).toBe(404);
    expect((await c.call('requester', 'POST', `/v1/external-use-requests/${id}/acts`, { act: 'agree' })).status).toBe(409);
    expect(await p.call('provider', 'POST', `/v1/external-use-requests/${id}/acts`, { act: 'agree', columns: ['name'], validUntil: '2026-06-30' })).toMatchObject({ status: 200, body: { state: 'AGREED' } });
    const agreed = await seen(c, 'requester', id, 'AGREED');
    expect(agreed).toMatchObject({ consent: { columns: ['name'], validUntil: '2026-06-30' } });
    expect(agreed.history.map(({ act, node }) => [act, node])).toEqual([['apply', '360800'], ['apply', '360000'], ['agree', '360000']]);
  });

  it('is allowed at the own node after consent, and told to the provider at the province’s', async () => {
    const { province: p } = at();
    const published = await publish();
    expect(published).toMatchObject({ status: 201, body: { columns: ['name'] } });
    const { id } = published.body as { id: string };
    await eventually(async () => {
      const { body } = await p.call('provider', 'GET', '/v1/external-publications');
      return (body as { items: { id: string }[] }).items.some((item) => item.id === id);
    }, WAIT);
    expect(await p.call('bystander', 'GET', '/v1/external-publications')).toMatchObject({ body: { items: [] } });
  });

  it('comes back refused, with reasons, where the grant has ended meanwhile', async () => {
    const { city: c, province: p } = at();
    await c.links.up?.cut();
    expect(await p.call('authority', 'POST', `/v1/grants/${grantId}/acts`, { act: 'terminate', reasons: '不再共享' })).toMatchObject({ status: 200, body: { state: 'TERMINATED' } });
    const { status, body } = await apply();
    expect(status).toBe(201);
    await c.links.up?.mend();
    const refused = await seen(c, 'requester', (body as ExternalUseView).id, 'NOT_ACCEPTED');
    expect(refused).toMatchObject({ consent: null, step: { ended: true }, history: [{ act: 'apply' }, { act: 'not-accept', node: '360000', reasons: expect.stringContaining('The grant has ended') }] });
    await eventually(async () => ((await c.call('requester', 'GET', `/v1/grants/${grantId}`)).body as { state: string }).state === 'TERMINATED', WAIT);
    expect(await publish()).toMatchObject({ status: 403, body: { code: 'sharing/grant-ended' } });
  });
});
