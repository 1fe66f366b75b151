import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnEntry,
  actOnProject,
  checkAcceptance,
  compileEntry,
  findProjects,
  getDepartmentCatalogue,
  getProject,
  getSharingSupport,
  interfaceRegistered,
  openEntryChange,
  paymentSuspended,
  proposeProject,
  setSupplyList,
  verificationMoved,
  versionCompleted,
  type AcceptanceCheck,
  type ProjectView,
} from '@gongshu/contracts';
import { partyOf, person, publishEntry, refusal, sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

interface Node {
  readonly t: TestService;
  readonly transport: TestParty;
  readonly schools: TestParty;
  readonly approver: TestParty;
}

async function nodeOf(code: string, pack: string): Promise<Node> {
  const t = await startTestService(catalogueService, { node: { code, name: pack, level: 'CITY', pack } });
  const of = (id: string, name: string, role: 'DATA_ADMINISTRATOR' | 'PROJECT_APPROVER'): TestParty => person({ id, name, division: code, level: 'CITY', node: code }, role);
  return { t, transport: of('jiaotong', '市交通局', 'DATA_ADMINISTRATOR'), schools: of('jiaoyu', '市教育局', 'DATA_ADMINISTRATOR'), approver: of('fagai', '市发展改革委', 'PROJECT_APPROVER') };
}

const faults = ({ verdict, missing }: AcceptanceCheck): unknown[] => [verdict, ...missing.map(({ name, fault }) => `${name} ${fault}`)];

describe('a project in weihai', () => {
  let node: Node;
  const act = (id: string, name: string, own: object = {}): Promise<ProjectView> => node.t.ask(actOnProject, { id, act: name, ...own }, node.approver);
  const check = async (id: string): Promise<unknown[]> => faults(await node.t.ask(checkAcceptance, { id }, node.approver));
  const supplied = async (entryId: string, rows: number): Promise<void> => {
    const version = (await node.t.query('SELECT FROM inbox')).length + 1;
    const { id } = await node.t.announce(versionCompleted, entryId, { entryId, version, rows, digest: 'x', cause: 'UPLOAD' });
    await node.t.eventually(async () => (await node.t.query('SELECT FROM inbox WHERE event_id = $1 AND reaction = $2', [id, 'when-version-completed-keep-supply'])).length === 1);
  };
  const approved = async (name: string, ...entries: string[]): Promise<string> => {
    const supplyList = entries.map((entryId, index) => ({ name: `数据${String(index + 1)}`, entryId }));
    const { id } = await node.t.ask(proposeProject, { name, supplyList }, node.transport);
    await act(id, 'approve');
    return id;
  };
  beforeAll(async () => {
    node = await nodeOf('371000', 'weihai');
  });
  afterAll(() => node.t.stop());

  it('[WEI-21-1] is not approved without a supply list', async () => {
    const { t, transport, schools } = node;
    const { id } = await t.ask(proposeProject, { name: '智慧停车平台' }, transport);
    expect(await refusal(act(id, 'approve'))).toMatchObject({ definition: { status: 409, code: 'catalogue/supply-list-missing' }, parts: { article: { pack: 'weihai', article: '21' } } });
    expect((await refusal(t.ask(actOnProject, { id, act: 'approve' }, transport))).definition.status).toBe(403);
    expect((await refusal(t.ask(setSupplyList, { id, items: [{ name: '泊位信息' }] }, schools))).definition.status).toBe(404);
    expect((await refusal(t.ask(setSupplyList, { id, items: [{ name: '泊位信息' }, { name: '泊位信息' }] }, transport))).parts.errors).toMatchObject([{ pointer: '/items/1/name', code: 'unique' }]);
    await t.ask(setSupplyList, { id, items: [{ name: '泊位信息' }] }, transport);
    expect(await act(id, 'approve')).toMatchObject({ state: 'APPROVED', history: [{ act: 'propose' }, { act: 'approve', article: '21' }] });
    expect((await refusal(t.ask(setSupplyList, { id, items: [{ name: '别的' }] }, transport))).definition.code).toBe('catalogue/supply-list-fixed');
    expect((await refusal(act(id, 'approve'))).parts.allowed).toEqual(['accept', 'reject']);
    expect((await t.ask(findProjects, {}, schools)).items).toEqual([]);
    expect((await t.ask(findProjects, {}, node.approver)).items.map((project) => project.id)).toEqual([id]);
  });

  it('[WEI-21-2] is not ready for acceptance until every item of its supply list has data of the required quality', async () => {
    const { t, transport } = node;
    const first = await publishEntry(t, partyOf(transport), { name: '停车泊位信息' });
    const second = await publishEntry(t, partyOf(transport), { name: '停车场信息' });
    const { id } = await t.ask(proposeProject, { name: '停车', supplyList: [{ name: '泊位', entryId: first.id }, { name: '停车场' }] }, transport);
    await act(id, 'approve');
    expect(await check(id)).toEqual(['NOT_READY', '泊位 NOT_PROVIDED', '停车场 NOT_CATALOGUED']);
    await t.ask(setSupplyList, { id, items: [{ name: '泊位', entryId: first.id }, { name: '停车场', entryId: second.id }] }, transport);
    await supplied(first.id, 0);
    expect(await check(id)).toEqual(['NOT_READY', '泊位 NOT_PROVIDED', '停车场 NOT_PROVIDED']);
    await supplied(first.id, 12);
    await supplied(second.id, 3);
    const verification = randomUUID();
    const doubt = (to: string): Promise<unknown> => t.announce(verificationMoved, verification, { id: verification, entryId: first.id, act: 'x', to, article: '14', dueOn: null });
    await doubt('PROVIDER_FEEDBACK');
    await t.eventually(async () => (await check(id)).join() === 'NOT_READY,泊位 QUALITY_FAILED');
    await doubt('REPAIRED');
    await t.eventually(async () => (await check(id)).join() === 'READY');
    expect(await act(id, 'accept')).toMatchObject({ state: 'ACCEPTED', paymentSuspended: false, rejectedFor: [] });
  });

  it('[WEI-21-3] is rejected for data not provided, of failed quality or late, and payment is suspended with a notice', async () => {
    const { t, transport, approver } = node;
    const entries = [await publishEntry(t, partyOf(transport), { name: '公交线路信息', updateCycle: 'MONTHLY' }), await publishEntry(t, partyOf(transport), { name: '公交站点信息' })];
    const [late, bare] = entries.map(({ id }) => id);
    if (late === undefined || bare === undefined) throw new Error('two entries');
    await supplied(late, 5);
    t.clock.travelTo('2026-04-03T09:00:00+08:00');
    const project = await approved('公交', late, bare);
    expect(await act(project, 'accept')).toMatchObject({ state: 'REJECTED', rejectedFor: ['UPDATE_LATE', 'NOT_PROVIDED'], paymentSuspended: true });
    const notice = await t.eventually(() => t.seen(paymentSuspended).find(({ data }) => data.projectId === project));
    expect(notice.data).toEqual({ projectId: project, organisationId: 'jiaotong', grounds: ['UPDATE_LATE', 'NOT_PROVIDED'], article: '21' });
    const other = await approved('公交卡', late);
    expect((await refusal(act(other, 'reject'))).parts.errors).toMatchObject([{ pointer: '/ground', code: 'field-required' }]);
    expect(await act(other, 'reject', { ground: 'QUALITY_FAILED', reasons: '抽查三成有误' })).toMatchObject({ state: 'REJECTED', rejectedFor: ['QUALITY_FAILED'], paymentSuspended: true });
    await supplied(late, 6);
    await supplied(bare, 6);
    expect(await act(project, 'accept')).toMatchObject({ state: 'ACCEPTED', paymentSuspended: false });
    expect(await t.ask(getProject, { id: project }, approver)).toMatchObject({ history: [{ to: 'PROPOSED', article: null }, { to: 'APPROVED' }, { to: 'REJECTED' }, { to: 'ACCEPTED' }] });
  });
});

describe('a project in jian', () => {
  let node: Node;
  beforeAll(async () => {
    node = await nodeOf('360800', 'jian');
  });
  afterAll(() => node.t.stop());

  it('[JIA-8-4] is not supported, and so not approved, without a declared sharing list', async () => {
    const { t, transport, approver } = node;
    const { id } = await t.ask(proposeProject, { name: '运政系统' }, transport);
    expect(await t.ask(getSharingSupport, { id }, approver)).toMatchObject({ verdict: 'NOT_SUPPORTED', declared: 0, article: { pack: 'jian', article: '8' } });
    expect((await refusal(t.ask(actOnProject, { id, act: 'approve' }, approver))).definition).toMatchObject({ status: 409, code: 'catalogue/sharing-not-supported' });
    await t.ask(setSupplyList, { id, items: [{ name: '运输证信息' }] }, transport);
    expect(await t.ask(getSharingSupport, { id }, approver)).toMatchObject({ verdict: 'SUPPORTED', declared: 1 });
    expect(await t.ask(actOnProject, { id, act: 'approve' }, approver)).toMatchObject({ state: 'APPROVED' });
  });

  it('[JIA-10-6] is not accepted before the entries of its sharing list are published', async () => {
    const { t, transport, approver } = node;
    const { subclass: _noClass, ...content } = sampleEntry({ entryClass: 'TOPIC', name: '运输证信息' });
    const draft = await t.ask(compileEntry, content, transport);
    const { id } = await t.ask(proposeProject, { name: '运政系统二期', supplyList: [{ name: '运输证信息', entryId: draft.id }, { name: '货运站信息' }] }, transport);
    await t.ask(actOnProject, { id, act: 'approve' }, approver);
    expect(faults(await t.ask(checkAcceptance, { id }, approver))).toEqual(['NOT_READY', '运输证信息 NOT_CATALOGUED', '货运站信息 NOT_CATALOGUED']);
    const refused = await refusal(t.ask(actOnProject, { id, act: 'accept' }, approver));
    expect(refused).toMatchObject({ definition: { status: 409, code: 'catalogue/project-not-ready' }, parts: { article: { pack: 'jian', article: '10' } } });
    expect(refused.parts.errors).toEqual([{ pointer: '/supplyList/0', code: 'not-catalogued', detail: '运输证信息' }, { pointer: '/supplyList/1', code: 'not-catalogued', detail: '货运站信息' }]);
    const published = [await publishEntry(t, partyOf(transport), { name: '运输证信息' }), await publishEntry(t, partyOf(transport), { name: '货运站信息' })];
    await t.ask(setSupplyList, { id, items: published.map((entry) => ({ name: entry.name, entryId: entry.id })) }, transport);
    expect(await t.ask(actOnProject, { id, act: 'accept' }, approver)).toMatchObject({ state: 'ACCEPTED' });
  });

  it('[JIA-10-7] is reviewed by the department’s catalogue: counts of entries, punctuality of updates, provision', async () => {
    const { t, schools, approver, transport } = node;
    const entries = [await publishEntry(t, partyOf(schools), { name: '学籍信息' }), await publishEntry(t, partyOf(schools), { name: '学校信息' }), await publishEntry(t, partyOf(schools), { name: '教师信息' })];
    const [pupils, school, teachers] = entries.map(({ id }) => id);
    if (pupils === undefined || school === undefined || teachers === undefined) throw new Error('three entries');
    await t.announce(interfaceRegistered, pupils, { entryId: pupils, url: 'https://10.0.0.1/' });
    for (const [id, changedOn] of [[pupils, '2026-03-02'], [school, '2026-02-02'], [teachers, '2026-02-02']] as const) await t.ask(openEntryChange, { id, cause: 'DATA_CHANGE', changedOn, change: '字段调整' }, schools);
    for (const id of [pupils, school]) await t.ask(actOnEntry, { id, act: 'submit' }, schools);
    await t.eventually(async () => (await t.query('SELECT FROM data_supply')).length === 1 && (await t.query(`SELECT FROM department WHERE id = 'jiaoyu'`)).length === 1);
    expect(await t.ask(getDepartmentCatalogue, { organisationId: 'jiaoyu' }, approver)).toMatchObject({
      department: { id: 'jiaoyu' },
      entries: { published: 3, underWay: 3, withdrawn: 0 },
      updates: { onTime: 1, late: 1, overdue: 1 },
      provision: { provided: 1, notProvided: 2, updateLate: 0 },
    });
    expect((await refusal(t.ask(getDepartmentCatalogue, { organisationId: 'jiaoyu' }, transport))).definition.status).toBe(404);
  });
});
