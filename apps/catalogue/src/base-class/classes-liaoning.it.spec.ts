import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnContribution, actOnEntry, assignClassLead, compileEntry, findCatalogueClasses, findContributions, getCatalogueClass, getEntry, proposeContribution, reviseEntry, type EntryContent, type EntryView, type Role,
} from '@gongshu/contracts';
import { refusal, sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const party = (organisation: string, ...roles: Role[]): TestParty => ({ client: `${organisation}-${String(roles[0])}`, organisation, name: organisation, roles, node: '210000', division: '210000', level: 'PROVINCE' });
const AUTHORITY = party('shujuju', 'DATA_AUTHORITY');
const GONGAN = party('gongan', 'DATA_ADMINISTRATOR');
const GONGAN_REVIEWER = party('gongan', 'CATALOGUE_REVIEWER');
const JIAOTONG = party('jiaotong', 'DATA_ADMINISTRATOR');
const TIELU = party('tielu', 'DATA_ADMINISTRATOR');
const HANGKONG = party('hangkong', 'DATA_ADMINISTRATOR');

let t: TestService;
beforeAll(async () => {
  t = await startTestService(catalogueService, { node: { code: '210000', name: '辽宁省', level: 'PROVINCE', pack: 'liaoning' } });
});
afterAll(() => t.stop());

const leads = (code: string, { organisation, name }: TestParty): Promise<unknown> => t.ask(assignClassLead, { code, organisation: { id: organisation, name }, reasons: '牵头' }, AUTHORITY);
/** Base information items are shared unconditionally (article 10). */
const entry = (differs: Partial<EntryContent>): EntryContent => {
  const { sharingCondition: _condition, ...rest } = sampleEntry({ sharingType: 'UNCONDITIONAL', ...differs });
  return rest;
};
const compiled = (differs: Partial<EntryContent>, by: TestParty): Promise<EntryView> => t.ask(compileEntry, entry(differs), by);

describe('classes in liaoning', () => {
  it('[LIA-9-1] are of base or topic data, and every entry is of exactly one of them', async () => {
    expect((await t.ask(findCatalogueClasses, {}, GONGAN)).kinds.map(({ kind }) => kind)).toEqual(['BASE', 'TOPIC']);
    const { definition, parts } = await refusal(compiled({ entryClass: 'DEPARTMENT' }, GONGAN));
    expect({ ...definition, ...parts }).toMatchObject({ status: 422, article: { pack: 'liaoning', article: '9' }, errors: [{ pointer: '/entryClass' }], allowed: ['BASE', 'TOPIC'] });
    const { entryClass: _class, ...none } = entry({});
    expect((await refusal(t.ask(compileEntry, none as EntryContent, GONGAN))).parts.errors).toEqual([expect.objectContaining({ pointer: '/entryClass' })]);
    expect((await refusal(compiled({ entryClass: 'TOPIC', subclass: 'POPULATION' }, GONGAN))).parts.errors).toEqual([expect.objectContaining({ pointer: '/subclass' })]);
    expect(await compiled({ entryClass: 'TOPIC', subclass: 'ENERGY' }, GONGAN)).toMatchObject({ entryClass: 'TOPIC', subclass: 'ENERGY' });
  });

  it('[LIA-9-2] are compiled by their lead department, and come into force with the authority', async () => {
    await leads('POPULATION', GONGAN);
    expect(await t.ask(getCatalogueClass, { code: 'POPULATION' }, JIAOTONG)).toMatchObject({ duty: 'PUBLIC_SECURITY', article: '9', leads: [{ organisation: { id: 'gongan' } }] });
    const content = { subclass: 'POPULATION', name: '户籍人口' };
    const { definition, parts } = await refusal(compiled(content, JIAOTONG));
    expect({ ...definition, ...parts }).toMatchObject({ status: 403, code: 'catalogue/not-the-lead-department', article: { pack: 'liaoning', article: '9' } });
    const { id } = await compiled(content, GONGAN);
    await t.ask(reviseEntry, { id, ...entry({ ...content, abstract: '全省户籍人口' }) }, GONGAN);
    await t.ask(actOnEntry, { id, act: 'submit' }, GONGAN);
    const passed = await t.ask(actOnEntry, { id, act: 'pass' }, GONGAN_REVIEWER);
    expect(passed).toMatchObject({ state: 'AUTHORITY_REVIEW', step: { actorRole: 'DATA_AUTHORITY' } });
    expect((await refusal(t.ask(getEntry, { id }, JIAOTONG))).definition.status).toBe(404);
    expect(await t.ask(actOnEntry, { id, act: 'publish' }, AUTHORITY)).toMatchObject({ state: 'PUBLISHED', abstract: '全省户籍人口' });
  });

  it('[LIA-9-3] have one lead and several contributors: they propose, the lead accepts', async () => {
    await leads('TRANSPORT', JIAOTONG);
    const railway = { entryClass: 'TOPIC', subclass: 'TRANSPORT', name: '铁路客运量' };
    expect((await refusal(compiled(railway, TIELU))).definition).toMatchObject({ status: 403 });
    const proposals = await Promise.all([[TIELU, '铁路客运量'] as const, [HANGKONG, '航空客运量'] as const].map(([by, name]) => t.ask(proposeContribution, { classCode: 'TRANSPORT', name, abstract: name }, by)));
    expect(proposals).toEqual([TIELU, HANGKONG].map(({ organisation }) => expect.objectContaining({ state: 'PROPOSED', lead: expect.objectContaining({ id: 'jiaotong' }) as unknown, contributor: expect.objectContaining({ id: organisation }) as unknown })));
    expect((await refusal(compiled(railway, TIELU))).definition, 'a proposal alone gives no right').toMatchObject({ status: 403 });
    const [first] = proposals;
    expect((await refusal(t.ask(actOnContribution, { id: first?.id ?? '', act: 'accept' }, TIELU))).definition).toMatchObject({ status: 403 });
    expect((await refusal(t.ask(actOnContribution, { id: first?.id ?? '', act: 'accept' }, GONGAN))).definition).toMatchObject({ status: 404 });
    for (const { id } of proposals) await t.ask(actOnContribution, { id, act: 'accept' }, JIAOTONG);
    expect((await refusal(t.ask(actOnContribution, { id: first?.id ?? '', act: 'decline', reasons: '改' }, JIAOTONG))).definition.status).toBe(409);
    const { leads: [lead, ...more], contributors } = await t.ask(getCatalogueClass, { code: 'TRANSPORT' }, GONGAN);
    expect([lead?.organisation.id, more]).toEqual(['jiaotong', []]);
    expect(contributors.map(({ id }) => id).sort()).toEqual(['hangkong', 'tielu']);
    expect(await compiled(railway, TIELU)).toMatchObject({ name: '铁路客运量', provider: { id: 'tielu' } });
    expect((await refusal(compiled({ ...railway, name: '铁路货运量' }, TIELU))).definition, 'accepted was another entry').toMatchObject({ status: 403 });
    expect((await t.ask(findContributions, {}, JIAOTONG)).items).toHaveLength(2);
    expect((await refusal(t.ask(proposeContribution, { classCode: 'TOURISM', name: '景区', abstract: '景区' }, TIELU))).definition, 'nobody leads it').toMatchObject({ status: 409 });
  });
});
