import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnEntry, compareEntryVersions, compileEntry, entryPublished, entryWithdrawn, findEntries, findEntryVersions, getEntry, openEntryChange, reviseEntry, searchCatalogue, withdrawEntry, type EntryContent, type EntryView,
} from '@gongshu/contracts';
import { person, refusal, sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const PROVINCE = { division: '130000', level: 'PROVINCE', node: '130000' };
const compiler = person({ id: 'minzheng', name: '省民政厅', ...PROVINCE }, 'DATA_ADMINISTRATOR');
const reviewer: TestParty = { ...person({ id: 'minzheng', name: '省民政厅', ...PROVINCE }, 'CATALOGUE_REVIEWER'), client: 'minzheng-reviewer' };
const authority = person({ id: 'shujuju', name: '省数据局', ...PROVINCE }, 'DATA_AUTHORITY');
const other = person({ id: 'jiaoyu', name: '省教育厅', ...PROVINCE }, 'DATA_ADMINISTRATOR');

describe('the versions of an entry', () => {
  let t: TestService;
  beforeAll(async () => {
    t = await startTestService(catalogueService, { startAt: '2026-04-28T09:00:00+08:00' });
  });
  afterAll(() => t.stop());

  const act = (id: string, name: string, by: TestParty, words: { reasons?: string; workingDays?: number } = {}): Promise<EntryView> => t.ask(actOnEntry, { id, act: name, ...words }, by);
  async function published(own: Partial<EntryContent> = {}): Promise<EntryView> {
    const { id } = await t.ask(compileEntry, sampleEntry(own), compiler);
    await act(id, 'submit', compiler);
    await act(id, 'pass', reviewer);
    return act(id, 'publish', authority);
  }
  const open = (id: string, changedOn = '2026-04-28', by = compiler): Promise<EntryView> => t.ask(openEntryChange, { id, cause: 'DUTY_CHANGE', changedOn, change: '机构改革,职责调整' }, by);
  const revise = (id: string, own: Partial<EntryContent>): Promise<EntryView> => t.ask(reviseEntry, { id, ...sampleEntry(own) }, compiler);

  it('[HEB-11-1] [HEB-11-2] begin with a recorded change and are due 10 working days after it; only handing the update in stops the clock', async () => {
    const { id } = await published();
    const changed = await open(id, '2026-04-27');
    expect(changed).toMatchObject({ version: 2, state: 'UPDATING', step: { procedure: 'catalogue-change', dueOn: '2026-05-13', dueArticle: '11' } });
    expect((await revise(id, { abstract: '更新后的摘要' })).step).toMatchObject({ step: 'UPDATING', dueOn: '2026-05-13' });
    expect(await act(id, 'submit', compiler)).toMatchObject({ state: 'AUTHORITY_REVIEW', step: { dueOn: '2026-05-14', dueArticle: '11' } });
  });

  it('[HEB-11-3] [HEB-11-4] are extended once by at most 20 working days, for special reasons and with the authority’s consent', async () => {
    const { id } = await published();
    await open(id);
    expect((await refusal(act(id, 'apply-extension', compiler))).parts).toMatchObject({ article: { pack: 'hebei', article: '11' }, errors: [{ pointer: '/reasons' }] });
    expect((await act(id, 'apply-extension', compiler, { reasons: '系统改造' })).step).toMatchObject({ dueOn: '2026-05-14' });
    expect((await refusal(act(id, 'extend', compiler, { workingDays: 20 }))).definition.status).toBe(403);
    expect((await refusal(act(id, 'extend', authority, { workingDays: 21 }))).parts.errors).toMatchObject([{ pointer: '/workingDays', code: 'extension-too-long' }]);
    expect((await act(id, 'extend', authority, { workingDays: 20 })).step).toMatchObject({ dueOn: '2026-06-11', dueArticle: '11' });
    expect((await refusal(act(id, 'apply-extension', compiler, { reasons: '再延' }))).definition.status).toBe(409);
  });

  it('leave the one in force to be seen until the next is published, and the exact state of any past instant after it', async () => {
    const { id, code } = await published({ abstract: '第一版' });
    const first = t.clock.now();
    t.clock.advance(3_600_000);
    await open(id);
    await revise(id, { abstract: '第二版', scopeOfUse: '限本省' });
    expect(await t.ask(getEntry, { id }, other)).toMatchObject({ version: 1, state: 'PUBLISHED', abstract: '第一版' });
    expect(await t.ask(getEntry, { id }, compiler)).toMatchObject({ version: 2, abstract: '第二版' });
    expect((await refusal(t.ask(getEntry, { id, version: 2 }, other))).definition.status).toBe(404);
    expect((await t.ask(findEntryVersions, { id }, other)).items.map(({ version }) => version)).toEqual([1]);
    await act(id, 'submit', compiler);
    expect(await act(id, 'publish', authority)).toMatchObject({ version: 2, state: 'PUBLISHED', code });
    expect(await t.ask(getEntry, { id }, other)).toMatchObject({ version: 2, abstract: '第二版' });
    expect(await t.ask(getEntry, { id, asOf: new Date(first).toISOString() }, other)).toMatchObject({ version: 1, abstract: '第一版' });
    expect((await refusal(t.ask(getEntry, { id, asOf: '2020-01-01T00:00:00Z' }, other))).definition.status).toBe(404);
    expect((await t.ask(findEntryVersions, { id }, other)).items).toMatchObject([
      { version: 2, cause: 'DUTY_CHANGE', changedFields: ['abstract', 'scopeOfUse'], replacedAt: null },
      { version: 1, cause: null, changedFields: [], replacedAt: expect.any(String) },
    ]);
    expect((await t.ask(compareEntryVersions, { id, from: 1, to: 2 }, other)).items).toContainEqual({ field: 'abstract', before: '第一版', after: '第二版' });
    await t.eventually(() => t.seen(entryPublished).filter(({ data }) => data.id === id).map(({ data }) => data.version).join() === '1,2');
    const { items } = await t.ask(findEntries, { scope: 'mine', limit: 200 }, compiler);
    expect(items.filter((entry) => entry.id === id)).toHaveLength(1);
  });

  it('come one after the other: no second change while one is under way, none in the future, none by others', async () => {
    const { id } = await published();
    expect((await refusal(open(id, '2026-12-01'))).parts.errors).toMatchObject([{ pointer: '/changedOn' }]);
    expect((await refusal(open(id, '2026-04-28', other))).definition.status).toBe(403);
    const outcomes = await Promise.allSettled([open(id), open(id), open(id)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await refusal(open(id))).definition.code).toBe('catalogue/change-under-way');
  });

  it('end with a withdrawal, which is told with its reason and leaves nothing to be found', async () => {
    const { id } = await published({ name: '将撤销的条目' });
    const found = async (): Promise<string[]> => (await t.ask(searchCatalogue, { q: '将撤销的条目' }, other)).items.map((hit) => hit.id);
    expect(await found()).toEqual([id]);
    expect((await refusal(t.ask(withdrawEntry, { id, reasons: '不是本部门的' }, other))).definition.status).toBe(403);
    expect(await t.ask(withdrawEntry, { id, reasons: '职能划转' }, compiler)).toMatchObject({ state: 'WITHDRAWN', withdrawalReasons: '职能划转' });
    await t.eventually(() => t.seen(entryWithdrawn).some(({ data }) => data.id === id));
    expect((await t.ask(findEntries, { q: '将撤销的条目' }, other)).items).toEqual([]);
    expect(await found()).toEqual([]);
    expect((await refusal(t.ask(withdrawEntry, { id, reasons: '再撤' }, compiler))).definition.status).toBe(409);
    expect((await refusal(open(id))).definition.code).toBe('catalogue/change-under-way');
  });
});
