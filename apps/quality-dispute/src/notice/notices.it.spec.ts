import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findNotices, pastReceiversFound, receiverNotified, type PastReceiversFound, type Party } from '@gongshu/contracts';
import { person, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { qualityDisputeService } from '../index.js';

const PROVINCE = '130000';
const CITY = '130100';
const here: Party = { id: 'hebei-education', name: '河北省教育厅', division: PROVINCE, level: 'PROVINCE', node: PROVINCE };
const there: Party = { id: 'shijiazhuang-education', name: '石家庄市教育局', division: CITY, level: 'CITY', node: CITY };
const administrator = (party: Party): TestParty => person(party, 'DATA_ADMINISTRATOR');

let t: TestService;
beforeAll(async () => {
  t = await startTestService(qualityDisputeService);
});
afterAll(() => t.stop());

const found = (): PastReceiversFound => ({
  correctionId: randomUUID(),
  entryId: randomUUID(),
  entryName: '河北省行政区划',
  correctedVersion: 2,
  receivers: [here, there].map((organisation, n) => ({ organisation, grantId: randomUUID(), permits: n + 3, lastTakenAt: '2026-03-01T00:00:00.000Z' })),
});
const noticesOf = async (correctionId: string, party: Party) => (await t.ask(findNotices, {}, administrator(party))).items.filter((notice) => notice.correctionId === correctionId);

describe('past receivers of wrong rows', () => {
  it('are each told once, at the node they belong to; those of this node find the notice here', async () => {
    const data = found();
    const { id } = await t.announce(pastReceiversFound, data.entryId, data);
    await t.announce(pastReceiversFound, data.entryId, data, { id });
    await t.announce(pastReceiversFound, data.entryId, data);
    const marker = found();
    await t.announce(pastReceiversFound, marker.entryId, marker);
    await t.eventually(() => t.seen(receiverNotified).some((event) => event.data.correctionId === marker.correctionId));
    const told = t.seen(receiverNotified).filter((event) => event.data.correctionId === data.correctionId).map((event) => event.data);
    expect(told.map(({ addressedTo, receiver, permits }) => [addressedTo, receiver.id, permits])).toEqual([[PROVINCE, here.id, 3], [CITY, there.id, 4]]);

    const [notice, ...more] = await noticesOf(data.correctionId, here);
    expect(more).toEqual([]);
    expect(notice).toMatchObject({ id: told[0]?.noticeId, entryName: '河北省行政区划', correctedVersion: 2, permits: 3, grantId: data.receivers[0]?.grantId });
    expect(notice?.message).toContain('“河北省行政区划”数据第2版已更正');
    expect(notice?.message).toContain('Version 2');
  });

  it('see their own notices only', async () => {
    const data = found();
    await t.announce(pastReceiversFound, data.entryId, data);
    await t.eventually(async () => (await noticesOf(data.correctionId, here)).length === 1);
    expect(await noticesOf(data.correctionId, { ...here, id: 'hebei-forestry' })).toEqual([]);
    await expect(t.ask(findNotices, {})).rejects.toMatchObject({ definition: { status: 401 } });
    await expect(t.ask(findNotices, { cursor: 'x' }, administrator(here))).rejects.toMatchObject({ parts: { errors: [{ pointer: '/cursor' }] } });
  });

  it('of this node are told by a neighbour that corrected its data, once, and those of other nodes are not kept', async () => {
    const correctionId = randomUUID();
    const notice = {
      addressedTo: PROVINCE, noticeId: randomUUID(), receiver: here, grantId: randomUUID(), entryId: randomUUID(), entryName: '城市空气质量', correctionId, correctedVersion: 4, permits: 7,
      noticedAt: '2026-03-02T01:00:00.000Z',
    };
    await t.announce(receiverNotified, notice.noticeId, { ...notice, noticeId: randomUUID(), addressedTo: CITY, receiver: there, grantId: randomUUID() }, { node: CITY });
    await t.announce(receiverNotified, notice.noticeId, notice, { node: CITY });
    await t.announce(receiverNotified, notice.noticeId, notice, { node: CITY });
    await t.eventually(async () => (await noticesOf(correctionId, here)).length === 1);
    expect((await noticesOf(correctionId, here))[0]).toMatchObject({ id: notice.noticeId, permits: 7, noticedAt: '2026-03-02T01:00:00.000Z' });
    expect(await t.query('SELECT FROM notice WHERE correction_id = $1', [correctionId])).toHaveLength(1);
  });
});
