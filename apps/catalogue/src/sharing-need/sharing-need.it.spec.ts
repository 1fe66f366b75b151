import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileEntry, findSharingCatalogue, registerSharingNeed, sharingNeedRegistered, type SharingCatalogueLine } from '@gongshu/contracts';
import { partyOf, person, publishEntry, sampleEntry, startTestService, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const CITY = { division: '360800', level: 'CITY', node: '360800' };
const welfare = person({ id: 'minzheng', name: '市民政局', ...CITY }, 'DATA_ADMINISTRATOR');
const schools = person({ id: 'jiaoyu', name: '市教育局', ...CITY }, 'DATA_ADMINISTRATOR');
const office = person({ id: 'xinxiban', name: '市信息办', ...CITY }, 'DATA_AUTHORITY');

describe('the sharing catalogue of jian', () => {
  let t: TestService;
  beforeAll(async () => {
    t = await startTestService(catalogueService, { node: { code: '360800', name: '吉安市', level: 'CITY', pack: 'jian' } });
  });
  afterAll(() => t.stop());

  it('[JIA-10-1] has every published entry of all departments and the registered sharing needs, with what no entry has', async () => {
    const marriages = await publishEntry(t, partyOf(welfare), { name: '婚姻登记信息', items: [{ column: 'number', name: '结婚证编号', type: 'TEXT' }] });
    const pupils = await publishEntry(t, partyOf(schools), { name: '学籍信息', items: [{ column: 'number', name: '学籍号', type: 'TEXT' }] });
    const { subclass: _noClass, ...draft } = sampleEntry({ entryClass: 'TOPIC', name: '草稿' });
    await t.ask(compileEntry, draft, welfare);
    const need = await t.ask(registerSharingNeed, { name: '入学核验', dataItems: ['结婚证 编号', '户籍地址'], purpose: '核验监护关系' }, schools);
    await t.eventually(async () => (await t.query('SELECT FROM source_item')).length === 2);
    const told: SharingCatalogueLine[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: SharingCatalogueLine[]; nextCursor: string | null } = await t.ask(findSharingCatalogue, { limit: 2, ...(cursor === null ? {} : { cursor }) }, office);
      told.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(told.map(({ kind, id }) => `${kind} ${id}`).sort()).toEqual([`NEED ${need.id}`, `SUPPLY ${marriages.id}`, `SUPPLY ${pupils.id}`].sort());
    expect(told.find(({ kind }) => kind === 'NEED')).toMatchObject({ name: '入学核验', department: { id: 'jiaoyu' }, sharingType: null, dataItems: ['结婚证 编号', '户籍地址'], unmet: ['户籍地址'] });
    expect((await t.ask(findSharingCatalogue, { kind: 'NEED' }, office)).items).toHaveLength(1);
    await t.eventually(() => t.seen(sharingNeedRegistered).some(({ data }) => data.id === need.id));
  });
});
