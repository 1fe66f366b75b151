import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataUpdated, dataUpdateLagging, type DataUpdateView, type EntryView } from '@gongshu/contracts';
import { eventually, sampleEntry } from '@gongshu/testing';
import { moveEntry, offerEntry, provideData, USUAL_PARTIES, type UsualParty } from './shared-data.js';
import { TestNode } from './test-node.js';

const LAG_MILLISECONDS = 60_000;
const CHANGED = 'code,name,level\n210000,辽宁省,省\n210200,大连市(更名),市\n';

describe('Liaoning: base data in real time', () => {
  let node: TestNode<UsualParty>;
  let entryId: string;
  let grantId: string;

  beforeAll(async () => {
    node = await TestNode.start({ pack: 'liaoning', code: '210000', name: '辽宁省', level: 'PROVINCE', startAt: '2026-04-29T15:00:00+08:00', parties: USUAL_PARTIES });
    const offered = await offerEntry(node, sampleEntry({ sharingType: 'UNCONDITIONAL' }));
    expect(offered).toMatchObject({ status: 200 });
    ({ id: entryId } = offered.body as EntryView);
    await moveEntry(node, entryId, 'reviewer', 'pass');
    expect(await moveEntry(node, entryId, 'authority', 'publish')).toMatchObject({ status: 200, body: { state: 'PUBLISHED' } });
    await provideData(node, entryId);
    const obtained = await node.call('requester', 'POST', '/v1/sharing-requests', { entryId, dutyBasis: '婚姻登记条例第四条' });
    expect(obtained).toMatchObject({ status: 201, body: { state: 'PROVIDED' } });
    grantId = (obtained.body as { grantId: string }).grantId;
  }, 120_000);
  afterAll(() => node.stop());

  const changeAtSource = async (): Promise<DataUpdateView> => {
    const { status, body } = await node.call('provider', 'POST', `/v1/data-sets/${entryId}/source-changes`, { changedOn: '2026-04-29' });
    expect(status).toBe(201);
    return body as DataUpdateView;
  };
  const seenByAnother = async (): Promise<string> => JSON.stringify((await node.call('requester', 'GET', `/v1/data/${grantId}/rows`)).body);

  it('[LIA-10-4] show a change at the lead department to another department within the lag that the regulation allows', async () => {
    expect(await seenByAnother()).not.toContain('大连市(更名)');
    const began = performance.now();
    const update = await changeAtSource();
    expect(Date.parse(String(update.lagEndsAt)) - node.clock.now()).toBe(LAG_MILLISECONDS);
    expect(await node.call('provider', 'POST', `/v1/data-sets/${entryId}/versions`, CHANGED)).toMatchObject({ status: 201 });
    expect(await seenByAnother()).toContain('大连市(更名)');
    expect(performance.now() - began).toBeLessThan(LAG_MILLISECONDS);
    await eventually(async () => {
      expect((await node.call('provider', 'GET', `/v1/data-updates/${update.id}`)).body).toMatchObject({ state: 'UPDATED', version: 2, lagging: false });
      return true;
    });
    await eventually(() => node.seen(dataUpdated).some(({ receiver, version }) => receiver.id === '210000-civil-affairs' && version === 2));
    await node.travelTo('2026-04-29T15:05:00+08:00');
    expect(node.seen(dataUpdateLagging)).toEqual([]);
  });

  it('[LIA-10-4] are reported as lagging when the change has not come in time', async () => {
    const { id } = await changeAtSource();
    await node.travelTo('2026-04-29T15:05:59+08:00');
    expect((await node.call('authority', 'GET', `/v1/data-updates/${id}`)).body).toMatchObject({ state: 'UPDATING', lagging: false });
    await node.travelTo('2026-04-29T15:06:01+08:00');
    await eventually(() => node.seen(dataUpdateLagging).some((told) => told.id === id && told.article === '10'));
    expect((await node.call('authority', 'GET', `/v1/data-updates/${id}`)).body).toMatchObject({ state: 'UPDATING', lagging: true });
  });
});
