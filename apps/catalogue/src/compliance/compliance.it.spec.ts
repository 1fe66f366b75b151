import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  getCatalogueCompliance,
  getCollectionProcedure,
  getDepartmentCatalogue,
  getUpdatePolicy,
  organisationRegistered,
  recordDigitisation,
  registerCollectionItem,
  setCollectionProcedure,
  setUpdatePolicy,
  type CatalogueCompliance,
} from '@gongshu/contracts';
import { person, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

interface Node {
  readonly t: TestService;
  readonly welfare: TestParty;
  readonly schools: TestParty;
  readonly authority: TestParty;
}

/** A node of which identity tells that it has two departments and an authority. */
async function nodeOf(code: string, pack: string): Promise<Node> {
  const t = await startTestService(catalogueService, { node: { code, name: pack, level: 'CITY', pack } });
  const place = { division: code, level: 'CITY' };
  for (const [id, name, kind] of [['minzheng', '市民政局', 'GOVERNMENT_DEPARTMENT'], ['jiaoyu', '市教育局', 'GOVERNMENT_DEPARTMENT'], ['shujuju', '市数据局', 'DATA_AUTHORITY']] as const) {
    await t.announce(organisationRegistered, id, { id, name, kind, ...place });
  }
  await t.eventually(async () => (await t.query('SELECT FROM inbox')).length >= 3);
  const of = (id: string, name: string, role: 'DATA_ADMINISTRATOR' | 'DATA_AUTHORITY'): TestParty => person({ id, name, ...place, node: code }, role);
  return { t, welfare: of('minzheng', '市民政局', 'DATA_ADMINISTRATOR'), schools: of('jiaoyu', '市教育局', 'DATA_ADMINISTRATOR'), authority: of('shujuju', '市数据局', 'DATA_AUTHORITY') };
}

const missing = ({ items }: CatalogueCompliance): unknown[] => items.map((item) => [item.department.id, item.missing.map(({ what, count, demandedBy }) => `${what} ${String(count)} (${demandedBy.article})`)]);

describe('what departments of fushun lack', () => {
  let node: Node;
  beforeAll(async () => {
    node = await nodeOf('210400', 'fushun');
  });
  afterAll(() => node.t.stop());

  it('[FUS-10-4] is an update policy, as long as they have stated none: who updates, on what trigger, within how many days', async () => {
    const { t, welfare, schools, authority } = node;
    expect(missing(await t.ask(getCatalogueCompliance, {}, authority))).toEqual([['jiaoyu', ['UPDATE_POLICY 1 (10)']], ['minzheng', ['UPDATE_POLICY 1 (10)']]]);
    expect((await refusal(t.ask(getUpdatePolicy, { organisationId: 'minzheng' }, authority))).definition.status).toBe(404);
    const policy = { updatedBy: '信息中心', trigger: '职能或者数据结构发生变化', withinDays: 5 };
    expect(await t.ask(setUpdatePolicy, policy, welfare)).toMatchObject({ ...policy, version: 1 });
    expect(await t.ask(setUpdatePolicy, { ...policy, withinDays: 3 }, welfare)).toMatchObject({ version: 2 });
    expect(await t.ask(getUpdatePolicy, { organisationId: 'minzheng' }, schools)).toMatchObject({ updatedBy: '信息中心', withinDays: 3, department: { name: '市民政局' } });
    expect((await t.ask(getDepartmentCatalogue, { organisationId: 'minzheng' }, authority)).rules).toEqual([{ kind: 'UPDATE_POLICY', version: 2, statedAt: '2026-03-02T01:00:00.000Z' }]);
    expect(missing(await t.ask(getCatalogueCompliance, {}, authority))).toEqual([['jiaoyu', ['UPDATE_POLICY 1 (10)']]]);
    expect((await t.ask(getCatalogueCompliance, {}, welfare)).items).toEqual([]);
  });

  it.each([['updatedBy', ''], ['trigger', ''], ['withinDays', 0]])('is not stated without %s', async (field, value) => {
    const policy = { updatedBy: '信息中心', trigger: '职能变化', withinDays: 5, [field]: value };
    expect((await refusal(node.t.ask(setUpdatePolicy, policy, node.welfare))).parts.errors).toMatchObject([{ pointer: `/${field}` }]);
  });
});

describe('what departments of jian lack', () => {
  let node: Node;
  beforeAll(async () => {
    node = await nodeOf('360800', 'jian');
  });
  afterAll(() => node.t.stop());

  it('[JIA-12-1] is a collection procedure, as long as they have stated none with version and date', async () => {
    const { t, welfare, authority } = node;
    expect(missing(await t.ask(getCatalogueCompliance, {}, authority))).toEqual([['jiaoyu', ['COLLECTION_PROCEDURE 1 (12)']], ['minzheng', ['COLLECTION_PROCEDURE 1 (12)']]]);
    await t.ask(setCollectionProcedure, { title: '民政数据采集规范', text: '逐项核对,当日录入', issuedOn: '2026-01-15' }, welfare);
    expect(await t.ask(getCollectionProcedure, { organisationId: 'minzheng' }, authority)).toMatchObject({ title: '民政数据采集规范', version: 1, issuedOn: '2026-01-15' });
    expect(missing(await t.ask(getCatalogueCompliance, {}, authority))).toEqual([['jiaoyu', ['COLLECTION_PROCEDURE 1 (12)']]]);
  });

  it('is the digitisation of material that is not digital, until it is done', async () => {
    const { t, welfare } = node;
    const paper = await t.ask(registerCollectionItem, { name: '收养登记档案', form: 'PAPER', digitisation: { plan: '扫描', status: 'UNDER_WAY' } }, welfare);
    expect(missing(await t.ask(getCatalogueCompliance, {}, welfare))).toEqual([['minzheng', ['DIGITISATION 1 (13)']]]);
    await t.ask(recordDigitisation, { id: paper.id, plan: '扫描', status: 'DONE' }, welfare);
    expect((await t.ask(getCatalogueCompliance, {}, welfare)).items).toEqual([]);
  });
});
