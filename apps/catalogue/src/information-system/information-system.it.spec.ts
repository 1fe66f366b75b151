import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCatalogueOmissions, findInformationSystems, informationSystemChanged, registerInformationSystem, reviseInformationSystem, type DepartmentOmissions } from '@gongshu/contracts';
import { partyOf, person, publishEntry, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

interface Node {
  readonly t: TestService;
  readonly welfare: TestParty;
  readonly schools: TestParty;
  readonly authority: TestParty;
}

async function nodeOf(code: string, pack: string): Promise<Node> {
  const t = await startTestService(catalogueService, { node: { code, name: pack, level: 'PROVINCE', pack } });
  const place = { division: code, level: 'PROVINCE', node: code };
  const of = (id: string, name: string, role: 'DATA_ADMINISTRATOR' | 'DATA_AUTHORITY'): TestParty => person({ id, name, ...place }, role);
  return { t, welfare: of('minzheng', '省民政厅', 'DATA_ADMINISTRATOR'), schools: of('jiaoyu', '省教育厅', 'DATA_ADMINISTRATOR'), authority: of('shujuju', '省数据局', 'DATA_AUTHORITY') };
}

const toldOf = ({ department, dataSets, omitted, omissions }: DepartmentOmissions): unknown[] => [department.id, dataSets, omitted, omissions.map(({ systemName, dataSet }) => `${systemName}:${dataSet}`)];

describe('information systems against the catalogue of hebei', () => {
  let node: Node;
  beforeAll(async () => {
    node = await nodeOf('130000', 'hebei');
  });
  afterAll(() => node.t.stop());

  it('[HEB-9-3] show what a department holds and has not catalogued, run by itself or by others for it', async () => {
    const { t, welfare, schools, authority } = node;
    const entry = await publishEntry(t, partyOf(welfare), { name: '低保对象信息' });
    const system = await t.ask(registerInformationSystem, { name: '社会救助系统', dataSets: [{ name: '低保对象名单' }, { name: '临时救助信息' }] }, welfare);
    await t.ask(registerInformationSystem, { name: '慈善组织系统', runByThirdParty: true, dataSets: [{ name: '慈善组织信息' }] }, welfare);
    await t.ask(registerInformationSystem, { name: '学籍系统', dataSets: [{ name: '学籍信息' }] }, schools);
    expect(system.missing).toEqual(['临时救助信息']);
    const report = await t.ask(findCatalogueOmissions, {}, authority);
    expect(report.demandedBy).toMatchObject({ pack: 'hebei', article: '9' });
    expect(report.items.map(toldOf)).toEqual([['jiaoyu', 1, 1, ['学籍系统:学籍信息']], ['minzheng', 3, 2, ['社会救助系统:临时救助信息', '慈善组织系统:慈善组织信息']]]);
    const own = await t.ask(findCatalogueOmissions, {}, welfare);
    expect(own.items.map(({ department }) => department.id)).toEqual(['minzheng']);
    expect((await t.ask(findCatalogueOmissions, { organisationId: 'jiaoyu' }, welfare)).items).toEqual([]);
    // An entry of another name is named; one that is not the department's own, or not published, does not count.
    const revised = { id: system.id, name: '社会救助系统', dataSets: [{ name: '救助台账', entryId: entry.id }, { name: '临时救助信息', entryId: '00000000-0000-4000-8000-000000000000' }] };
    expect((await t.ask(reviseInformationSystem, revised, welfare)).missing).toEqual(['临时救助信息']);
    await publishEntry(t, partyOf(welfare), { name: '慈善组织名录' });
    expect((await t.ask(findCatalogueOmissions, { organisationId: 'minzheng' }, authority)).items.map(toldOf)).toEqual([['minzheng', 3, 1, ['社会救助系统:临时救助信息']]]);
    await t.eventually(() => t.seen(informationSystemChanged).filter(({ data }) => data.id === system.id).length === 2);
  });

  it('are revised by their department alone, and listed to it and its authority', async () => {
    const { t, welfare, schools, authority } = node;
    const [own] = (await t.ask(findInformationSystems, {}, schools)).items;
    expect((await refusal(t.ask(reviseInformationSystem, { id: own?.id ?? '', name: '学籍系统', dataSets: [{ name: '无' }] }, welfare))).definition.status).toBe(404);
    expect((await t.ask(findInformationSystems, {}, schools)).items).toHaveLength(1);
    const first = await t.ask(findInformationSystems, { limit: 2 }, authority);
    const rest = await t.ask(findInformationSystems, { limit: 2, cursor: first.nextCursor ?? '' }, authority);
    expect([...first.items, ...rest.items].map(({ name }) => name)).toEqual(['社会救助系统', '慈善组织系统', '学籍系统']);
  });
});

describe('information systems against the catalogue of liaoning', () => {
  let node: Node;
  beforeAll(async () => {
    node = await nodeOf('210000', 'liaoning');
    await node.t.ask(registerInformationSystem, { name: '社会救助系统', dataSets: [{ name: '低保对象信息' }, { name: '特困人员信息' }] }, node.welfare);
    await publishEntry(node.t, partyOf(node.welfare), { name: '低保对象信息' });
    await publishEntry(node.t, partyOf(node.schools), { name: '学校名录' });
    await node.t.ask(registerInformationSystem, { name: '学校系统', dataSets: [{ name: '学校信息' }] }, node.schools);
  });
  afterAll(() => node.t.stop());

  it('[LIA-8-1] put a system with uncatalogued data sets into the omission report of its department', async () => {
    const report = await node.t.ask(findCatalogueOmissions, { organisationId: 'minzheng' }, node.welfare);
    expect(report.demandedBy).toMatchObject({ pack: 'liaoning', article: '8' });
    expect(report.items.map(toldOf)).toEqual([['minzheng', 2, 1, ['社会救助系统:特困人员信息']]]);
  });

  it('[LIA-18-4] show omissions by department, and suggest a violation where there are some', async () => {
    const { items } = await node.t.ask(findCatalogueOmissions, {}, node.authority);
    expect(items.map(({ department, omitted, suggestedViolation }) => [department.id, omitted, suggestedViolation?.article ?? null])).toEqual([['jiaoyu', 0, null], ['minzheng', 1, '18']]);
  });
});
