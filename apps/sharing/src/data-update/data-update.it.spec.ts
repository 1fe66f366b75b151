import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  acknowledgeDataUpdate, actOnGrant, calendarYearLoaded, caseMoved, closePermits, dataUpdateAcknowledged, dataUpdated, dataUpdateDeadlineRecalculated, dataUpdateLagging, dataUpdateMoved, dataUpdateStepOverdue, findDataUpdateNotices, findDataUpdates, findHeldCopies,
  finishDataUpdate, getDataUpdate, heldCopyOverdue, interfaceRegistered, recordSourceChange, takePermits, type DataUpdateNoticeView, type DataUpdateView, type EntryPublished, type HeldCopyView,
} from '@gongshu/contracts';
import { partyOf, refusal, SharingTown, type TestParty } from '@gongshu/testing';
import { sharingService } from '../index.js';

describe('changed shared data, in jian', () => {
  let jian: SharingTown;
  let entry: EntryPublished;
  let formerHolder: TestParty;
  let update: DataUpdateView;

  const noticesOf = async (party: TestParty): Promise<DataUpdateNoticeView[]> => (await jian.t.ask(findDataUpdateNotices, {}, party)).items.filter(({ entryId }) => entryId === entry.id);
  const told = (): string[] => jian.t.seen(dataUpdated).filter(({ data }) => data.entryId === entry.id).map(({ data }) => `${data.receiver.id} ${String(data.version)}`).sort();
  const copies = async (): Promise<Record<string, HeldCopyView>> => Object.fromEntries((await jian.t.ask(findHeldCopies, { entryId: entry.id }, jian.provider)).items.map((copy) => [copy.holder.id, copy]));
  /** One call under a grant that delivers a version. */
  const deliver = async (grantId: string, party: TestParty, dataVersion: number): Promise<void> => {
    const { t } = jian;
    const ask = { token: await t.issuers.token(party), grantId, form: 'ROWS', traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
    const { answers: [answer] } = await t.ask(takePermits, { asks: [ask] });
    await t.ask(closePermits, { closings: [{ permitId: String(answer?.permitId), state: 'COMPLETED', rows: 3, bytes: 30, digest: 'b'.repeat(64), dataVersion }] });
  };

  beforeAll(async () => {
    jian = await SharingTown.start(sharingService, { code: '360800', name: '吉安市', pack: 'jian' }, '2026-04-29T15:00:00+08:00');
    entry = await jian.entry();
    await jian.grant(entry);
    formerHolder = jian.bystander;
    const ended = await jian.grant(entry, formerHolder);
    await deliver(ended, formerHolder, 1);
    await jian.t.ask(actOnGrant, { id: ended, act: 'terminate', reasons: '职责调整', ground: 'OTHER_LAW' }, jian.authority);
  });
  afterAll(() => jian.t.stop());

  it('[JIA-17-1] are to be updated in five working days from the day of the change: overdue on the sixth and not on the fifth', async () => {
    const { t, provider, holder, authority } = jian;
    expect(await refusal(t.ask(recordSourceChange, { entryId: entry.id, changedOn: '2026-04-29' }, holder))).toMatchObject({ definition: { status: 403 } });
    expect(await refusal(t.ask(recordSourceChange, { entryId: entry.id, changedOn: '2026-04-30' }, provider))).toMatchObject({ definition: { status: 422 }, parts: { errors: [{ pointer: '/changedOn' }] } });
    update = await t.ask(recordSourceChange, { entryId: entry.id, changedOn: '2026-04-29', note: '新设一县' }, provider);
    expect(update).toMatchObject({ state: 'UPDATING', version: null, step: { dueOn: '2026-05-09', dueArticle: '17', actorParty: 'provider', actorRole: 'DATA_ADMINISTRATOR' } });
    await t.eventually(() => t.seen(caseMoved.sharing).some(({ data }) => data.id === update.id && data.waitingFor.includes('DATA_ADMINISTRATOR:provider') && data.dueOn === '2026-05-09'));
    t.clock.travelTo('2026-05-09T23:59:59+08:00');
    await t.fireDueTimers();
    expect((await t.ask(getDataUpdate, { id: update.id }, provider)).step.overdue).toBe(false);
    t.clock.travelTo('2026-05-10T00:00:00+08:00');
    await t.fireDueTimers();
    await t.eventually(() => t.seen(dataUpdateStepOverdue).some(({ data }) => data.id === update.id && data.article === '17'));
    expect((await t.ask(findDataUpdates, { open: true }, authority)).items).toMatchObject([{ id: update.id, step: { overdue: true } }]);
    expect((await t.ask(findDataUpdates, {}, holder)).items).toEqual([]);
    expect(await refusal(t.ask(getDataUpdate, { id: update.id }, holder))).toMatchObject({ definition: { status: 404 } });
    expect(await refusal(t.ask(finishDataUpdate, { id: update.id }, provider))).toMatchObject({ definition: { code: 'sharing/updated-by-version' } });
  });

  it('[JIA-17-2] once updated are told to every department with a grant or a copy, once, and to nobody else', async () => {
    const { t, provider, holder } = jian;
    await jian.completed(entry.id, 2);
    await t.eventually(async () => (await t.ask(getDataUpdate, { id: update.id }, provider)).state === 'UPDATED');
    await t.eventually(() => t.seen(dataUpdateMoved).some(({ data }) => data.id === update.id && data.to === 'UPDATED' && data.version === 2));
    await t.eventually(() => told().length === 2);
    await jian.completed(entry.id, 2);
    const other = await jian.entry();
    await jian.grant(other);
    await jian.completed(other.id, 2);
    await t.eventually(async () => (await t.query('SELECT FROM data_edition WHERE entry_id = $1 AND version = 2', [other.id])).length === 1);
    expect(told()).toEqual([`${formerHolder.organisation} 2`, `${holder.organisation} 2`]);
    for (const party of [holder, formerHolder]) expect(await noticesOf(party)).toMatchObject([{ version: 2, article: '17', dueOn: '2026-05-15', overdue: false, acknowledgedVersion: null }]);
    expect(await noticesOf(provider)).toEqual([]);
    expect((await noticesOf(holder))[0]?.message).toContain('更新至第2版');
  });

  it('[JIA-17-3] are acknowledged by each acquirer with the version it holds, and provider and authority see who holds a stale one', async () => {
    const { t, provider, holder, authority } = jian;
    expect(await copies()).toMatchObject({ holder: { version: null, stale: false, awaitingAcknowledgement: true }, bystander: { version: 1, stale: true, awaitingAcknowledgement: true } });
    const [notice] = await noticesOf(holder);
    const id = String(notice?.id);
    expect(await refusal(t.ask(acknowledgeDataUpdate, { id, version: 2 }, formerHolder))).toMatchObject({ definition: { status: 404 } });
    expect(await refusal(t.ask(acknowledgeDataUpdate, { id, version: 3 }, holder))).toMatchObject({ definition: { status: 422 }, parts: { errors: [{ pointer: '/version' }] } });
    expect(await t.ask(acknowledgeDataUpdate, { id, version: 1 }, holder)).toMatchObject({ acknowledgedVersion: 1 });
    expect(await copies()).toMatchObject({ holder: { version: 1, stale: true, awaitingAcknowledgement: true } });
    expect(await t.ask(acknowledgeDataUpdate, { id, version: 2 }, holder)).toMatchObject({ acknowledgedVersion: 2 });
    expect(await copies()).toMatchObject({ holder: { version: 2, stale: false, awaitingAcknowledgement: false }, bystander: { version: 1, stale: true } });
    expect(await t.ask(findHeldCopies, { entryId: entry.id }, authority)).toMatchObject({ currentVersion: 2 });
    for (const party of [holder, formerHolder]) expect(await refusal(t.ask(findHeldCopies, { entryId: entry.id }, party))).toMatchObject({ definition: { status: 403 } });
    await t.eventually(() => t.seen(dataUpdateAcknowledged).some(({ data }) => data.receiver.id === holder.organisation && data.version === 2));
    expect(await refusal(t.ask(findHeldCopies, { entryId: update.id }, provider))).toMatchObject({ definition: { status: 404 } });
  });

  it('are called for once the acquirer’s five working days have passed, unless it has the version', async () => {
    const { t, holder } = jian;
    t.clock.travelTo('2026-05-16T00:00:00+08:00');
    await t.fireDueTimers();
    const overdue = () => t.seen(heldCopyOverdue).filter(({ data }) => data.entryId === entry.id);
    await t.eventually(() => overdue().length > 0);
    expect(overdue().map(({ data }) => [data.receiver, data.version, data.dueOn, data.article])).toEqual([[formerHolder.organisation, 2, '2026-05-15', '17']]);
    expect([(await noticesOf(holder))[0]?.overdue, (await noticesOf(formerHolder))[0]?.overdue]).toEqual([false, true]);
  });

  it('that stay with their provider are finished by its word, as the next edition', async () => {
    const { t, provider, holder } = jian;
    const logical = await jian.entry({ aggregation: 'LOGICAL' });
    await t.announce(interfaceRegistered, logical.id, { entryId: logical.id, url: 'https://example.org/rows' });
    await t.eventually(async () => (await t.query('SELECT FROM data_source WHERE entry_id = $1 AND url IS NOT NULL', [logical.id])).length === 1);
    await jian.grant(logical);
    const recorded = await t.ask(recordSourceChange, { entryId: logical.id, changedOn: '2026-05-15' }, provider);
    expect(await refusal(t.ask(finishDataUpdate, { id: recorded.id }, holder))).toMatchObject({ definition: { status: 404 } });
    expect(await t.ask(finishDataUpdate, { id: recorded.id }, provider)).toMatchObject({ state: 'UPDATED', version: 2 });
    expect(await refusal(t.ask(finishDataUpdate, { id: recorded.id }, provider))).toMatchObject({ definition: { status: 409 } });
    await t.eventually(() => t.seen(dataUpdated).some(({ data }) => data.entryId === logical.id && data.receiver.id === holder.organisation && data.version === 2));
  });

  it('of a neighbour are noticed, and acknowledged to it, at the acquirer’s own node', async () => {
    const { t, holder } = jian;
    const [receiver, provider] = [partyOf(holder), { id: 'ministry', name: '省民政厅', division: '360000', level: 'PROVINCE', node: '360000' }];
    const data = { addressedTo: '360800', noticeId: randomUUID(), receiver, provider, entryId: randomUUID(), entryName: '全省低保', version: 7, article: '17', noticedAt: '2026-05-16T00:00:00.000Z' };
    await t.announce(dataUpdated, data.noticeId, { ...data, noticeId: randomUUID(), entryId: randomUUID(), addressedTo: '361000' }, { node: '360000' });
    await t.announce(dataUpdated, data.noticeId, data, { node: '360000' });
    const found = await t.eventually(async () => (await t.ask(findDataUpdateNotices, {}, holder)).items.find(({ id }) => id === data.noticeId));
    expect(found).toMatchObject({ version: 7, provider: { id: 'ministry' }, dueOn: '2026-05-22' });
    expect((await t.ask(findDataUpdateNotices, {}, holder)).items.filter((notice) => notice.provider.id === 'ministry')).toHaveLength(1);
    await t.ask(acknowledgeDataUpdate, { id: data.noticeId, version: 7 }, holder);
    await t.eventually(() => t.seen(dataUpdateAcknowledged).some((event) => event.data.noticeId === data.noticeId && event.data.addressedTo === '360000'));
  });

  it('are due on another day when the calendar changes', async () => {
    const { t, provider, holder } = jian;
    t.clock.travelTo('2026-06-01T09:00:00+08:00');
    const recorded = await t.ask(recordSourceChange, { entryId: entry.id, changedOn: '2026-06-01' }, provider);
    await jian.completed(entry.id, 3);
    await t.eventually(async () => (await noticesOf(holder))[0]?.version === 3);
    const again = await t.ask(recordSourceChange, { entryId: entry.id, changedOn: '2026-06-01' }, provider);
    expect([recorded.step.dueOn, again.step.dueOn, (await noticesOf(holder))[0]?.dueOn]).toEqual(['2026-06-08', '2026-06-08', '2026-06-08']);
    const kept = { daysOff: ['2026-06-03'], makeUpDays: [] };
    await t.announce(calendarYearLoaded, '2026', { year: 2026, notice: '国办发明电〔2026〕99号', ...kept });
    await t.eventually(() => t.seen(dataUpdateDeadlineRecalculated).some((event) => event.data.id === again.id && event.data.dueOn === '2026-06-09'));
    await t.eventually(async () => (await noticesOf(holder))[0]?.dueOn === '2026-06-09');
    expect((await t.ask(getDataUpdate, { id: recorded.id }, provider)).state).toBe('UPDATED');
  });
});

describe('changed shared data, in a place where updates are in real time', () => {
  let liaoning: SharingTown;
  beforeAll(async () => {
    liaoning = await SharingTown.start(sharingService, { code: '210200', name: '大连市', pack: 'liaoning' }, '2026-04-29T15:00:00+08:00');
  });
  afterAll(() => liaoning.t.stop());

  it('lag behind when the lag has passed without a new version, and not before', async () => {
    const { t, provider } = liaoning;
    const [slow, quick] = [await liaoning.entry(), await liaoning.entry()];
    const [late, inTime] = [await t.ask(recordSourceChange, { entryId: slow.id, changedOn: '2026-04-29' }, provider), await t.ask(recordSourceChange, { entryId: quick.id, changedOn: '2026-04-29' }, provider)];
    expect(late).toMatchObject({ lagEndsAt: '2026-04-29T07:01:00.000Z', lagging: false, step: { dueOn: null } });
    await liaoning.completed(quick.id, 2);
    await t.eventually(async () => (await t.ask(getDataUpdate, { id: inTime.id }, provider)).state === 'UPDATED');
    t.clock.advance(59_000);
    await t.fireDueTimers();
    expect((await t.ask(getDataUpdate, { id: late.id }, provider)).lagging).toBe(false);
    t.clock.advance(2_000);
    await t.fireDueTimers();
    await t.eventually(() => t.seen(dataUpdateLagging).length > 0);
    expect(t.seen(dataUpdateLagging).map(({ data }) => [data.id, data.article])).toEqual([[late.id, '10']]);
    expect([(await t.ask(getDataUpdate, { id: late.id }, provider)).lagging, (await t.ask(getDataUpdate, { id: inTime.id }, provider)).lagging]).toEqual([true, false]);
  });
});
