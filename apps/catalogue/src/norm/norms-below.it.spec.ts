import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogueNormIssued, compileEntry, dataStandardIssued, findCatalogueNorms, findDataStandards, issueCatalogueNorm, issueDataStandard, type EntryContent, type EntryView, type Role } from '@gongshu/contracts';
import { refusal, sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const party = (node: string, level: string, organisation: string, role: Role): TestParty => ({ client: `${organisation}-${role}`, organisation, name: organisation, roles: [role], node, division: node, level });
const NORM = { title: '辽宁省政务信息资源目录编制指南', rules: [{ field: 'abstract', shortest: 6 }] };
const STANDARD = { code: 'person-basic', name: '人口基本信息', mandatory: true, rules: [{ item: '公民身份号码', column: 'gmsfhm', types: ['TEXT'] }, { longestColumn: 20 }] };
const BREAKING = [{ column: 'sfz', name: '公民身份号码', type: 'INTEGER' }, { column: 'a_column_with_a_very_long_code', name: '其他', type: 'TEXT' }];
const KEEPING = [{ column: 'gmsfhm', name: '公民身份号码', type: 'TEXT' }];
const entry = (differs: Partial<EntryContent>): EntryContent => {
  const { sharingCondition: _condition, ...rest } = sampleEntry({ sharingType: 'UNCONDITIONAL', ...differs });
  return rest;
};
const THREE_BREACHES = [['/items/0/column', 'standard-column'], ['/items/0/type', 'standard-type'], ['/items/1/column', 'standard-longest-column']];

describe('norms and standards of the province', () => {
  const AUTHORITY = party('210000', 'PROVINCE', 'shujuju', 'DATA_AUTHORITY');
  const COMPILER = party('210000', 'PROVINCE', 'minzheng', 'DATA_ADMINISTRATOR');
  let t: TestService;
  beforeAll(async () => {
    t = await startTestService(catalogueService, { node: { code: '210000', name: '辽宁省', level: 'PROVINCE', pack: 'liaoning' } });
  });
  afterAll(() => t.stop());

  it('[LIA-5-1] are issued by the provincial authority, not by the authority of a city within it', async () => {
    const cityAuthority: TestParty = { ...party('210000', 'CITY', 'shi-shujuju', 'DATA_AUTHORITY'), division: '210200' };
    const provincial = { ...STANDARD, code: 'legal-person-basic', name: '法人基本信息', mandatory: false };
    expect((await refusal(t.ask(issueDataStandard, provincial, cityAuthority))).definition).toMatchObject({ status: 403, code: 'catalogue/may-not-issue' });
    expect((await t.ask(findDataStandards, {}, COMPILER)).items).toEqual([]);
    expect(await t.ask(issueDataStandard, provincial, AUTHORITY)).toMatchObject({ code: 'legal-person-basic', issuer: '210000', version: 1 });
  });

  it('[LIA-4-4] refuse an entry that breaks the standard, with all its breaches', async () => {
    await t.ask(issueDataStandard, STANDARD, AUTHORITY);
    const { definition, parts } = await refusal(t.ask(compileEntry, entry({ items: BREAKING }), COMPILER));
    expect({ ...definition, ...parts }).toMatchObject({ status: 422, code: 'catalogue/norm-breached', article: { pack: 'liaoning', article: '4' } });
    expect(parts.errors?.map(({ pointer, code }) => [pointer, code])).toEqual(THREE_BREACHES);
    expect(await t.ask(compileEntry, entry({ items: KEEPING }), COMPILER)).toMatchObject({ state: 'DRAFT' });
  });
});

describe('norms and standards of a city below it', () => {
  const AUTHORITY = party('210100', 'CITY', 'shi-shujuju', 'DATA_AUTHORITY');
  const COMPILER = party('210100', 'CITY', 'shi-minzheng', 'DATA_ADMINISTRATOR');
  let t: TestService;
  beforeAll(async () => {
    t = await startTestService(catalogueService, { node: { code: '210100', name: '沈阳市', level: 'CITY', pack: 'liaoning', parent: '210000' } });
  });
  afterAll(() => t.stop());
  const compiled = (differs: Partial<EntryContent>): Promise<EntryView> => t.ask(compileEntry, entry(differs), COMPILER);
  const issued = { issuer: '210000', version: 1, issuedAt: '2026-03-01T00:00:00.000Z' };

  it("[LIA-7-2] are not the city's to issue; the province's is applied here as soon as the bus brings it, and told on", async () => {
    const { definition, parts } = await refusal(t.ask(issueCatalogueNorm, NORM, AUTHORITY));
    expect({ ...definition, ...parts }).toMatchObject({ status: 403, code: 'catalogue/may-not-issue', article: { pack: 'liaoning', article: '7' } });
    expect(await compiled({ abstract: '短' })).toMatchObject({ state: 'DRAFT' });
    await t.announce(catalogueNormIssued, '210200', { ...NORM, rules: [{ field: 'contact', stated: true }], ...issued, issuer: '210200' }, { node: '210200' });
    await t.announce(catalogueNormIssued, '210000', { ...NORM, ...issued }, { node: '210000' });
    await t.eventually(async () => (await t.ask(findCatalogueNorms, {}, COMPILER)).items.some(({ issuer, version }) => issuer === '210000' && version === 1));
    expect((await t.ask(findCatalogueNorms, {}, COMPILER)).items.map(({ issuer }) => issuer), "a neighbour's is its own affair").toEqual(['210000']);
    const broken = await refusal(compiled({ abstract: '短' }));
    expect({ ...broken.definition, ...broken.parts }).toMatchObject({ status: 422, errors: [{ pointer: '/abstract', code: 'norm-shortest' }] });
    expect(await compiled({})).toMatchObject({ state: 'DRAFT' });
    await t.eventually(() => t.seen(catalogueNormIssued).some(({ node, data }) => node === '210100' && data.issuer === '210000'));
    await t.announce(catalogueNormIssued, '210000', { ...NORM, rules: [{ field: 'abstract', shortest: 1 }], ...issued, version: 2 }, { node: '210000' });
    await t.eventually(async () => (await t.ask(findCatalogueNorms, {}, COMPILER)).items.length === 2);
    expect(await compiled({ abstract: '短' })).toMatchObject({ state: 'DRAFT' });
  });

  it('take the standards of the province over, and may not issue others under their ids', async () => {
    await t.announce(dataStandardIssued, 'person-basic', { ...STANDARD, ...issued }, { node: '210000' });
    await t.eventually(async () => (await t.ask(findDataStandards, {}, COMPILER)).items.length === 1);
    expect((await refusal(compiled({ items: BREAKING }))).parts.errors?.map(({ pointer, code }) => [pointer, code])).toEqual(THREE_BREACHES);
    expect((await refusal(t.ask(issueDataStandard, STANDARD, AUTHORITY))).definition.status).toBe(409);
  });
});

describe('the standard configured in jian', () => {
  const AUTHORITY = party('360800', 'CITY', 'xinxiban', 'DATA_AUTHORITY');
  const COMPILER = party('360800', 'CITY', 'minzheng', 'DATA_ADMINISTRATOR');
  let t: TestService;
  beforeAll(async () => {
    t = await startTestService(catalogueService, { node: { code: '360800', name: '吉安市', level: 'CITY', pack: 'jian' } });
  });
  afterAll(() => t.stop());

  it('[JIA-5-4] refuses an entry whose codes or types break it, with all its breaches', async () => {
    await t.ask(issueDataStandard, STANDARD, AUTHORITY);
    const content = (items: EntryContent['items']): EntryContent => sampleEntry({ dataForm: 'DATA', acquisitionMode: 'DIRECT', publicityAttribute: 'PROACTIVE', items });
    const { definition, parts } = await refusal(t.ask(compileEntry, content(BREAKING), COMPILER));
    expect({ ...definition, ...parts }).toMatchObject({ status: 422, code: 'catalogue/norm-breached', article: { pack: 'jian', article: '5' } });
    expect(parts.errors?.map(({ pointer, code }) => [pointer, code])).toEqual(THREE_BREACHES);
    expect(await t.ask(compileEntry, content(KEEPING), COMPILER)).toMatchObject({ state: 'DRAFT' });
  });
});
