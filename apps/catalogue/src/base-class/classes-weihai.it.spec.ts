import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actOnEntry, addCatalogueClass, compileEntry, createResourceDatabase, findCatalogueClasses, findDatabaseEntries, type EntryContent, type Role } from '@gongshu/contracts';
import { refusal, sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const party = (organisation: string, role: Role): TestParty => ({ client: `${organisation}-${role}`, organisation, name: organisation, roles: [role], node: '371000', division: '371000', level: 'CITY' });
const COMPILER = party('minzheng', 'DATA_ADMINISTRATOR');
const REVIEWER = party('minzheng', 'CATALOGUE_REVIEWER');
const AUTHORITY = party('dashuju', 'DATA_AUTHORITY');

let t: TestService;
beforeAll(async () => {
  t = await startTestService(catalogueService, { node: { code: '371000', name: '威海市', level: 'CITY', pack: 'weihai' } });
});
afterAll(() => t.stop());

async function published(content: EntryContent): Promise<string> {
  const { id } = await t.ask(compileEntry, content, COMPILER);
  await t.ask(actOnEntry, { act: 'submit', id }, COMPILER);
  await t.ask(actOnEntry, { id, act: 'pass' }, REVIEWER);
  await t.ask(actOnEntry, { id, act: 'publish' }, AUTHORITY);
  return id;
}

describe('classes in weihai', () => {
  it('[WEI-13-2] are these five of base data', async () => {
    const { items } = await t.ask(findCatalogueClasses, { kind: 'BASE' }, COMPILER);
    expect(items.map(({ code, article }) => [code, article])).toEqual(['POPULATION', 'LEGAL_PERSONS', 'NATURAL_RESOURCES', 'ELECTRONIC_CERTIFICATES', 'SOCIAL_CREDIT'].map((code) => [code, '13']));
    expect((await refusal(t.ask(compileEntry, sampleEntry({ subclass: 'MACRO_ECONOMY' }), COMPILER))).definition.status).toBe(422);
  });

  it('[WEI-13-1] have databases built by the authority, which hold the entries of their class and no others', async () => {
    await t.ask(addCatalogueClass, { kind: 'TOPIC', code: 'OCEAN', label: { zh: '海洋', en: 'ocean' } }, AUTHORITY);
    const [base, topic] = await Promise.all([['POPULATION', '人口基础库'], ['OCEAN', '海洋主题库']].map(([classCode = '', name = '']) => t.ask(createResourceDatabase, { classCode, name }, AUTHORITY)));
    expect((await refusal(t.ask(createResourceDatabase, { classCode: 'SOCIAL_CREDIT', name: '信用库' }, COMPILER))).parts.article).toMatchObject({ pack: 'weihai', article: '13' });
    const people = await published(sampleEntry({ entryClass: 'BASE', subclass: 'POPULATION', name: '人口' }));
    const second = await published(sampleEntry({ entryClass: 'BASE', subclass: 'POPULATION', name: '人口二' }));
    const ocean = await published(sampleEntry({ entryClass: 'TOPIC', subclass: 'OCEAN', name: '海域' }));
    await published(sampleEntry({ entryClass: 'BASE', subclass: 'NATURAL_RESOURCES', name: '土地' }));
    const { subclass: _subclass, ...department } = sampleEntry({ entryClass: 'DEPARTMENT', name: '部门数据' });
    await published(department);
    await t.ask(compileEntry, sampleEntry({ subclass: 'POPULATION', name: '草稿' }), COMPILER);
    const listed = async (id = '', page: { limit?: number; cursor?: string } = {}): Promise<{ ids: string[]; nextCursor: string | null }> => {
      const { items, nextCursor } = await t.ask(findDatabaseEntries, { id, ...page }, COMPILER);
      return { ids: items.map((entry) => entry.id), nextCursor };
    };
    expect((await listed(base?.id)).ids).toEqual([people, second].sort());
    expect((await listed(topic?.id)).ids).toEqual([ocean]);
    const first = await listed(base?.id, { limit: 1 });
    expect((await listed(base?.id, { limit: 1, cursor: first.nextCursor ?? '' })).ids).toEqual([[people, second].sort()[1]]);
  });
});
