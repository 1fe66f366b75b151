import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnContribution, addCatalogueClass, assignClassLead, catalogueClassAdded, compileEntry, contributionMoved, createResourceDatabase, findCatalogueClasses, findContributions, findResourceDatabases,
  getCatalogueClass, proposeContribution, responsibilityAssigned, reviseEntry, type EntryView, type Role,
} from '@gongshu/contracts';
import { refusal, sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const PROVINCE = { division: '130000', level: 'PROVINCE' };
const CITY = { division: '130100', level: 'CITY' };
const party = (organisation: string, role: Role, at = PROVINCE): TestParty => ({ client: `${organisation}-1`, organisation, name: organisation, roles: [role], node: '130000', ...at });
const AUTHORITY = party('shujuju', 'DATA_AUTHORITY');
const CITY_AUTHORITY = party('shi-shujuju', 'DATA_AUTHORITY', CITY);
const GONGAN = party('gongan', 'DATA_ADMINISTRATOR');
const WEIJIAN = party('weijian', 'DATA_ADMINISTRATOR');
const CITY_GONGAN = party('shi-gongan', 'DATA_ADMINISTRATOR', CITY);

let t: TestService;
beforeAll(async () => {
  t = await startTestService(catalogueService);
});
afterAll(() => t.stop());

const leads = (classCode: string, { organisation, name }: TestParty, by = AUTHORITY): Promise<unknown> => t.ask(assignClassLead, { code: classCode, organisation: { id: organisation, name }, reasons: '按职责分工' }, by);
const compiled = (subclass: string, by: TestParty, name = '人口基本情况', entryClass = 'BASE'): Promise<EntryView> => t.ask(compileEntry, sampleEntry({ entryClass, subclass, name }), by);

describe('classes in hebei', () => {
  it('[HEB-12-1] are six of base data, each with its lead department, which alone compiles', async () => {
    await leads('POPULATION', GONGAN);
    const { items } = await t.ask(findCatalogueClasses, { kind: 'BASE' }, WEIJIAN);
    expect(items.map(({ code, duty }) => [code, duty])).toEqual([
      ['POPULATION', 'PUBLIC_SECURITY'],
      ['LEGAL_PERSONS', 'MARKET_REGULATION'],
      ['NATURAL_RESOURCES', 'NATURAL_RESOURCES'],
      ['MACRO_ECONOMY', 'STATISTICS'],
      ['SOCIAL_CREDIT', 'GOVERNMENT_SERVICE'],
      ['ELECTRONIC_CERTIFICATES', 'GOVERNMENT_SERVICE'],
    ]);
    expect(items[0]).toMatchObject({ label: { zh: '人口', en: 'population' }, dutyLabel: { zh: '公安' }, article: '12', origin: 'PACK', leads: [{ organisation: { id: 'gongan', node: '130000', level: 'PROVINCE' } }] });
    const { definition, parts } = await refusal(compiled('POPULATION', WEIJIAN));
    expect({ ...definition, ...parts }).toMatchObject({ status: 403, code: 'catalogue/not-the-lead-department', article: { pack: 'hebei', article: '12', quote: expect.stringContaining('公安') as string } });
    expect(await compiled('POPULATION', GONGAN)).toMatchObject({ state: 'DRAFT', subclass: 'POPULATION' });
    expect(await compiled('POPULATION', CITY_GONGAN), 'nobody leads the class in the city').toMatchObject({ state: 'DRAFT' });
  });

  it('are named by a base entry once they have leads, and not by an entry of the other kind', async () => {
    for (const [entryClass, subclass] of [['BASE', 'ECOLOGY'], ['TOPIC', 'POPULATION'], ['DEPARTMENT', 'POPULATION'], ['BASE', 'WEATHER']] as const) {
      const { definition, parts } = await refusal(compiled(subclass, GONGAN, '分类', entryClass));
      expect({ ...definition, ...parts }).toMatchObject({ status: 422, errors: [{ pointer: '/subclass', code: 'class' }] });
    }
    const { subclass: _subclass, ...rest } = sampleEntry();
    await leads('SOCIAL_CREDIT', WEIJIAN);
    expect((await refusal(t.ask(compileEntry, rest, GONGAN))).definition.status).toBe(422);
    expect(await t.ask(compileEntry, rest, CITY_GONGAN)).toMatchObject({ state: 'DRAFT' });
    expect(await compiled('WEATHER', GONGAN, '天气', 'TOPIC')).toMatchObject({ subclass: 'WEATHER' });
  });

  it('[HEB-12-2] change their lead by the data authority alone, and the history keeps both', async () => {
    await leads('MACRO_ECONOMY', GONGAN);
    const draft = await compiled('MACRO_ECONOMY', GONGAN, '国民经济核算');
    for (const other of [GONGAN, WEIJIAN]) expect((await refusal(leads('MACRO_ECONOMY', WEIJIAN, other))).definition).toMatchObject({ status: 403 });
    t.clock.travelTo('2026-03-03T09:00:00+08:00');
    await leads('MACRO_ECONOMY', WEIJIAN);
    await leads('MACRO_ECONOMY', WEIJIAN);
    await leads('MACRO_ECONOMY', CITY_GONGAN, CITY_AUTHORITY);
    const { history, leads: now } = await t.ask(getCatalogueClass, { code: 'MACRO_ECONOMY' }, GONGAN);
    expect(history.map(({ organisation, until, assignedBy, article }) => [organisation.id, until, assignedBy, article])).toEqual([
      ['shi-gongan', null, 'shi-shujuju-1', '12'],
      ['weijian', null, 'shujuju-1', '12'],
      ['gongan', '2026-03-03T01:00:00.000Z', 'shujuju-1', '12'],
    ]);
    expect(now.map(({ organisation }) => [organisation.id, organisation.division])).toEqual([['shi-gongan', '130100'], ['weijian', '130000']]);
    const told = await t.eventually(() => t.seen(responsibilityAssigned).find(({ data }) => data.code === 'MACRO_ECONOMY' && data.organisationId === 'weijian'));
    expect(told.data).toMatchObject({ of: 'CLASS', formerOrganisationId: 'gongan', level: 'PROVINCE', article: '12' });
    const revised = sampleEntry({ subclass: 'MACRO_ECONOMY', name: '国民经济核算(改)' });
    expect((await refusal(t.ask(reviseEntry, { ...revised, id: draft.id }, GONGAN))).definition).toMatchObject({ status: 403, code: 'catalogue/not-the-lead-department' });
    const own = await compiled('MACRO_ECONOMY', WEIJIAN, '国民经济核算');
    expect(await t.ask(reviseEntry, { ...revised, id: own.id }, WEIJIAN)).toMatchObject({ name: '国民经济核算(改)' });
    expect((await refusal(t.ask(reviseEntry, { ...revised, id: own.id }, GONGAN))).definition.status).toBe(404);
  });

  it('[HEB-12-3] are nine of topic data with their departments, and the authority adds a tenth', async () => {
    const topics = async (): Promise<[string, string | null][]> => (await t.ask(findCatalogueClasses, { kind: 'TOPIC' }, WEIJIAN)).items.map(({ code, duty }) => [code, duty]);
    const nine = [
      ['SOCIAL_SECURITY', 'HUMAN_RESOURCES_AND_SOCIAL_SECURITY'], ['PRICE_REGULATION', 'DEVELOPMENT_AND_REFORM'], ['ECOLOGY', 'ECOLOGY_AND_ENVIRONMENT'], ['MEDICAL_CARE', 'HEALTH'],
      ['FOOD_AND_DRUG_SAFETY', 'MARKET_REGULATION'], ['WORK_SAFETY', 'EMERGENCY_MANAGEMENT'], ['URBAN_RURAL_CONSTRUCTION', 'HOUSING_AND_URBAN_RURAL_DEVELOPMENT'],
      ['COMMUNITY_GOVERNANCE', 'CIVIL_AFFAIRS'], ['EMERGENCY_MANAGEMENT', 'EMERGENCY_MANAGEMENT'],
    ];
    expect(await topics()).toEqual(nine);
    await leads('MEDICAL_CARE', WEIJIAN);
    expect(await t.ask(getCatalogueClass, { code: 'MEDICAL_CARE' }, GONGAN)).toMatchObject({ leads: [{ organisation: { id: 'weijian' } }] });
    const tenth = { kind: 'TOPIC', code: 'CULTURE_AND_TOURISM', label: { zh: '文化旅游', en: 'culture and tourism' } };
    for (const other of [WEIJIAN, CITY_AUTHORITY]) expect((await refusal(t.ask(addCatalogueClass, tenth, other))).definition.status).toBe(403);
    expect(await topics()).toEqual(nine);
    expect(await t.ask(addCatalogueClass, tenth, AUTHORITY)).toMatchObject({ ...tenth, origin: 'AUTHORITY', duty: null });
    expect(await topics()).toEqual([...nine, ['CULTURE_AND_TOURISM', null]]);
    expect((await refusal(t.ask(addCatalogueClass, tenth, AUTHORITY))).definition.status).toBe(409);
    await leads('CULTURE_AND_TOURISM', WEIJIAN);
    expect((await refusal(compiled('CULTURE_AND_TOURISM', GONGAN, '景区', 'TOPIC'))).definition.status).toBe(403);
  });

  it('[HEB-44-1] are of two kinds, and both lists are open', async () => {
    const { kinds } = await t.ask(findCatalogueClasses, {}, WEIJIAN);
    expect(kinds.map(({ kind }) => kind)).toEqual(['BASE', 'TOPIC']);
    expect((await refusal(compiled('PLACE_NAMES', WEIJIAN, '地名'))).definition.status).toBe(422);
    await t.ask(addCatalogueClass, { kind: 'BASE', code: 'PLACE_NAMES', label: { zh: '地名', en: 'place names' } }, AUTHORITY);
    expect((await t.ask(findCatalogueClasses, { kind: 'BASE' }, WEIJIAN)).items.map(({ code }) => code)).toContain('PLACE_NAMES');
    expect(await compiled('PLACE_NAMES', WEIJIAN, '地名')).toMatchObject({ subclass: 'PLACE_NAMES' });
    await t.eventually(() => t.seen(catalogueClassAdded).some(({ data }) => data.code === 'PLACE_NAMES' && data.kind === 'BASE'));
  });

  it("[HEB-18-3] have databases that the province's lead assembles; what a city has goes to it as a contribution", async () => {
    await leads('LEGAL_PERSONS', GONGAN);
    await leads('LEGAL_PERSONS', CITY_GONGAN, CITY_AUTHORITY);
    const database = { classCode: 'LEGAL_PERSONS', name: '法人基础数据库' };
    for (const [by, article] of [[CITY_GONGAN, '18'], [CITY_AUTHORITY, '18'], [WEIJIAN, '18'], [AUTHORITY, '18']] as const) {
      const { definition, parts } = await refusal(t.ask(createResourceDatabase, database, by));
      expect({ ...definition, ...parts }).toMatchObject({ status: 403, code: 'catalogue/may-not-build-database', article: { pack: 'hebei', article } });
    }
    expect(await t.ask(createResourceDatabase, database, GONGAN)).toMatchObject({ ...database, kind: 'BASE', assembler: { id: 'gongan' } });
    expect((await refusal(t.ask(createResourceDatabase, database, GONGAN))).definition.status).toBe(409);
    expect((await t.ask(findResourceDatabases, {}, WEIJIAN)).items.map(({ classCode }) => classCode)).toEqual(['LEGAL_PERSONS']);
    const { id } = await t.ask(proposeContribution, { classCode: 'LEGAL_PERSONS', name: '市级法人登记', abstract: '市属事业单位' }, CITY_GONGAN);
    const listed = await t.ask(findContributions, { state: 'PROPOSED' }, GONGAN);
    expect(listed.items).toEqual([expect.objectContaining({ id, state: 'PROPOSED', lead: expect.objectContaining({ id: 'gongan' }) as unknown, contributor: expect.objectContaining({ id: 'shi-gongan' }) as unknown })]);
    expect((await t.ask(findContributions, {}, WEIJIAN)).items).toEqual([]);
    expect((await refusal(t.ask(actOnContribution, { id, act: 'decline' }, GONGAN))).definition.status).toBe(422);
    expect(await t.ask(actOnContribution, { id, act: 'decline', reasons: '已由省级登记' }, GONGAN)).toMatchObject({ state: 'DECLINED' });
    await t.eventually(() => t.seen(contributionMoved).some(({ data }) => data.id === id && data.to === 'DECLINED'));
  });
});
