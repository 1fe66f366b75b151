import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestMoved, requesterActed, type SharingRequestView } from '@gongshu/contracts';
import { eventually } from '@gongshu/testing';
import { LAW } from '../packs/shared-data.js';
import { act, arrived, file, granted, sharedEntry, stands, startChain, stopChain, type LinkedNode } from './linked-nodes.js';

const LONG = 120_000;
const OBJECTION = { reasons: '履职确需' };

describe('what a requester does at its own node about a request that an upper node has', () => {
  let chain: LinkedNode[] | undefined;
  let [province, city]: LinkedNode[] = [];
  let entryId: string;
  const at = (): { province: LinkedNode; city: LinkedNode } => {
    if (province === undefined || city === undefined) throw new Error('not started');
    return { province, city };
  };

  beforeAll(async () => {
    chain = await startChain({ code: '370000', name: '山东省', level: 'PROVINCE', pack: 'default' }, { code: '371000', name: '威海市', level: 'CITY', pack: 'default' });
    [province, city] = chain;
    entryId = await sharedEntry(at().province, at().city);
  }, LONG);
  afterAll(() => stopChain(chain));

  const read = async (id: string): Promise<SharingRequestView> => (await at().city.call('requester', 'GET', `/v1/sharing-requests/${id}`)).body as SharingRequestView;
  const withProvince = (id: string): Promise<void> => arrived(at().province, 'SELECT 1 FROM sharing_request WHERE id = $1', id);
  const movesAbove = (id: string): string[] => at().province.seen(requestMoved).filter((moved) => moved.id === id).map((moved) => moved.act);

  it('withdraws it while the province is away: said as on its way, and once in force when the link is back', async () => {
    const { city: c, province: p } = at();
    await c.links.up?.cut();
    const { id, state } = await file(c, entryId);
    expect(state).toBe('WITH_UPPER_NODE');
    expect(await act(c, 'bystander', id, 'withdraw')).toMatchObject({ status: 404 });
    expect(await act(c, 'authority', id, 'withdraw')).toMatchObject({ status: 403, body: { code: 'sharing/not-your-turn', article: { pack: 'default', article: 'DEFAULT-13' } } });
    expect(await act(c, 'requester', id, 'withdraw')).toMatchObject({ status: 200, body: { state: 'WITH_UPPER_NODE', sentAct: { act: 'withdraw', state: 'ON_ITS_WAY' } } });
    expect(await act(c, 'requester', id, 'withdraw')).toMatchObject({ status: 409, body: { code: 'sharing/act-not-allowed' } });
    expect(await read(id)).toMatchObject({ state: 'WITH_UPPER_NODE', sentAct: { act: 'withdraw', state: 'ON_ITS_WAY' }, step: { acts: [] } });
    await c.links.up?.mend();
    const ended = await stands(c, id, 'WITHDRAWN');
    expect(ended).toMatchObject({ sentAct: null, step: { ended: true } });
    expect(ended.history.map((entry) => [entry.act, entry.node, entry.organisation])).toEqual([
      ['submit', '371000', '371000-civil-affairs'], ['submit', '370000', '山东省'], ['withdraw', '371000', '371000-civil-affairs'],
    ]);
    expect(movesAbove(id)).toEqual(['submit', 'withdraw']);
    expect(await act(p, 'provider', id, 'agree')).toMatchObject({ status: 409 });
    expect(p.seen(requesterActed).filter(({ stated }) => stated.id === id)).toHaveLength(1);
  });

  it('withdraws it from the provider’s desk, and is told so when the provider was faster', async () => {
    const { city: c, province: p } = at();
    const { id } = await file(c, entryId);
    await stands(c, id, 'PROVIDER_REPLY');
    await c.links.up?.cut();
    expect(await act(p, 'provider', id, 'agree')).toMatchObject({ status: 200, body: { state: 'PROVIDED' } });
    expect(await act(c, 'requester', id, 'withdraw', { reasons: '不再需要' })).toMatchObject({ status: 200, body: { state: 'PROVIDER_REPLY', sentAct: { state: 'ON_ITS_WAY' } } });
    await c.links.up?.mend();
    await stands(c, id, 'PROVIDED');
    const told = await eventually(async () => {
      const request = await read(id);
      return request.sentAct?.state === 'REFUSED' && request;
    });
    expect(told).toMatchObject({ state: 'PROVIDED', grantId: expect.any(String), sentAct: { act: 'withdraw', code: 'sharing/act-not-allowed' } });
    expect(movesAbove(id)).toEqual(['submit', 'agree']);
  });

  it('objects to a refusal, and the objection is the province’s to conclude', async () => {
    const { city: c, province: p } = at();
    const columns = ['code'];
    const { id } = await file(c, entryId, { columns, purpose: '另一用途' });
    await withProvince(id);
    expect(await act(p, 'provider', id, 'refuse', { reasons: '涉密', legalBasis: { ...LAW, title: '保守国家秘密法' } })).toMatchObject({ status: 200 });
    expect((await stands(c, id, 'REFUSED')).step.acts).toContain('object');
    expect(await act(c, 'requester', id, 'object', OBJECTION)).toMatchObject({ status: 200, body: { state: 'REFUSED', sentAct: { act: 'object', state: 'ON_ITS_WAY' } } });
    expect((await stands(c, id, 'COORDINATING')).sentAct).toBeNull();
    expect(await act(p, 'authority', id, 'conclude', { conclusion: 'SHARE', reasons: '应当共享' })).toMatchObject({ status: 200, body: { state: 'PROVIDED' } });
    expect(await stands(c, id, 'PROVIDED')).toMatchObject({ columns, grantId: expect.any(String) });
  });

  it('renews a grant that the province owns: the copy here shows the new last day', async () => {
    const { city: c, province: p } = at();
    const grant = await granted(p, c, entryId, { purpose: '续期用途', validUntil: '2026-06-30' });
    expect(grant.validUntil).toBe('2026-06-30');
    const { id } = await file(c, entryId, { purpose: '续期用途', renewsGrantId: grant.id, validUntil: '2026-12-31' });
    await withProvince(id);
    expect(await act(p, 'provider', id, 'agree')).toMatchObject({ status: 200, body: { state: 'PROVIDED', grantId: grant.id } });
    await eventually(async () => ((await c.call('requester', 'GET', `/v1/grants/${grant.id}`)).body as { validUntil: string }).validUntil === '2026-12-31');
    expect(await stands(c, id, 'PROVIDED')).toMatchObject({ grantId: grant.id });
  });
});
