import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnEntry, catalogueNormIssued, compileEntry, dataStandardIssued, findCatalogueNorms, findDataStandards, findNormViolations, findOutdatedEntries, issueCatalogueNorm, issueDataStandard, openEntryChange, reviseEntry,
  type EntryContent, type EntryView, type Role,
} from '@gongshu/contracts';
import { refusal, sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const PROVINCE = { division: '130000', level: 'PROVINCE' };
const party = (organisation: string, role: Role, at = PROVINCE): TestParty => ({ client: `${organisation}-${role}`, organisation, name: organisation, roles: [role], node: '130000', ...at });
const AUTHORITY = party('shujuju', 'DATA_AUTHORITY');
const CITY_AUTHORITY = party('shi-shujuju', 'DATA_AUTHORITY', { division: '130100', level: 'CITY' });
const COMPILER = party('minzheng', 'DATA_ADMINISTRATOR');
const REVIEWER = party('minzheng', 'CATALOGUE_REVIEWER');
const OTHER = party('jiaoyu', 'DATA_ADMINISTRATOR');

let t: TestService;
beforeAll(async () => {
  t = await startTestService(catalogueService);
});
afterAll(() => t.stop());

const compiled = (differs: Partial<EntryContent>): Promise<EntryView> => t.ask(compileEntry, sampleEntry(differs), COMPILER);
async function published(differs: Partial<EntryContent>): Promise<string> {
  const { id } = await compiled(differs);
  await t.ask(actOnEntry, { act: 'submit', id }, COMPILER);
  await t.ask(actOnEntry, { id, act: 'pass' }, REVIEWER);
  await t.ask(actOnEntry, { id, act: 'publish' }, AUTHORITY);
  return id;
}
const column = (name: string): Partial<EntryContent> => ({ items: [{ column: name, name: '行政区划代码', type: 'TEXT' }] });

describe('standards in hebei', () => {
  it('[HEB-8-1] are known by their id, and a new version flags the entries that use the old one', async () => {
    const standard = { code: 'region-codes', name: '行政区划代码', mandatory: false, rules: [{ item: '行政区划代码', column: 'xzqh*' }] };
    const uses = (version: number): Partial<EntryContent> => ({ ...column('xzqhdm'), standards: [{ code: 'region-codes', version }] });
    const { definition, parts } = await refusal(compiled(uses(1)));
    expect({ ...definition, ...parts }).toMatchObject({ status: 422, code: 'catalogue/unknown-standard', article: { pack: 'hebei', article: '8' }, errors: [{ pointer: '/standards/0' }] });
    for (const other of [CITY_AUTHORITY, COMPILER]) expect((await refusal(t.ask(issueDataStandard, standard, other))).definition.status).toBe(403);
    expect(await t.ask(issueDataStandard, standard, AUTHORITY)).toMatchObject({ ...standard, version: 1, issuer: '130000' });
    const old = await published(uses(1));
    await published(column('xzqhdm'));
    const flagged = async (by = COMPILER): Promise<unknown[]> => (await t.ask(findOutdatedEntries, { code: 'region-codes' }, by)).items.map(({ id, usedVersion, currentVersion }) => [id, usedVersion, currentVersion]);
    expect(await flagged()).toEqual([]);
    await t.ask(issueDataStandard, standard, AUTHORITY);
    expect(await flagged()).toEqual([[old, 1, 2]]);
    expect(await flagged(OTHER)).toEqual([]);
    expect((await refusal(compiled(uses(1)))).definition.code).toBe('catalogue/unknown-standard');
    expect((await refusal(compiled({ ...column('code'), standards: [{ code: 'region-codes', version: 2 }] }))).parts.errors).toEqual([expect.objectContaining({ pointer: '/items/0/column', code: 'standard-column' })]);
    expect(await compiled(column('code')), 'not mandatory, and not named').toMatchObject({ state: 'DRAFT' });
    expect((await t.ask(findDataStandards, { code: 'region-codes' }, OTHER)).items.map(({ version }) => version)).toEqual([2, 1]);
    await t.eventually(() => t.seen(dataStandardIssued).filter(({ data }) => data.code === 'region-codes').length === 2);
  });
});

describe('the catalogue norm in hebei', () => {
  it('[HEB-9-2] is issued by the provincial authority, held against every entry when it is saved next, and lists those that break it', async () => {
    const short = await published({ name: '区划' });
    const draft = await compiled({ name: '区' });
    const norm = { title: '政务数据目录编制规范', rules: [{ field: 'name', shortest: 4 }] };
    const city = await refusal(t.ask(issueCatalogueNorm, norm, CITY_AUTHORITY));
    expect({ ...city.definition, ...city.parts }).toMatchObject({ status: 403, code: 'catalogue/may-not-issue', article: { pack: 'hebei', article: '9' } });
    const violations = async (by = AUTHORITY): Promise<unknown[]> => (await t.ask(findNormViolations, {}, by)).items.map(({ id, breaches }) => [id, breaches.map(({ pointer, code }) => [pointer, code])]);
    expect(await violations()).toEqual([]);
    expect(await t.ask(issueCatalogueNorm, norm, AUTHORITY)).toMatchObject({ version: 1, issuer: '130000' });
    expect(await violations()).toEqual([[short, [['/name', 'norm-shortest']]]]);
    expect([await violations(COMPILER), await violations(OTHER)]).toEqual([[[short, [['/name', 'norm-shortest']]]], []]);
    const unsaved = await refusal(t.ask(reviseEntry, { id: draft.id, ...sampleEntry({ name: '区', abstract: '改' }) }, COMPILER));
    expect({ ...unsaved.definition, ...unsaved.parts }).toMatchObject({ status: 422, code: 'catalogue/norm-breached', article: { pack: 'hebei', article: '9' }, errors: [{ pointer: '/name', code: 'norm-shortest' }] });
    expect((await refusal(compiled({ name: '区' }))).definition.status).toBe(422);
    await t.ask(openEntryChange, { id: short, cause: 'LAW_CHANGE', changedOn: '2026-03-02', change: '规范修订' }, COMPILER);
    expect((await refusal(t.ask(reviseEntry, { id: short, ...sampleEntry({ name: '区划' }) }, COMPILER))).definition.status).toBe(422);
    expect(await t.ask(reviseEntry, { id: short, ...sampleEntry({ name: '行政区划' }) }, COMPILER)).toMatchObject({ name: '行政区划' });
    expect(await t.ask(issueCatalogueNorm, { ...norm, rules: [{ field: 'contact', stated: true }] }, AUTHORITY)).toMatchObject({ version: 2 });
    expect((await refusal(compiled({ name: '行政区划' }))).parts.errors).toEqual([expect.objectContaining({ pointer: '/contact', code: 'norm-stated' })]);
    expect(await compiled({ name: '区', contact: '数据处' })).toMatchObject({ name: '区' });
    expect((await t.ask(findCatalogueNorms, {}, OTHER)).items.map(({ version }) => version)).toEqual([2, 1]);
    await t.eventually(() => t.seen(catalogueNormIssued).some(({ data }) => data.version === 2));
  });
});
