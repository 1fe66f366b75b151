import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnDemandPlan, caseMoved, demandPlanDueSoon, demandPlanMoved, demandPlanOverdue, draftDemandPlan, findDemandPlans, findLateBodies, findPlanVersions, getDemandPlan, organisationRegistered, seeSupply,
  type DemandPlanView, type LateBody, type PlanItem,
} from '@gongshu/contracts';
import { person, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { sharingService } from '../index.js';

const NODE = { code: '371000', name: '威海市', level: 'CITY', pack: 'weihai' };
const office = (id: string, role: 'DATA_ADMINISTRATOR' | 'DATA_AUTHORITY' = 'DATA_ADMINISTRATOR'): TestParty => person({ id, name: id, division: '371000', level: 'CITY', node: '371000' }, role);
const [education, health, transport] = [office('education'), office('health'), office('transport')];
const authority = office('data-authority', 'DATA_AUTHORITY');
const ITEM: PlanItem = { name: '婚姻登记', dataItems: ['结婚证编号', '登记日期'], dutyBasis: '义务教育法第十二条', scenario: '入学核验监护关系' };
const ARTICLE = { pack: 'weihai', article: '19' };

/** Weihai in late 2026, with three bodies and the authority as identity tells of them. */
async function open(startAt: string): Promise<TestService> {
  const t = await startTestService(sharingService, { node: NODE, startAt });
  for (const { organisation } of [education, health, transport]) await t.announce(organisationRegistered, organisation, { id: organisation, name: organisation, level: 'CITY', division: '371000', kind: 'GOVERNMENT_DEPARTMENT' });
  await t.announce(organisationRegistered, 'data-authority', { id: 'data-authority', name: 'data-authority', level: 'CITY', division: '371000', kind: 'DATA_AUTHORITY' });
  await t.announce(organisationRegistered, 'county-office', { id: 'county-office', name: 'county-office', level: 'COUNTY', division: '371002', kind: 'GOVERNMENT_DEPARTMENT' });
  await t.eventually(async () => (await t.query('SELECT 1 FROM planning_body')).length === 4);
  return t;
}

describe('the yearly demand plan of Weihai', () => {
  let t: TestService;
  beforeAll(async () => {
    t = await open('2026-12-10T09:00:00+08:00');
  });
  afterAll(() => t.stop());

  const draft = (year: number, by: TestParty, items: PlanItem[] = [ITEM]): Promise<DemandPlanView> => t.ask(draftDemandPlan, { year, items }, by);
  const act = (id: string, name: string, by: TestParty, items?: PlanItem[]): Promise<DemandPlanView> => t.ask(actOnDemandPlan, { id, act: name, ...(items === undefined ? {} : { items }) }, by);
  const late = async (year: number): Promise<LateBody[]> => (await t.ask(findLateBodies, { year }, authority)).items;
  const said = async (year: number): Promise<string[]> => (await late(year)).map(({ organisation, what, months, dueOn }) => [organisation.id, what, ...months, dueOn].join(' '));
  const at = async (instant: string): Promise<void> => {
    t.clock.travelTo(instant);
    await t.eventually(async () => {
      await t.fireDueTimers();
      return (await t.query('SELECT FROM timer WHERE due_at <= $1', [new Date(t.clock.now()).toISOString()])).length === 0;
    });
  };
  const plans: Record<string, string> = {};

  it('[WEI-19-1] is late from 1 March for each body that has not submitted it; the last day of February is on time, and the body was reminded before', async () => {
    const early = await draft(2027, education);
    expect(early.step).toMatchObject({ step: 'DRAFT', dueOn: '2027-02-28', dueArticle: '19' });
    await act(early.id, 'submit', education);
    const { id } = await draft(2027, health);
    Object.assign(plans, { education: early.id, health: id });
    await at('2027-02-28T23:59:00+08:00');
    expect((await late(2027)).filter(({ what }) => what === 'NOT_SUBMITTED')).toEqual([]);
    await t.eventually(() => t.seen(demandPlanDueSoon).some(({ subject, data }) => subject === id && data.step === 'DRAFT'));
    expect(t.seen(demandPlanOverdue).filter(({ subject }) => subject === id)).toEqual([]);
    const submitted = await act(id, 'submit', health);
    expect(submitted).toMatchObject({ version: 1, state: 'ACTIVE', step: { dueOn: '2027-03-31' } });
    await at('2027-03-01T00:00:00+08:00');
    const [only, ...others] = (await late(2027)).filter(({ what }) => what === 'NOT_SUBMITTED');
    expect(only).toMatchObject({ organisation: { id: 'transport' }, planId: null, dueOn: '2027-02-28', article: ARTICLE });
    expect(others).toEqual([]);
    const belated = await draft(2027, transport);
    expect(belated.step).toMatchObject({ dueOn: '2027-02-28', overdue: true });
    await t.eventually(async () => {
      await t.fireDueTimers();
      return t.seen(demandPlanOverdue).some(({ subject, data }) => subject === belated.id && data.article === '19');
    });
    expect((await late(2027)).some(({ organisation }) => organisation.id === 'transport')).toBe(true);
    Object.assign(plans, { transport: (await act(belated.id, 'submit', transport)).id });
    expect((await late(2027)).some(({ organisation }) => organisation.id === 'transport')).toBe(false);
  });

  it('[WEI-19-2] is listed for each month without update or confirmation, and each update makes a version that stays', async () => {
    const [id = '', healthPlan = '', transportPlan = ''] = [plans['education'], plans['health'], plans['transport']];
    // Submitted in December, so that January and February wanted an update already.
    expect(await said(2027)).toEqual(['education NOT_UPDATED 2027-01 2027-02 2027-01-31']);
    await at('2027-03-31T23:59:00+08:00');
    expect(await act(healthPlan, 'confirm', health)).toMatchObject({ version: 2, step: { dueOn: '2027-04-30', dueArticle: '19' } });
    const changed: PlanItem = { ...ITEM, name: '户籍', dataItems: ['户籍地址'] };
    expect(await act(id, 'update', education, [ITEM, changed])).toMatchObject({ version: 2, items: [ITEM, changed], step: { dueOn: '2027-04-30' } });
    await at('2027-04-01T00:00:00+08:00');
    expect(await said(2027)).toEqual(['education NOT_UPDATED 2027-01 2027-02 2027-01-31']);
    expect(t.seen(demandPlanOverdue).filter(({ subject }) => subject === healthPlan)).toEqual([]);
    await at('2027-05-01T00:00:00+08:00');
    expect(await said(2027)).toEqual(['education NOT_UPDATED 2027-01 2027-02 2027-04 2027-01-31', 'health NOT_UPDATED 2027-04 2027-04-30', 'transport NOT_UPDATED 2027-04 2027-04-30']);
    expect((await late(2027))[1]?.article).toMatchObject(ARTICLE);
    await t.eventually(() => t.seen(demandPlanOverdue).some(({ subject }) => subject === healthPlan));
    expect(t.seen(demandPlanOverdue).filter(({ subject }) => subject === healthPlan).map(({ data }) => `${data.dueOn} ${data.article}`)).toEqual(['2027-04-30 19']);
    await act(healthPlan, 'confirm', health);
    await act(transportPlan, 'update', transport, [changed]);

    const { items } = await t.ask(findPlanVersions, { id }, authority);
    expect(items.map(({ version, act: by, items: held }) => [version, by, held.map(({ name }) => name)])).toEqual([[1, 'submit', ['婚姻登记']], [2, 'update', ['婚姻登记', '户籍']]]);
    await expect(t.query('UPDATE demand_plan_version SET items = $1', ['[]'])).rejects.toThrow(/never changed/);
    await t.eventually(() => t.seen(demandPlanMoved).some(({ data }) => data.id === id && data.act === 'update' && data.version === 2 && data.organisationId === 'education'));
  });

  it('[WEI-19-1] ends on 29 February in a leap year', async () => {
    t.clock.travelTo('2028-02-29T22:00:00+08:00');
    expect((await late(2028)).filter(({ what }) => what === 'NOT_SUBMITTED')).toEqual([]);
    const { id, step } = await draft(2028, health);
    expect(step.dueOn).toBe('2028-02-29');
    await act(id, 'submit', health);
    t.clock.travelTo('2028-03-01T00:00:00+08:00');
    expect(await said(2028)).toEqual(['education NOT_SUBMITTED 2028-02-29', 'transport NOT_SUBMITTED 2028-02-29']);
  });

  it('is in the work list of its body and, once submitted, of nobody else; a draft is its author’s alone', async () => {
    t.clock.travelTo('2028-03-02T09:00:00+08:00');
    const { id } = await draft(2028, education);
    expect((await refusal(t.ask(getDemandPlan, { id }, authority))).definition.status).toBe(404);
    expect((await t.ask(findDemandPlans, { year: 2028 }, authority)).items.map(({ id: seen }) => seen)).not.toContain(id);
    expect((await t.ask(seeSupply, { year: 2028 }, authority)).items.map(({ planId }) => planId)).not.toContain(id);
    const told = await t.eventually(() => t.seen(caseMoved.sharing).find(({ subject }) => subject === id));
    expect(told.data).toMatchObject({ procedure: 'demand-plan', title: null, waitingFor: ['DATA_ADMINISTRATOR:requester'], dueOn: '2028-02-29', href: `/v1/demand-plans/${id}` });
    await act(id, 'submit', education);
    expect(await t.ask(getDemandPlan, { id }, authority)).toMatchObject({ id, version: 1 });
    expect((await refusal(t.ask(getDemandPlan, { id }, transport))).definition.status).toBe(404);
    expect((await t.ask(findDemandPlans, {}, transport)).items).toHaveLength(1);
  });

  it('is refused where it says nothing, twice the same, stands already, or is not its caller’s to act on', async () => {
    const year = 2029;
    expect((await refusal(draft(year + 2, education))).parts.errors?.[0]).toMatchObject({ pointer: '/year', code: 'out-of-range' });
    expect((await refusal(draft(year, education, [ITEM, ITEM]))).parts.errors?.[0]).toMatchObject({ pointer: '/items/1/name', code: 'repeated' });
    const { id } = await draft(year, education, []);
    expect((await refusal(draft(year, education))).definition.code).toBe('sharing/plan-exists');
    expect((await refusal(act(id, 'submit', education))).parts).toMatchObject({ article: ARTICLE, errors: [{ pointer: '/items' }] });
    expect((await refusal(act(id, 'update', education, [ITEM]))).definition).toMatchObject({ status: 409, code: 'sharing/act-not-allowed' });
    await act(id, 'submit', education, [ITEM]);
    expect((await refusal(act(id, 'update', authority, [ITEM]))).definition.code).toBe('sharing/not-your-turn');
    expect((await refusal(act(id, 'confirm', education, [ITEM]))).parts.errors?.[0]).toMatchObject({ pointer: '/items', code: 'no-use' });
    expect((await refusal(t.ask(actOnDemandPlan, { id, act: 'update', items: [ITEM], matches: [{ item: ITEM.name, providerId: 'health' }] }, education))).parts.errors?.[0]).toMatchObject({ pointer: '/matches' });
    expect((await refusal(act(id, 'close', transport))).definition.status).toBe(404);
    expect(await act(id, 'close', authority)).toMatchObject({ state: 'CLOSED', step: { ended: true }, version: 1 });
  });
});

describe('where the regulation knows no demand plans', () => {
  it('nobody drafts one, and nobody is late', async () => {
    const t = await startTestService(sharingService);
    const party = person({ id: 'education', name: '教育厅', division: '130000', level: 'PROVINCE', node: '130000' }, 'DATA_ADMINISTRATOR', 'DATA_AUTHORITY');
    for (const ask of [() => t.ask(draftDemandPlan, { year: 2026, items: [ITEM] }, party), () => t.ask(findLateBodies, {}, party)]) {
      expect((await refusal(ask())).definition).toMatchObject({ status: 422, code: 'sharing/not-regulated' });
    }
    await t.stop();
  });
});
