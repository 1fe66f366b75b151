import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnGrant,
  actOnSharingRequest,
  entryPublished,
  getSharingRequest,
  liftSafetyStop,
  requestForwardedUp,
  requestMoved,
  requestProgressed,
  safetyStopTold,
  stopForSafety,
  takePermits,
  versionCompleted,
  type EntryPublished,
  type RequestForwardedUp,
} from '@gongshu/contracts';
import { hebei, partyOf, publishedEntry, refusal, startTestService, type TestService } from '@gongshu/testing';
import { sharingService } from '../index.js';

const { countyOffice, naturalResources, provinceAuthority, reasonsToAsk } = hebei;

describe('requests that a child node forwards to the province', () => {
  let t: TestService;
  let entry: EntryPublished;

  beforeAll(async () => {
    t = await startTestService(sharingService, { neighbours: ['130100'], startAt: '2026-09-24T09:00:00+08:00' });
    entry = publishedEntry(partyOf(naturalResources));
    await t.announce(entryPublished, entry.id, entry);
    await t.announce(versionCompleted, entry.id, { entryId: entry.id, version: 1, rows: 3, digest: 'a'.repeat(64), cause: 'UPLOAD' });
    await t.eventually(async () => (await t.query('SELECT 1 FROM shareable_entry JOIN data_source ON entry_id = id')).length === 1);
  });
  afterAll(async () => {
    await t.stop();
  });

  let serial = 0;
  function forwarded(own: Partial<RequestForwardedUp> = {}): RequestForwardedUp {
    serial += 1;
    const act = { from: null, at: '2026-09-24T01:00:00.000Z', actor: 'somebody', node: '130100', dueOn: null, reasons: null };
    return {
      addressedTo: '130000', id: randomUUID(), number: `130100-2026-${String(serial).padStart(6, '0')}`, transition: 3, entryId: entry.id, requester: partyOf(countyOffice), ...reasonsToAsk,
      columns: ['code', 'name'], provisionMode: 'INTERFACE', originNode: '130100', submittedAt: '2026-09-23T01:00:00.000Z',
      history: [
        { ...act, act: 'submit', to: 'SAME_LEVEL_AUTHORITY', organisation: '正定县民政局', article: '19' },
        { ...act, act: 'forward', to: 'UPPER_AUTHORITY', organisation: '正定县数据局', article: '21' },
        { ...act, act: 'forward', to: 'WITH_UPPER_NODE', organisation: '石家庄市数据局', article: '21' },
      ],
      ...own,
    };
  }
  async function arrived(): Promise<RequestForwardedUp> {
    const data = forwarded();
    await t.announce(requestForwardedUp, data.id, data, { node: '130100' });
    await t.eventually(async () => (await t.query('SELECT 1 FROM sharing_request WHERE id = $1', [data.id])).length === 1);
    return data;
  }
  const told = (id: string) => t.seen(requestProgressed).filter(({ data }) => data.id === id).map(({ data }) => data);

  it('[HEB-19-3] goes on under the number it was filed with, with the 3, 5 and 3 working days of the province, and tells the city every step', async () => {
    const { id, number } = await arrived();
    const begun = await t.ask(getSharingRequest, { id }, provinceAuthority);
    expect(begun).toMatchObject({ id, number, state: 'AUTHORITY_REVIEW', originNode: '130100', submittedAt: '2026-09-23T01:00:00.000Z', columns: ['code', 'name'] });
    expect(begun.step).toMatchObject({ dueOn: '2026-09-30', dueArticle: '19' });
    expect(begun.history.map(({ act, node }) => [act, node])).toEqual([['submit', '130100'], ['forward', '130100'], ['forward', '130100'], ['submit', '130000']]);
    expect((await t.ask(actOnSharingRequest, { id, act: 'forward' }, provinceAuthority)).step.dueOn).toBe('2026-10-09');
    expect((await t.ask(actOnSharingRequest, { id, act: 'agree' }, naturalResources)).step).toMatchObject({ step: 'DELIVERY', dueOn: '2026-09-30' });
    const { grantId } = await t.ask(actOnSharingRequest, { id, act: 'deliver' }, provinceAuthority);
    await t.eventually(() => told(id).length === 4);
    expect(told(id).map(({ transition, step, addressedTo }) => [transition, step.step, addressedTo])).toEqual([
      [4, 'AUTHORITY_REVIEW', '130100'],
      [5, 'PROVIDER_REPLY', '130100'],
      [6, 'DELIVERY', '130100'],
      [7, 'PROVIDED', '130100'],
    ]);
    expect(told(id).at(-1)?.grant).toMatchObject({ id: grantId, ownerNode: '130000', state: 'ACTIVE', columns: ['code', 'name'] });
    expect(told(id).at(-1)?.history).toHaveLength(7);
    await t.eventually(() => t.seen(requestMoved).filter(({ data }) => data.id === id).length === 4);
  });

  it('lets the county call with its city’s token, and tells the city of a suspension as a further transition, and of a safety stop', async () => {
    const data = await arrived();
    const { id } = data;
    await t.ask(actOnSharingRequest, { id, act: 'forward' }, provinceAuthority);
    await t.ask(actOnSharingRequest, { id, act: 'agree' }, naturalResources);
    const grantId = String((await t.ask(actOnSharingRequest, { id, act: 'deliver' }, provinceAuthority)).grantId);
    const call = async (token: string) => (await t.ask(takePermits, { asks: [{ token, grantId, scenario: reasonsToAsk.applicationScenario, form: 'ROWS', traceparent: 'none' }] })).answers[0];
    expect(await call(await t.issuers.token(countyOffice))).toMatchObject({ number: 1, source: { kind: 'PHYSICAL' }, problem: null });
    const namesake = { ...countyOffice, node: '130000', division: '130000', level: 'PROVINCE' };
    expect((await call(await t.issuers.token(namesake)))?.problem).toMatchObject({ status: 403, code: 'sharing/not-granted' });

    await t.ask(actOnGrant, { id: grantId, act: 'suspend', reasons: '发现安全隐患' }, provinceAuthority);
    expect((await call(await t.issuers.token(countyOffice)))?.problem).toMatchObject({ code: 'sharing/grant-suspended' });
    await t.ask(actOnGrant, { id: grantId, act: 'restore', reasons: '隐患已消除' }, naturalResources);
    await t.eventually(() => told(id).length === 6);
    expect(told(id).slice(-2).map(({ transition, grant }) => [transition, grant?.state, grant?.suspensionReason])).toEqual([[8, 'SUSPENDED', '发现安全隐患'], [9, 'ACTIVE', null]]);

    const { id: stopId } = await t.ask(stopForSafety, { id: data.entryId, reasons: '接口存在漏洞' }, provinceAuthority);
    expect((await call(await t.issuers.token(countyOffice)))?.problem).toMatchObject({ status: 403, code: 'sharing/safety-stopped' });
    await t.ask(liftSafetyStop, { id: stopId, reasons: '漏洞已修复' }, naturalResources);
    const stops = await t.eventually(() => t.seen(safetyStopTold).length >= 2 && t.seen(safetyStopTold));
    expect(stops.map(({ data: { addressedTo, id: stop, entryId, stopped } }) => [addressedTo, stop, entryId, stopped])).toEqual([['130100', stopId, data.entryId, true], ['130100', stopId, data.entryId, false]]);
  });

  it('begins once, however often and under whatever event id the request comes', async () => {
    const data = await arrived();
    await t.ask(actOnSharingRequest, { id: data.id, act: 'forward' }, provinceAuthority);
    await t.announce(requestForwardedUp, data.id, data, { node: '130100' });
    const next = await arrived();
    expect((await t.ask(getSharingRequest, { id: data.id }, provinceAuthority)).state).toBe('PROVIDER_REPLY');
    await t.eventually(() => told(next.id).length > 0 && told(data.id).length > 1);
    expect(told(data.id).map(({ transition }) => transition)).toEqual([4, 5]);
  });

  it.each<[string, Partial<RequestForwardedUp>, string]>([
    ['comes from a node for an organisation outside its territory', {}, '130200'],
    ['claims another node as origin', { originNode: '130200' }, '130100'],
  ])('puts a request aside that %s', async (_what, own, node) => {
    const data = forwarded(own);
    await t.announce(requestForwardedUp, data.id, data, { node });
    await t.eventually(async () => (await t.query('SELECT 1 FROM dead_letter WHERE body LIKE $1', [`%${data.id}%`])).length === 1);
    expect((await refusal(t.ask(getSharingRequest, { id: data.id }, provinceAuthority))).definition.status).toBe(404);
  });

  it.each<[string, Partial<RequestForwardedUp>, string]>([
    ['names an entry nobody published', { entryId: randomUUID() }, 'The catalogue has no such published entry'],
    ['asks for columns the entry does not have', { columns: ['secret'] }, 'Columns that the entry does not have'],
    ['lacks the scenario that the province’s pack demands', { applicationScenario: '' }, 'The request must state the application scenario'],
  ])('does not take up a request that %s, and tells the city why', async (_what, own, reason) => {
    const data = forwarded(own);
    await t.announce(requestForwardedUp, data.id, data, { node: '130100' });
    const [refused] = await t.eventually(() => told(data.id).length === 1 && told(data.id));
    expect(refused).toMatchObject({ addressedTo: '130100', transition: 4, step: { step: 'NOT_ACCEPTED', ended: true, pack: 'hebei' } });
    expect(refused?.history.at(-1)).toMatchObject({ act: 'not-accept', node: '130000', reasons: expect.stringContaining(reason) });
    expect((await refusal(t.ask(getSharingRequest, { id: data.id }, provinceAuthority))).definition.status).toBe(404);
  });

  it('leaves a request alone that is addressed to another node', async () => {
    const data = forwarded({ addressedTo: '130200' });
    await t.announce(requestForwardedUp, data.id, data, { node: '130100' });
    await arrived();
    expect(await t.query('SELECT 1 FROM sharing_request WHERE id = $1', [data.id])).toEqual([]);
  });
});
