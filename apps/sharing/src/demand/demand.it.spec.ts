import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actOnDemand, demandMatched, demandMoved, entryPublished, entryWithdrawn, findDemands, getDemand, registerDemand, type EntryPublished } from '@gongshu/contracts';
import { hebei, partyOf, person, publishedEntry, refusal, startTestService, type TestService } from '@gongshu/testing';
import { sharingService } from '../index.js';

const { civilAffairs, education, naturalResources, provinceAuthority } = hebei;
const NEED = { name: '婚姻登记', dataItems: ['结婚证编号', '登记日期'], dutyBasis: '义务教育法第十二条', scenario: '入学核验监护关系' };
const item = (column: string, name: string): EntryPublished['items'][number] => ({ column, name, type: 'TEXT' });
const MARRIAGES = { name: '婚姻登记信息', items: [item('number', '结婚证编号'), item('day', '登记日期'), item('office', '登记机关')] };

describe('a registered demand', () => {
  let t: TestService;
  beforeAll(async () => {
    t = await startTestService(sharingService);
  });
  afterAll(() => t.stop());

  const publish = async (differs: Partial<EntryPublished>, by = civilAffairs): Promise<EntryPublished> => {
    const entry = publishedEntry(partyOf(by), differs);
    await t.announce(entryPublished, entry.id, entry);
    await t.eventually(async () => (await t.query('SELECT 1 FROM supply WHERE id = $1 AND version = $2 AND NOT withdrawn', [entry.id, entry.version])).length === 1);
    return entry;
  };
  const withdraw = async ({ id, node, version }: EntryPublished): Promise<void> => {
    await t.announce(entryWithdrawn, id, { id, node, version, withdrawnAt: '2026-03-02T01:00:00.000Z' });
    await t.eventually(async () => (await t.query('SELECT 1 FROM supply WHERE id = $1 AND withdrawn', [id])).length === 1);
  };
  const unmetFor = async (party: typeof education): Promise<string[]> => (await t.ask(findDemands, { state: 'UNMET' }, party)).items.map(({ id }) => id);

  it('[HEB-30-4] that nothing fits is listed as unmet for its department and the authority; an entry published later that fits is suggested with the reason, told, and accepted', async () => {
    await publish({ name: '行政区划', items: [item('code', '行政区划代码')] }, naturalResources);
    const { id, state, suggestions } = await t.ask(registerDemand, NEED, education);
    expect([state, suggestions]).toEqual(['UNMET', []]);
    expect(await unmetFor(education)).toEqual([id]);
    expect(await unmetFor(provinceAuthority)).toEqual([id]);
    expect(await unmetFor(civilAffairs)).toEqual([]);

    const entry = await publish(MARRIAGES);
    const told = await t.eventually(() => t.seen(demandMatched).find(({ subject }) => subject === id));
    expect(told.data).toEqual({ id, organisationId: education.organisation, entryId: entry.id });
    expect(await unmetFor(provinceAuthority)).toEqual([]);
    const suggested = await t.ask(getDemand, { id }, education);
    expect(suggested).toMatchObject({ state: 'SUGGESTED', entryId: null, suggestions: [{ entryId: entry.id, provider: { id: civilAffairs.organisation }, nameLikeness: 100, items: [{ found: '结婚证编号' }, { found: '登记日期' }] }] });
    expect(suggested.suggestions[0]?.why.zh).toContain('2个数据项中有2个相近');

    expect(await t.ask(actOnDemand, { id, act: 'accept', entryId: entry.id }, education)).toMatchObject({ state: 'MET', entryId: entry.id, suggestions: [] });
    await t.eventually(() => t.seen(demandMoved).some(({ data }) => data.id === id && data.state === 'MET' && data.entryId === entry.id));
    expect((await refusal(t.ask(actOnDemand, { id, act: 'withdraw' }, education))).definition.code).toBe('sharing/demand-closed');
    await withdraw(entry);
  });

  it('is unmet again when what was suggested is withdrawn, changed or dismissed, and is not suggested the same entry again', async () => {
    const entry = await publish(MARRIAGES);
    const { id } = await t.ask(registerDemand, NEED, education);
    expect((await t.ask(getDemand, { id }, education)).suggestions.map(({ entryId }) => entryId)).toEqual([entry.id]);
    await publish({ ...entry, version: 2, name: '房屋登记', items: [item('house', '房屋坐落')] });
    await t.eventually(async () => (await t.ask(getDemand, { id }, education)).state === 'UNMET');
    await publish({ ...entry, version: 3 });
    await t.eventually(async () => (await t.ask(getDemand, { id }, education)).state === 'SUGGESTED');
    await withdraw({ ...entry, version: 3 });
    await t.eventually(async () => (await t.ask(getDemand, { id }, education)).state === 'UNMET');
    await publish({ ...entry, version: 4 });
    await t.eventually(async () => (await t.ask(getDemand, { id }, education)).state === 'SUGGESTED');
    expect(await t.ask(actOnDemand, { id, act: 'dismiss', entryId: entry.id }, education)).toMatchObject({ state: 'UNMET', suggestions: [] });
    const other = await publish({ ...MARRIAGES, name: '婚姻登记档案信息' });
    await publish({ ...entry, version: 5 });
    await t.eventually(async () => (await t.ask(getDemand, { id }, education)).suggestions.map(({ entryId }) => entryId).join() === other.id);
    expect((await refusal(t.ask(actOnDemand, { id, act: 'accept', entryId: entry.id }, education))).definition.code).toBe('sharing/not-suggested');
    expect(await t.ask(actOnDemand, { id, act: 'withdraw' }, education)).toMatchObject({ state: 'WITHDRAWN' });
    await withdraw({ ...entry, version: 5 });
    await withdraw(other);
  });

  it('is not referred to what is not shared, is its own, or lies below the node', async () => {
    await publish({ ...MARRIAGES, sharingType: 'NOT_SHARED' });
    await publish(MARRIAGES, education);
    const below = publishedEntry(partyOf(hebei.ecology), MARRIAGES);
    await t.announce(entryPublished, below.id, below, { node: below.node });
    await t.eventually(async () => (await t.query('SELECT 1 FROM supply WHERE id = $1', [below.id])).length === 1);
    expect(await t.ask(registerDemand, NEED, education)).toMatchObject({ state: 'UNMET', suggestions: [] });
  });

  it('is nobody else’s to see or act on, and an act says what it is about', async () => {
    const { id } = await t.ask(registerDemand, NEED, education);
    for (const ask of [() => t.ask(getDemand, { id }, naturalResources), () => t.ask(actOnDemand, { id, act: 'withdraw' }, naturalResources)]) expect((await refusal(ask())).definition.status).toBe(404);
    const elsewhere = person({ ...partyOf(provinceAuthority), id: 'other', division: '130200', level: 'CITY' }, 'DATA_AUTHORITY');
    expect((await refusal(t.ask(getDemand, { id }, elsewhere))).definition.status).toBe(404);
    expect((await refusal(t.ask(actOnDemand, { id, act: 'accept' }, education))).parts.errors?.[0]).toMatchObject({ pointer: '/entryId', code: 'required' });
    expect((await refusal(t.ask(actOnDemand, { id, act: 'withdraw', entryId: id }, education))).parts.errors?.[0]).toMatchObject({ pointer: '/entryId', code: 'no-use' });
  });
});
