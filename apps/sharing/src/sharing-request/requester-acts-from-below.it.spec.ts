import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnSharingRequest, entryPublished, getSharingRequest, requesterActed, requestForwardedUp, requestMoved, requestProgressed, versionCompleted, type EntryPublished, type RequesterActed, type RequestForwardedUp,
} from '@gongshu/contracts';
import { hebei, partyOf, publishedEntry, startTestService, type TestService } from '@gongshu/testing';
import { sharingService } from '../index.js';

const { countyOffice, naturalResources, provinceAuthority, reasonsToAsk } = hebei;

describe('acts of a requester below on a request that stands here', () => {
  let t: TestService;
  let entry: EntryPublished;

  beforeAll(async () => {
    t = await startTestService(sharingService, { neighbours: ['130100'], startAt: '2026-09-24T09:00:00+08:00' });
    entry = publishedEntry(partyOf(naturalResources));
    await t.announce(entryPublished, entry.id, entry);
    await t.announce(versionCompleted, entry.id, { entryId: entry.id, version: 1, rows: 3, digest: 'a'.repeat(64), cause: 'UPLOAD' });
    await t.eventually(async () => (await t.query('SELECT 1 FROM shareable_entry JOIN data_source ON entry_id = id')).length === 1);
  });
  afterAll(() => t.stop());

  let serial = 0;
  function request(): RequestForwardedUp {
    serial += 1;
    return {
      addressedTo: '130000', id: randomUUID(), number: `130100-2026-${String(serial).padStart(6, '0')}`, transition: 1, entryId: entry.id, requester: partyOf(countyOffice), ...reasonsToAsk,
      columns: ['code'], provisionMode: 'INTERFACE', originNode: '130100', submittedAt: '2026-09-23T01:00:00.000Z', history: [],
    };
  }
  const forward = (data: RequestForwardedUp) => t.announce(requestForwardedUp, data.id, data, { node: '130100' });
  async function forwarded(): Promise<RequestForwardedUp> {
    const data = request();
    await forward(data);
    await t.eventually(() => moves(data.id).length === 1);
    return data;
  }
  const acted = (id: string, act: string, stated: object = {}, roles = ['DATA_ADMINISTRATOR']): RequesterActed => ({
    addressedTo: '130000', actId: randomUUID(), stated: { id, act, ...stated }, roles, actor: 'clerk', organisation: '正定县民政局', originNode: '130100',
  });
  const tell = (data: RequesterActed, node = '130100', id: string = randomUUID()) => t.announce(requesterActed, data.stated.id, data, { node, id });
  const answers = (id: string) => t.seen(requestProgressed).flatMap(({ data }) => (data.id === id && data.answered !== undefined ? [data.answered] : []));
  const moves = (id: string) => t.seen(requestMoved).flatMap(({ data }) => (data.id === id ? [data.act] : []));

  it('take effect in the requester’s name, once, however often they come', async () => {
    const { id } = await forwarded();
    const withdrawal = acted(id, 'withdraw', { reasons: '不再需要' });
    const event = randomUUID();
    await tell(withdrawal, '130100', event);
    await t.eventually(() => answers(id).length === 1);
    await tell(withdrawal, '130100', event);
    const next = await forwarded();
    await tell(acted(next.id, 'withdraw'));
    await t.eventually(() => answers(next.id).length === 1);
    expect(answers(id)).toEqual([{ actId: withdrawal.actId, code: null, reason: null }]);
    expect(moves(id)).toEqual(['submit', 'withdraw']);
    const { state, history } = await t.ask(getSharingRequest, { id }, provinceAuthority);
    expect([state, history.at(-1)]).toMatchObject(['WITHDRAWN', { act: 'withdraw', actor: 'clerk', organisation: '正定县民政局', node: '130100', reasons: '不再需要' }]);
  });

  it('wait for their request where they come before it', async () => {
    const early = request();
    await tell(acted(early.id, 'withdraw'));
    await t.eventually(async () => (await t.query('SELECT 1 FROM early_act WHERE request_id = $1', [early.id])).length === 1);
    await forward(early);
    await t.eventually(() => answers(early.id).length === 1);
    expect(answers(early.id)).toMatchObject([{ code: null }]);
    expect((await t.ask(getSharingRequest, { id: early.id }, provinceAuthority)).state).toBe('WITHDRAWN');
    expect(await t.query('SELECT 1 FROM early_act')).toEqual([]);
  });

  it('resubmit what was returned, with what is stated anew', async () => {
    const { id } = await forwarded();
    await t.ask(actOnSharingRequest, { id, act: 'return', reasons: '应写明用途' }, provinceAuthority);
    await tell(acted(id, 'resubmit', { purpose: '核对所属区划' }));
    await t.eventually(() => answers(id).length === 1);
    expect(await t.ask(getSharingRequest, { id }, provinceAuthority)).toMatchObject({ state: 'AUTHORITY_REVIEW', purpose: '核对所属区划' });
  });

  it.each([
    ['that the step does not know', 'resubmit', {}, undefined, 'sharing/act-not-allowed'],
    ['that are another’s', 'forward', {}, undefined, 'sharing/not-your-turn'],
    ['without the role', 'withdraw', {}, ['AUDITOR'], 'sharing/not-your-turn'],
    ['that state what has no use', 'withdraw', { callQuota: 5 }, undefined, 'input/invalid'],
  ])('are refused %s, and the requester is told', async (_what, act, stated, roles, code) => {
    const { id } = await forwarded();
    await tell(acted(id, act, stated, roles));
    await t.eventually(() => answers(id).length === 1);
    expect(answers(id)).toMatchObject([{ code, reason: { zh: expect.any(String), en: expect.any(String) } }]);
    expect(moves(id)).toEqual(['submit']);
    expect((await t.ask(getSharingRequest, { id }, provinceAuthority)).state).toBe('AUTHORITY_REVIEW');
  });

  it('are put aside from a node that does not speak for the requester', async () => {
    const { id } = await forwarded();
    await tell(acted(id, 'withdraw'), '130200');
    await t.eventually(async () => (await t.query('SELECT 1 FROM dead_letter WHERE body LIKE $1', [`%${id}%`])).length === 1);
    expect(moves(id)).toEqual(['submit']);
    expect(answers(id)).toEqual([]);
  });
});
