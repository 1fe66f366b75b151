import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataUpdated, dataUpdateLagging, versionCompleted, type DataUpdateView, type EntryView } from '@gongshu/contracts';
import { eventually, sampleEntry } from '@gongshu/testing';
import { moveEntry, offerEntry, provideData, USUAL_PARTIES, type UsualParty } from './shared-data.js';
import { TestNode } from './test-node.js';

const LAG_MILLISECONDS = 60_000;

describe('Liaoning: records streamed as they come into being', () => {
  let node: TestNode<UsualParty>;
  let entryId: string;
  let grantId: string;

  beforeAll(async () => {
    node = await TestNode.start({ pack: 'liaoning', code: '210000', name: '辽宁省', level: 'PROVINCE', startAt: '2026-04-29T15:00:00+08:00', parties: USUAL_PARTIES });
    ({ id: entryId } = (await offerEntry(node, sampleEntry({ sharingType: 'UNCONDITIONAL' }))).body as EntryView);
    await moveEntry(node, entryId, 'reviewer', 'pass');
    expect(await moveEntry(node, entryId, 'authority', 'publish')).toMatchObject({ status: 200, body: { state: 'PUBLISHED' } });
    await provideData(node, entryId);
    const obtained = await node.call('requester', 'POST', '/v1/sharing-requests', { entryId, dutyBasis: '婚姻登记条例第四条' });
    grantId = (obtained.body as { grantId: string }).grantId;
  }, 120_000);
  afterAll(() => node.stop());

  const send = async (party: UsualParty, sequence: number, ...records: readonly object[]): Promise<Response> =>
    fetch(`${node.url}/v1/data-sets/${entryId}/records?sequence=${String(sequence)}`, {
      method: 'POST', headers: { ...(await node.headersOf(party)), 'content-type': 'application/x-ndjson' }, body: records.map((record) => `${JSON.stringify(record)}\n`).join(''),
    });
  const seenByAnother = async (): Promise<string> => JSON.stringify((await node.call('requester', 'GET', `/v1/data/${grantId}/rows`)).body);

  it('[LIA-10-4] are seen by another department within the lag that the regulation allows, and holders are told, with nobody asking for a version', async () => {
    const { status, body } = await node.call('provider', 'POST', `/v1/data-sets/${entryId}/source-changes`, { changedOn: '2026-04-29' });
    expect(status).toBe(201);
    const update = body as DataUpdateView;
    expect((await send('provider', 1, { code: '210300', name: '鞍山市', level: '市' })).status).toBe(201);
    expect((await send('provider', 2, { code: '210400', name: '抚顺市', level: '市' })).status).toBe(201);
    expect(await seenByAnother()).not.toContain('鞍山市');
    await node.travelTo('2026-04-29T15:00:30+08:00');
    await eventually(() => node.seen(versionCompleted).some((told) => told.entryId === entryId && told.cause === 'STREAM'));
    expect(await seenByAnother()).toMatch(/鞍山市.*抚顺市/);
    await eventually(async () => {
      expect((await node.call('provider', 'GET', `/v1/data-updates/${update.id}`)).body).toMatchObject({ state: 'UPDATED', version: 2, lagging: false });
      return true;
    });
    await eventually(() => node.seen(dataUpdated).some(({ receiver, version }) => receiver.id === '210000-civil-affairs' && version === 2));
    expect(node.clock.now() - Date.parse(update.recordedAt)).toBeLessThan(LAG_MILLISECONDS);
    await node.travelTo('2026-04-29T15:05:00+08:00');
    expect(node.seen(dataUpdateLagging)).toEqual([]);
  });

  it('go on where the stream stands, come from their provider alone, and become a version when it asks', async () => {
    const stream = `/v1/data-sets/${entryId}/record-stream`;
    expect((await node.call('provider', 'GET', stream)).body).toMatchObject({ nextSequence: 3, sealAfterSeconds: 30, unsealedRows: 0 });
    expect((await send('requester', 3, {})).status).toBe(403);
    expect((await node.call('requester', 'GET', stream)).status).toBe(404);
    const gap = await send('provider', 9, {});
    expect([gap.status, await gap.json()]).toMatchObject([409, { code: 'exchange/out-of-sequence', allowed: ['3'] }]);
    expect((await node.call('provider', 'PUT', stream, { sealAfterSeconds: 61 })).body).toMatchObject({ status: 422, code: 'exchange/refused-by-law', article: { article: '10' } });
    expect((await send('provider', 3, { code: '210500', name: '本溪市', level: '市' })).status).toBe(201);
    expect(await node.call('provider', 'POST', `/v1/data-sets/${entryId}/records/seal`, {})).toMatchObject({ status: 202 });
    await eventually(async () => (await seenByAnother()).includes('本溪市'));
  });
});
