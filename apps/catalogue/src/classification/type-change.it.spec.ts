import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnEntry, actOnTypeChange, compileEntry, declareTypeChange, entryPublished, findEntryVersions, findTypeChanges, getEntry, getTypeChange, openEntryChange, reviseEntry, typeChangeMoved, typeChangeOverdue,
  type DeclareTypeChange, type EntryContent, type EntryView, type TypeChangeView,
} from '@gongshu/contracts';
import { person, refusal, sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const WEIHAI = { division: '371000', level: 'CITY', node: '371000' };
const compiler = person({ id: 'minzheng', name: '市民政局', ...WEIHAI }, 'DATA_ADMINISTRATOR');
const reviewer: TestParty = { ...person({ id: 'minzheng', name: '市民政局', ...WEIHAI }, 'CATALOGUE_REVIEWER'), client: 'minzheng-reviewer' };
const authority = person({ id: 'dashuju', name: '市大数据局', ...WEIHAI }, 'DATA_AUTHORITY');
const countyAuthority = person({ id: 'rongcheng', name: '荣成市大数据局', ...WEIHAI, division: '371082', level: 'COUNTY' }, 'DATA_AUTHORITY');
const other = person({ id: 'jiaoyu', name: '市教育局', ...WEIHAI }, 'DATA_ADMINISTRATOR');
const LAW = { level: 'LAW', title: '中华人民共和国统计法', article: '二十八' };
const SOME_BODIES = { kind: 'SOME_BODIES', bodies: ['市公安局'] };

describe('a change of the sharing type', () => {
  let t: TestService;
  beforeAll(async () => {
    t = await startTestService(catalogueService, { node: { code: '371000', name: '威海市', level: 'CITY', pack: 'weihai' } });
  });
  afterAll(() => t.stop());

  async function published(own: Partial<EntryContent>): Promise<string> {
    const { sharingCondition: _condition, ...free } = sampleEntry();
    const content = own.sharingType === 'UNCONDITIONAL' ? { ...free, ...own } : sampleEntry({ sharingScope: SOME_BODIES, ...own });
    const { id } = await t.ask(compileEntry, content, compiler);
    for (const [act, by] of [['submit', compiler], ['pass', reviewer], ['publish', authority]] as const) await t.ask(actOnEntry, { id, act }, by);
    return id;
  }
  const declare = (id: string, sharingType: string, words: Partial<DeclareTypeChange> = {}, by = compiler): Promise<TypeChangeView> => t.ask(declareTypeChange, { id, sharingType, ...words }, by);
  const toConditional = (id: string): Promise<TypeChangeView> => declare(id, 'CONDITIONAL', { sharingCondition: '仅限婚姻登记', sharingScope: SOME_BODIES, reasons: '涉及个人信息' });
  const act = (id: string, name: string, by: TestParty, reasons?: string): Promise<TypeChangeView> => t.ask(actOnTypeChange, { id, act: name, ...(reasons === undefined ? {} : { reasons }) }, by);
  const inForce = (id: string): Promise<EntryView> => t.ask(getEntry, { id }, other);

  it('[WEI-17-3] from unconditional to a stricter one waits, the old type in force, for the same-level authority’s consent', async () => {
    const id = await published({ sharingType: 'UNCONDITIONAL' });
    const change = await toConditional(id);
    expect(change).toMatchObject({ state: 'AUTHORITY_CONSENT', from: 'UNCONDITIONAL', step: { actorRole: 'DATA_AUTHORITY', actorParty: 'owner-authority', dueOn: '2026-03-09' } });
    expect(await inForce(id)).toMatchObject({ version: 1, sharingType: 'UNCONDITIONAL' });
    for (const by of [compiler, other, countyAuthority]) expect((await refusal(act(change.id, 'consent', by))).definition.status).toBe(by === compiler ? 403 : 404);
    expect(await inForce(id)).toMatchObject({ sharingType: 'UNCONDITIONAL' });
    expect(await act(change.id, 'consent', authority)).toMatchObject({ state: 'CHANGED', history: [{ act: 'declare', article: '17' }, { act: 'consent', article: '17' }] });
    expect(await inForce(id)).toMatchObject({ version: 2, state: 'PUBLISHED', sharingType: 'CONDITIONAL', sharingCondition: '仅限婚姻登记', sharingScope: SOME_BODIES });
    await t.eventually(() => t.seen(entryPublished).some(({ data }) => data.id === id && data.version === 2 && data.sharingType === 'CONDITIONAL'));
    await t.eventually(() => t.seen(typeChangeMoved).some(({ data }) => data.entryId === id && data.to === 'CHANGED'));
    const straight = await published({ sharingType: 'UNCONDITIONAL' });
    expect(await declare(straight, 'NOT_SHARED', { reasons: '不宜共享', legalBasis: LAW })).toMatchObject({ state: 'AUTHORITY_CONSENT' });
    expect(await inForce(straight)).toMatchObject({ sharingType: 'UNCONDITIONAL' });
  });

  it('[WEI-17-4] from conditional to not shared waits for consent, and a refusal leaves it; a looser one takes effect at once', async () => {
    const id = await published({});
    const refused = await declare(id, 'NOT_SHARED', { reasons: '不宜共享', legalBasis: LAW });
    expect(refused.state).toBe('AUTHORITY_CONSENT');
    expect(await inForce(id)).toMatchObject({ version: 1, sharingType: 'CONDITIONAL' });
    expect((await refusal(act(refused.id, 'refuse', authority))).parts.errors).toMatchObject([{ pointer: '/reasons' }]);
    expect(await act(refused.id, 'refuse', authority, '仍需共享')).toMatchObject({ state: 'UNCHANGED' });
    expect(await inForce(id)).toMatchObject({ version: 1, sharingType: 'CONDITIONAL' });
    await act((await declare(id, 'NOT_SHARED', { reasons: '不宜共享', legalBasis: LAW })).id, 'consent', authority);
    expect(await inForce(id)).toMatchObject({ version: 2, sharingType: 'NOT_SHARED', notSharedBasis: LAW });
    expect(await declare(id, 'UNCONDITIONAL')).toMatchObject({ state: 'CHANGED', step: { ended: true } });
    const loosened = await inForce(id);
    expect(loosened).toMatchObject({ version: 3, sharingType: 'UNCONDITIONAL' });
    expect(loosened.notSharedBasis).toBeUndefined();
  });

  it('is refused without reasons, a basis, a change, or for another’s entry, and for a second at a time', async () => {
    const id = await published({});
    const pointers = async (asked: Promise<unknown>): Promise<unknown> => (await refusal(asked)).parts.errors?.map(({ pointer }) => pointer);
    expect(await pointers(declare(id, 'NOT_SHARED', { legalBasis: LAW }))).toEqual(['/reasons']);
    expect(await pointers(declare(id, 'NOT_SHARED', { reasons: '不宜' }))).toEqual(['/legalBasis']);
    expect(await pointers(declare(id, 'CONDITIONAL'))).toEqual(['/sharingType']);
    expect(await pointers(declare(id, 'UNCONDITIONAL', { sharingCondition: '限' }))).toEqual(['/sharingCondition']);
    expect((await refusal(declare(id, 'UNCONDITIONAL', {}, other))).definition.code).toBe('catalogue/not-your-turn');
    expect((await refusal(declare('00000000-0000-4000-8000-000000000000', 'UNCONDITIONAL'))).definition.status).toBe(404);
    const pending = await declare(id, 'NOT_SHARED', { reasons: '不宜', legalBasis: LAW });
    expect((await refusal(declare(id, 'UNCONDITIONAL'))).definition.code).toBe('catalogue/type-change-under-way');
    expect((await refusal(t.ask(getTypeChange, { id: pending.id }, other))).definition.status).toBe(404);
    const seenBy = async (by: TestParty): Promise<number> => (await t.ask(findTypeChanges, { entryId: id }, by)).items.length;
    expect(await Promise.all([compiler, authority, other, countyAuthority].map(seenBy))).toEqual([1, 1, 0, 0]);
  });

  it('takes effect before an update that is under way, which goes on under the new type; a revision itself changes no type', async () => {
    const id = await published({});
    await t.ask(openEntryChange, { id, cause: 'OTHER', changedOn: '2026-03-02', change: '字段调整' }, compiler);
    const revised = sampleEntry({ sharingScope: SOME_BODIES, abstract: '新摘要' });
    const { sharingCondition: _condition, sharingScope: _scope, ...unconditional } = revised;
    expect(await refusal(t.ask(reviseEntry, { id, ...unconditional, sharingType: 'UNCONDITIONAL' }, compiler))).toMatchObject({
      definition: { status: 409, code: 'catalogue/type-by-revision' }, parts: { article: { pack: 'weihai', article: '17' } },
    });
    await declare(id, 'UNCONDITIONAL');
    expect(await inForce(id)).toMatchObject({ version: 2, sharingType: 'UNCONDITIONAL' });
    expect(await t.ask(getEntry, { id }, compiler)).toMatchObject({ version: 3, state: 'UPDATING', sharingType: 'UNCONDITIONAL' });
    await t.ask(reviseEntry, { id, ...unconditional, sharingType: 'UNCONDITIONAL' }, compiler);
    await t.ask(actOnEntry, { id, act: 'submit' }, compiler);
    await t.ask(actOnEntry, { id, act: 'publish' }, authority);
    expect(await inForce(id)).toMatchObject({ version: 3, sharingType: 'UNCONDITIONAL', abstract: '新摘要' });
    expect((await t.ask(findEntryVersions, { id }, other)).items.map(({ version, cause }) => [version, cause])).toEqual([[3, 'OTHER'], [2, 'TYPE_CHANGE'], [1, null]]);
  });

  it('that is not decided in time is told once as overdue, and stays undecided', async () => {
    const id = await published({ sharingType: 'UNCONDITIONAL' });
    const { id: change } = await toConditional(id);
    t.clock.travelTo('2026-03-10T00:00:00+08:00');
    await t.fireDueTimers();
    await t.eventually(() => t.seen(typeChangeOverdue).some(({ data }) => data.id === change && data.dueOn === '2026-03-09'));
    expect(await t.ask(getTypeChange, { id: change }, authority)).toMatchObject({ state: 'AUTHORITY_CONSENT', step: { overdue: true } });
    expect(await inForce(id)).toMatchObject({ sharingType: 'UNCONDITIONAL' });
  });
});
