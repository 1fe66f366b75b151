import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnDemandPlan, actOnSupplyTask, caseMoved, draftDemandPlan, entryPublished, entryWithdrawn, findSupplyTasks, getSupplyTask, organisationRegistered, seePlanSupply, seeSupply, supplyFound, supplyTaskMoved, supplyTaskOverdue,
  type EntryPublished, type ItemMatch, type PlanItem, type SupplyLine,
} from '@gongshu/contracts';
import { partyOf, person, publishedEntry, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { sharingService } from '../index.js';

const office = (id: string, role: 'DATA_ADMINISTRATOR' | 'DATA_AUTHORITY' = 'DATA_ADMINISTRATOR'): TestParty => person({ id, name: id, division: '371000', level: 'CITY', node: '371000' }, role);
const [education, civilAffairs, police, stranger] = [office('education'), office('civil-affairs'), office('police'), office('stranger')];
const authority = office('data-authority', 'DATA_AUTHORITY');
const need = (name: string, ...dataItems: string[]): PlanItem => ({ name, dataItems, dutyBasis: '义务教育法第十二条', scenario: '入学核验' });
const MARRIAGE = need('婚姻登记', '结婚证编号', '登记日期');
const HOUSEHOLD = need('户籍', '户籍地址', '户主姓名');
const item = (column: string, name: string): EntryPublished['items'][number] => ({ column, name, type: 'TEXT' });

describe('supply against the demand plan', () => {
  let t: TestService;
  let planId: string;
  let marriages: EntryPublished;
  beforeAll(async () => {
    t = await startTestService(sharingService, { node: { code: '371000', name: '威海市', level: 'CITY', pack: 'weihai' }, startAt: '2027-02-10T09:00:00+08:00' });
    for (const { organisation } of [education, civilAffairs, police]) await t.announce(organisationRegistered, organisation, { id: organisation, name: organisation, level: 'CITY', division: '371000', kind: 'GOVERNMENT_DEPARTMENT' });
    await t.eventually(async () => (await t.query('SELECT 1 FROM planning_body')).length === 3);
    marriages = await publish(civilAffairs, { name: '婚姻登记信息', items: [item('number', '结婚证编号'), item('day', '登记日期')] });
    const { id } = await t.ask(draftDemandPlan, { year: 2027, items: [MARRIAGE, HOUSEHOLD] }, education);
    planId = (await t.ask(actOnDemandPlan, { id, act: 'submit' }, education)).id;
  });
  afterAll(() => t.stop());

  async function publish(by: TestParty, differs: Partial<EntryPublished>): Promise<EntryPublished> {
    const entry = publishedEntry(partyOf(by), differs);
    await t.announce(entryPublished, entry.id, entry);
    await t.eventually(async () => (await t.query('SELECT 1 FROM supply WHERE id = $1', [entry.id])).length === 1);
    return entry;
  }
  const match = (...matches: ItemMatch[]): Promise<unknown> => t.ask(actOnDemandPlan, { id: planId, act: 'match', matches }, authority);
  const lines = async (by = authority): Promise<SupplyLine[]> => (await t.ask(seePlanSupply, { id: planId }, by)).items;
  const line = async (name: string): Promise<SupplyLine | undefined> => (await lines()).find((one) => one.item === name);

  it('[WEI-19-3] shows each item with entry, provider and status; what no entry supplies becomes a task in its provider’s work list, done when the provider’s new entry fits and is matched', async () => {
    expect((await lines(education)).map((one) => [one.item, one.status, one.entryId, one.suggestions.map(({ entryId }) => entryId)])).toEqual([['婚姻登记', 'UNMATCHED', null, [marriages.id]], ['户籍', 'UNMATCHED', null, []]]);
    await match({ item: '婚姻登记', entryId: marriages.id }, { item: '户籍', providerId: 'police' });
    expect(await line('婚姻登记')).toMatchObject({ status: 'MATCHED', entryId: marriages.id, entryName: '婚姻登记信息', provider: { id: 'civil-affairs' }, suggestions: [] });
    const assigned = await line('户籍');
    expect(assigned).toMatchObject({ status: 'ASSIGNED', entryId: null, provider: { id: 'police' }, dueOn: '2027-02-17' });
    const id = String(assigned?.taskId);
    const told = await t.eventually(() => t.seen(caseMoved.sharing).find(({ subject }) => subject === id));
    expect(told.data).toMatchObject({ procedure: 'supply-task', title: '户籍', waitingFor: ['DATA_ADMINISTRATOR:provider'], provider: { id: 'police' }, dueOn: '2027-02-17', ended: false });
    expect((await t.ask(findSupplyTasks, { ended: false }, police)).items).toMatchObject([{ id, item: { name: '户籍', dataItems: ['户籍地址', '户主姓名'] }, requester: { id: 'education' } }]);
    t.clock.travelTo('2027-02-18T00:00:00+08:00');
    await t.eventually(async () => {
      await t.fireDueTimers();
      return t.seen(supplyTaskOverdue).some(({ subject, data }) => subject === id && data.article === '19');
    });

    await publish(civilAffairs, { name: '户籍', items: [item('address', '户籍地址'), item('head', '户主姓名')] });
    await publish(police, { name: '车辆登记', items: [item('plate', '号牌号码')] });
    const households = await publish(police, { name: '户籍信息', items: [item('address', '户籍地址'), item('head', '户主姓名')] });
    const found = await t.eventually(() => t.seen(supplyFound).find(({ subject }) => subject === id));
    expect([found.data.entryId, t.seen(supplyFound).length]).toEqual([households.id, 1]);
    await match({ item: '户籍', entryId: households.id });
    expect(await line('户籍')).toMatchObject({ status: 'MATCHED', entryId: households.id, provider: { id: 'police' } });
    expect(await t.ask(getSupplyTask, { id }, police)).toMatchObject({ state: 'SUPPLIED', entryId: households.id, step: { ended: true } });
    await t.eventually(() => t.seen(supplyTaskMoved).some(({ data }) => data.id === id && data.to === 'SUPPLIED' && data.entryId === households.id));

    expect((await t.ask(seeSupply, { year: 2027, limit: 1 }, authority)).nextCursor).not.toBeNull();
    expect((await t.ask(seeSupply, { year: 2027 }, authority)).items.map(({ planId: of, item: name, status }) => [of, name, status])).toEqual([[planId, '婚姻登记', 'MATCHED'], [planId, '户籍', 'MATCHED']]);
    expect((await refusal(t.ask(seePlanSupply, { id: planId }, stranger))).definition.status).toBe(404);
    // What is withdrawn supplies nothing.
    await t.announce(entryWithdrawn, households.id, { id: households.id, node: households.node, version: 1, withdrawnAt: '2027-02-18T01:00:00.000Z' });
    await t.eventually(async () => (await line('户籍'))?.status === 'UNMATCHED');
  });

  it('stays with an item as long as it asks for the same; a task for what is needed no longer is cancelled, and a match is no update by the body', async () => {
    const pupils = need('学籍', '学籍号');
    const update = (...items: PlanItem[]): Promise<unknown> => t.ask(actOnDemandPlan, { id: planId, act: 'update', items }, education);
    await update(MARRIAGE, pupils);
    const versions = async (): Promise<number> => (await t.query('SELECT 1 FROM demand_plan_version')).length;
    const before = await versions();
    await match({ item: '学籍', providerId: 'police' });
    expect(await versions()).toBe(before);
    const id = String((await line('学籍'))?.taskId);
    await match({ item: '学籍', providerId: 'police' });
    expect((await line('学籍'))?.taskId).toBe(id);
    await update(MARRIAGE, { ...pupils, scenario: '转学核验' });
    expect(await line('学籍')).toMatchObject({ status: 'ASSIGNED', taskId: id });
    await update(MARRIAGE, { ...pupils, dataItems: ['学籍号', '学校'] });
    expect(await line('学籍')).toMatchObject({ status: 'UNMATCHED' });
    expect(await t.ask(getSupplyTask, { id }, education)).toMatchObject({ state: 'CANCELLED' });
    expect(await line('婚姻登记')).toMatchObject({ status: 'MATCHED' });
  });

  it('lets the provider decline with reasons, and goes to another body then', async () => {
    await match({ item: '学籍', providerId: 'police' });
    const id = String((await line('学籍'))?.taskId);
    expect((await refusal(t.ask(actOnSupplyTask, { id, act: 'decline' }, police))).parts).toMatchObject({ article: { pack: 'weihai', article: '19' }, errors: [{ pointer: '/reasons' }] });
    expect((await refusal(t.ask(actOnSupplyTask, { id, act: 'decline', reasons: '无此数据' }, authority))).definition.code).toBe('sharing/not-your-turn');
    expect((await refusal(t.ask(actOnSupplyTask, { id, act: 'decline', reasons: '无此数据' }, stranger))).definition.status).toBe(404);
    expect(await t.ask(actOnSupplyTask, { id, act: 'decline', reasons: '无此数据' }, police)).toMatchObject({ state: 'DECLINED', history: [{ act: 'assign' }, { act: 'decline', reasons: '无此数据' }] });
    expect(await line('学籍')).toMatchObject({ status: 'DECLINED', provider: { id: 'police' }, dueOn: null });
    await match({ item: '学籍', providerId: 'civil-affairs' });
    expect(await line('学籍')).toMatchObject({ status: 'ASSIGNED', provider: { id: 'civil-affairs' } });
    await match({ item: '学籍', providerId: 'police' });
    expect((await t.ask(findSupplyTasks, { ended: true }, civilAffairs)).items.map(({ state }) => state)).toEqual(['CANCELLED']);
    expect((await refusal(t.ask(getSupplyTask, { id }, stranger))).definition.status).toBe(404);
  });

  it('is refused where it points at nothing', async () => {
    const wrong = async (...matches: ItemMatch[]): Promise<unknown> => (await refusal(match(...matches))).parts.errors?.[0]?.pointer;
    expect(await wrong({ item: '税', providerId: 'police' })).toBe('/matches/0/item');
    expect(await wrong({ item: '婚姻登记', entryId: marriages.id }, { item: '婚姻登记', entryId: marriages.id })).toBe('/matches/1/item');
    expect(await wrong({ item: '婚姻登记' })).toBe('/matches/0');
    expect(await wrong({ item: '婚姻登记', entryId: planId })).toBe('/matches/0/entryId');
    expect(await wrong({ item: '婚姻登记', providerId: 'nobody' })).toBe('/matches/0/providerId');
    expect((await refusal(match({ item: '婚姻登记', providerId: 'education' }))).definition.code).toBe('sharing/own-data');
    expect((await refusal(t.ask(actOnDemandPlan, { id: planId, act: 'match' }, authority))).parts.errors?.[0]?.pointer).toBe('/matches');
    expect((await refusal(t.ask(actOnDemandPlan, { id: planId, act: 'match', matches: [{ item: '婚姻登记', providerId: 'police' }] }, education))).definition.code).toBe('sharing/not-your-turn');
  });
});
