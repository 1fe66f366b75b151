import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  actOnSharingRequest,
  entryPublished,
  entryWithdrawn,
  getGrant,
  getSharingRequest,
  getSharingRequestForm,
  grantSuspended,
  requestEntryChanged,
  requestMoved,
  submitSharingRequest,
  versionCompleted,
  type ActOnSharingRequest,
  type EntryPublished,
  type SharingRequestView,
  type SubmitSharingRequest,
} from '@gongshu/contracts';
import { hebei, partyOf, publishedEntry, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { sharingService } from '../index.js';

const { civilAffairs, education, naturalResources, provinceAuthority, reasonsToAsk } = hebei;
const NOW = '2026-09-24T09:00:00+08:00';

describe('what a request asks for, and until when', () => {
  let t: TestService;
  let entry: EntryPublished;

  beforeAll(async () => {
    t = await startTestService(sharingService, { startAt: NOW });
  });
  beforeEach(async () => {
    t.clock.travelTo(NOW);
    entry = publishedEntry(partyOf(naturalResources));
    await t.announce(entryPublished, entry.id, entry);
    await t.announce(versionCompleted, entry.id, { entryId: entry.id, version: 1, rows: 3, digest: 'a'.repeat(64), cause: 'UPLOAD' });
    await t.eventually(async () => (await t.query('SELECT 1 FROM shareable_entry JOIN data_source ON entry_id = id WHERE id = $1', [entry.id])).length === 1);
  });
  afterAll(() => t.stop());

  const submit = (own: Partial<SubmitSharingRequest> = {}, by = civilAffairs): Promise<SharingRequestView> => t.ask(submitSharingRequest, { entryId: entry.id, ...reasonsToAsk, ...own }, by);
  const act = (id: string, name: string, by: TestParty, stated: Omit<ActOnSharingRequest, 'id' | 'act'> = {}): Promise<SharingRequestView> => t.ask(actOnSharingRequest, { id, act: name, ...stated }, by);
  const provided = async ({ id }: SharingRequestView, reply: Omit<ActOnSharingRequest, 'id' | 'act'> = {}, delivery: Omit<ActOnSharingRequest, 'id' | 'act'> = {}): Promise<string> => {
    await act(id, 'forward', provinceAuthority);
    await act(id, 'agree', naturalResources, reply);
    return String((await act(id, 'deliver', provinceAuthority, delivery)).grantId);
  };
  const grant = (id: string) => t.ask(getGrant, { id }, civilAffairs);
  const rows = [{ column: 'level', operator: 'EQUALS', values: ['县'] }];

  describe('rows and period', () => {
    it('go from the request into the grant', async () => {
      const submitted = await submit({ rows, validUntil: '2027-01-31' });
      expect(submitted).toMatchObject({ rows, validUntil: '2027-01-31', columns: ['code', 'name', 'level'] });
      expect(await grant(await provided(submitted))).toMatchObject({ validUntil: '2027-01-31', terms: { rowFilter: rows, validUntil: '2027-01-31' } });
    });

    it('yield to a day that the delivery names', async () => {
      expect(await grant(await provided(await submit({ validUntil: '2027-01-31' }), {}, { validUntil: '2026-12-31' }))).toMatchObject({ validUntil: '2026-12-31' });
    });

    it.each<[string, Partial<SubmitSharingRequest>, string]>([
      ['a column the entry does not have', { rows: [{ column: 'secret', operator: 'EQUALS', values: ['1'] }] }, '/rows/0/column'],
      ['two values where one is compared', { rows: [{ column: 'level', operator: 'FROM', values: ['1', '2'] }] }, '/rows/0/values'],
      ['no value', { rows: [{ column: 'level', operator: 'IN', values: [] }] }, '/rows/0/values'],
      ['an operator nobody knows', { rows: [{ column: 'level', operator: 'LIKE', values: ['%'] }] }, '/rows/0/operator'],
      ['SQL for a column', { rows: [{ column: "level' OR true --", operator: 'EQUALS', values: ['1'] }] }, '/rows/0/column'],
      ['a day that is over', { validUntil: '2026-09-23' }, '/validUntil'],
    ])('are refused with %s', async (_what, own, pointer) => {
      const problem = await refusal(submit(own));
      expect(problem.definition.status).toBe(422);
      expect(problem.parts.errors?.[0]?.pointer).toBe(pointer);
    });
  });

  describe('a reply', () => {
    it('may give fewer columns and rows, which the grant then has and the record keeps', async () => {
      const submitted = await submit({ rows });
      const further = [{ column: 'code', operator: 'STARTS_WITH', values: ['1301'] }];
      const grantId = await provided(submitted, { columns: ['name', 'code'], rows: further });
      expect(await grant(grantId)).toMatchObject({ columns: ['code', 'name'], terms: { rowFilter: [...rows, ...further] } });
      const { history, columns } = await t.ask(getSharingRequest, { id: submitted.id }, civilAffairs);
      expect(columns).toEqual(['code', 'name']);
      expect(history.find(({ act: name }) => name === 'agree')).toMatchObject({ narrowed: { columns: ['name', 'code'], rows: further } });
    });

    it('gives nothing that was not asked for, and narrows by no other act', async () => {
      const { id } = await submit({ columns: ['code'] });
      expect((await refusal(act(id, 'forward', provinceAuthority, { columns: ['code'] }))).parts.errors).toMatchObject([{ pointer: '/columns', code: 'no-use' }]);
      await act(id, 'forward', provinceAuthority);
      expect((await refusal(act(id, 'agree', naturalResources, { columns: ['code', 'name'] }))).definition).toMatchObject({ code: 'sharing/not-narrower', status: 422 });
      expect((await refusal(act(id, 'agree', naturalResources, { rows: [{ column: 'secret', operator: 'EQUALS', values: ['1'] }] }))).parts.errors?.[0]?.pointer).toBe('/rows/0/column');
      expect((await t.ask(getSharingRequest, { id }, civilAffairs)).state).toBe('PROVIDER_REPLY');
    });
  });

  describe('a withdrawal', () => {
    it('is the requester’s alone as long as the request runs, and ends it with its period', async () => {
      const { id } = await submit();
      expect((await refusal(act(id, 'withdraw', provinceAuthority))).definition).toMatchObject({ code: 'sharing/not-your-turn', status: 403 });
      await act(id, 'forward', provinceAuthority);
      const withdrawn = await act(id, 'withdraw', civilAffairs, { reasons: '不再需要' });
      expect(withdrawn).toMatchObject({ state: 'WITHDRAWN', grantId: null, step: { ended: true, dueOn: null, acts: [] } });
      expect(withdrawn.history.at(-1)).toMatchObject({ act: 'withdraw', reasons: '不再需要', article: 'DEFAULT-13' });
      expect(await t.query('SELECT 1 FROM timer WHERE key = $1', [id])).toEqual([]);
      expect((await refusal(act(id, 'agree', naturalResources))).definition.status).toBe(409);
      await t.eventually(() => t.seen(requestMoved).some(({ data }) => data.id === id && data.to === 'WITHDRAWN'));
    });

    it('is not possible once the data are provided', async () => {
      const submitted = await submit();
      await provided(submitted);
      expect((await refusal(act(submitted.id, 'withdraw', civilAffairs))).definition).toMatchObject({ code: 'sharing/act-not-allowed', status: 409 });
    });
  });

  describe('a grant that is held already', () => {
    it('answers a second request for what it covers, by naming itself', async () => {
      const grantId = await provided(await submit({ columns: ['code', 'name'] }));
      const problem = await refusal(submit({ columns: ['code'], rows }));
      expect(problem.definition).toMatchObject({ code: 'sharing/already-granted', status: 409 });
      expect(problem.parts.errors).toEqual([{ pointer: '/entryId', code: 'already-granted', detail: grantId }]);
      for (const wider of [{}, { columns: ['code'], applicationScenario: '其他场景' }, { columns: ['code'], provisionMode: 'FILE_DOWNLOAD' }]) expect((await submit(wider)).state).toBe('AUTHORITY_REVIEW');
      expect((await submit({ columns: ['code'] }, education)).state).toBe('AUTHORITY_REVIEW');
    });

    it('answers no request for more rows than it has, and none after its last day', async () => {
      await provided(await submit({ rows }));
      expect((await submit()).state).toBe('AUTHORITY_REVIEW');
      t.clock.travelTo('2027-09-25T09:00:00+08:00');
      expect((await submit({ rows })).state).toBe('AUTHORITY_REVIEW');
    });

    it('is extended by a request that goes the same way, instead of a second grant', async () => {
      const grantId = await provided(await submit({ columns: ['code'], rows }));
      t.clock.travelTo('2027-10-15T09:00:00+08:00');
      const renewal = await submit({ renewsGrantId: grantId, validUntil: '2028-06-30' });
      expect(renewal).toMatchObject({ state: 'AUTHORITY_REVIEW', renewsGrantId: grantId, columns: ['code'], rows });
      expect(await grant(grantId)).toMatchObject({ validUntil: '2027-09-24' });
      expect(await provided(renewal)).toBe(grantId);
      expect(await grant(grantId)).toMatchObject({ state: 'ACTIVE', validFrom: '2026-09-24', validUntil: '2028-06-30' });
      expect(await t.query('SELECT 1 FROM usage_grant WHERE entry_id = $1', [entry.id])).toHaveLength(1);
    });

    it('is extended for what it allows alone, by its holder, and not long after it has ended', async () => {
      const grantId = await provided(await submit({ columns: ['code'] }));
      const pointer = async (own: Partial<SubmitSharingRequest>, by = civilAffairs): Promise<string | undefined> => (await refusal(submit({ renewsGrantId: grantId, ...own }, by))).parts.errors?.[0]?.pointer;
      expect(await pointer({ columns: ['code', 'name'] })).toBe('/columns');
      expect(await pointer({ rows })).toBe('/rows');
      expect(await pointer({ applicationScenario: '其他场景' })).toBe('/applicationScenario');
      expect(await pointer({}, education)).toBe('/renewsGrantId');
      t.clock.travelTo('2028-01-02T09:00:00+08:00');
      expect((await refusal(submit({ renewsGrantId: grantId }))).definition).toMatchObject({ code: 'sharing/not-renewable', status: 409 });
    });
  });

  describe('an entry that changes meanwhile', () => {
    const changed = async (own: Partial<EntryPublished>): Promise<void> => {
      await t.announce(entryPublished, entry.id, { ...entry, version: 2, ...own });
    };
    const told = (id: string) => t.eventually(() => t.seen(requestEntryChanged).find(({ data }) => data.id === id)?.data);

    it.each([['NOT_SHARED'], ['UNCONDITIONAL']])('to %s leaves requests to the rules of their start and grants as they are, and both parties are told', async (sharingType) => {
      const holding = await submit({ columns: ['code'] });
      const grantId = await provided(holding);
      const running = await submit({ columns: ['name'] });
      await changed({ sharingType });
      expect(await told(running.id)).toMatchObject({ number: running.number, requester: { id: 'civil-affairs' }, provider: { id: 'natural-resources' }, typeBefore: 'CONDITIONAL', typeNow: sharingType, outcome: 'CONTINUES', grantId: null, article: 'DEFAULT-14' });
      expect(await told(holding.id)).toMatchObject({ outcome: 'CONTINUES', grantId });
      expect(await t.ask(getSharingRequest, { id: running.id }, civilAffairs)).toMatchObject({ state: 'AUTHORITY_REVIEW', step: { procedure: 'sharing-request' } });
      expect(await grant(await provided(running))).toMatchObject({ state: 'ACTIVE' });
      expect(await grant(grantId)).toMatchObject({ state: 'ACTIVE' });
    });

    it('by being withdrawn leaves them too, and is told', async () => {
      const running = await submit();
      await t.announce(entryWithdrawn, entry.id, { id: entry.id, node: entry.node, version: 1, withdrawnAt: '2026-09-24T01:00:00.000Z' });
      expect(await told(running.id)).toMatchObject({ typeNow: null, outcome: 'CONTINUES' });
      expect(await grant(await provided(running))).toMatchObject({ state: 'ACTIVE' });
    });

    it('in anything but its sharing type is nothing to tell', async () => {
      const { id } = await submit();
      await changed({ name: '新名称' });
      await t.eventually(async () => (await t.query('SELECT 1 FROM shareable_entry WHERE id = $1 AND version = 2', [entry.id])).length === 1);
      expect(t.seen(requestEntryChanged).filter(({ data }) => data.id === id)).toEqual([]);
      expect(t.seen(grantSuspended)).toEqual([]);
    });
  });

  it('has no written form where the regulation knows none', async () => {
    const { id } = await submit();
    expect((await refusal(t.ask(getSharingRequestForm, { id }, civilAffairs))).definition).toMatchObject({ code: 'sharing/no-written-form', status: 409 });
  });
});
