import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnEntry, assignDomain, claimDomain, compileEntry, createDomain, findDomains, findUnassignedEntries, getDomain, responsibilityAssigned, type EntryContent, type EntryView, type Role,
} from '@gongshu/contracts';
import { putSourceBehind, refusal, sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const party = (organisation: string, role: Role): TestParty => ({ client: `${organisation}-${role}`, organisation, name: organisation, roles: [role], node: '210400', division: '210400', level: 'CITY' });
const AUTHORITY = party('dashuju', 'DATA_AUTHORITY');
const ZHUJIAN = party('zhujian', 'DATA_ADMINISTRATOR');
const JIAOTONG = party('jiaotong', 'DATA_ADMINISTRATOR');

let t: TestService;
beforeAll(async () => {
  t = await startTestService(catalogueService, { node: { code: '210400', name: '抚顺市', level: 'CITY', pack: 'fushun' } });
});
afterAll(() => t.stop());

const owns = (code: string, { organisation, name }: TestParty, by = AUTHORITY): Promise<unknown> => t.ask(assignDomain, { code, owner: { id: organisation, name }, reasons: '机构职能' }, by);
const entry = (differs: Partial<EntryContent>): EntryContent => {
  const { sharingCondition: _condition, ...rest } = sampleEntry({ entryClass: 'TOPIC', subclass: 'TRANSPORT', sharingType: 'UNCONDITIONAL', ...differs });
  return rest;
};
const compiled = (domain: string, by: TestParty): Promise<EntryView> => t.ask(compileEntry, entry({ domain }), by);

describe('responsibility domains in fushun', () => {
  it('[FUS-12-1] name the housing department for parking spaces, and another department cannot claim them', async () => {
    const before = await t.ask(getDomain, { code: 'parking-spaces' }, JIAOTONG);
    expect(before).toMatchObject({ duty: 'HOUSING_AND_URBAN_RURAL_DEVELOPMENT', dutyLabel: { zh: '住房和城乡建设' }, label: { zh: '停车场位建设' }, article: '12', owners: [] });
    expect((await refusal(t.ask(claimDomain, { code: 'parking-spaces', reasons: '想要' }, JIAOTONG))).definition).toMatchObject({ status: 409, code: 'catalogue/domain-awaits-assignment' });
    await owns('parking-spaces', ZHUJIAN);
    expect(await t.ask(getDomain, { code: 'parking-spaces' }, JIAOTONG)).toMatchObject({ owners: [{ organisation: { id: 'zhujian', node: '210400' } }], history: [{ article: '12', assignedBy: 'dashuju-DATA_AUTHORITY' }] });
    const { definition, parts } = await refusal(t.ask(claimDomain, { code: 'parking-spaces', reasons: '想要' }, JIAOTONG));
    expect({ ...definition, ...parts }).toMatchObject({ status: 409, code: 'catalogue/domain-owned', article: { pack: 'fushun', article: '12' } });
    expect((await refusal(owns('parking-spaces', JIAOTONG, JIAOTONG))).definition.status).toBe(403);
    expect((await refusal(compiled('parking-spaces', JIAOTONG))).definition).toMatchObject({ status: 409, code: 'catalogue/domain-owned' });
    expect(await compiled('parking-spaces', ZHUJIAN)).toMatchObject({ domain: 'parking-spaces' });
    const { items } = await t.ask(findDomains, {}, JIAOTONG);
    expect(items.filter(({ article }) => article === '12').map(({ code }) => code)).toEqual(['smart-city-management', 'housing-construction', 'municipal-administration', 'environmental-sanitation', 'parking-spaces', 'water-and-gas-supply']);
  });

  it.each([
    ['[FUS-13-1] name the transport department for', 'ride-hailing', 'TRANSPORT', '13', ['roads', 'railways', 'urban-passenger-transport', 'ride-hailing', 'taxis']],
    ['[FUS-14-1] name the natural resources department for', 'spatial-planning', 'NATURAL_RESOURCES', '14', ['basic-geography', 'spatial-planning', 'land', 'geology', 'minerals']],
    ['[FUS-15-1] name the ecology department for', 'air-monitoring', 'ECOLOGY_AND_ENVIRONMENT', '15', ['water-monitoring', 'air-monitoring', 'soil-monitoring', 'industrial-monitoring']],
    ['[FUS-16-1] name the public security department for', 'vehicle', 'PUBLIC_SECURITY', '16', ['vehicle', 'dog-keeping', 'traffic-safety', 'digital-community']],
  ])('%s %s', async (_title, code, duty, article, all) => {
    const responsible = party(duty.toLowerCase().replaceAll('_', '-'), 'DATA_ADMINISTRATOR');
    await owns(code, responsible);
    expect(await t.ask(getDomain, { code }, ZHUJIAN)).toMatchObject({ duty, article, owners: [{ organisation: { id: responsible.organisation } }] });
    expect((await t.ask(findDomains, {}, ZHUJIAN)).items.filter((domain) => domain.duty === duty).map((domain) => domain.code)).toEqual(all);
    expect((await refusal(t.ask(claimDomain, { code, reasons: '想要' }, ZHUJIAN))).definition.status).toBe(409);
  });

  it('[FUS-17-1] can be added with their department, and entries in a domain of nobody are listed as unassigned', async () => {
    const domain = { code: 'elderly-care', label: { zh: '养老服务', en: 'elderly care' }, owner: { id: 'zhujian', name: 'zhujian' }, reasons: '民生' };
    expect((await refusal(t.ask(createDomain, domain, ZHUJIAN))).definition.status).toBe(403);
    expect(await t.ask(createDomain, domain, AUTHORITY)).toMatchObject({ code: 'elderly-care', duty: null, article: '17', owners: [{ organisation: { id: 'zhujian' } }] });
    expect((await refusal(t.ask(createDomain, domain, AUTHORITY))).definition.status).toBe(409);
    expect((await refusal(t.ask(createDomain, { ...domain, code: 'taxis' }, AUTHORITY))).definition.status).toBe(409);
    await t.eventually(() => t.seen(responsibilityAssigned).some(({ data }) => data.of === 'DOMAIN' && data.code === 'elderly-care' && data.organisationId === 'zhujian'));
    const published = async (of: string): Promise<string> => {
      const { id } = await compiled(of, ZHUJIAN);
      await t.ask(actOnEntry, { id, act: 'submit' }, ZHUJIAN);
      await putSourceBehind(t, id);
      await t.ask(actOnEntry, { id, act: 'publish' }, AUTHORITY);
      return id;
    };
    const owned = await published('elderly-care');
    const unlisted = await published('snow-clearing');
    const waiting = await published('taxis');
    const unassigned = async (by: TestParty): Promise<string[]> => (await t.ask(findUnassignedEntries, {}, by)).items.map(({ id }) => id).sort();
    expect(await unassigned(AUTHORITY)).toEqual([unlisted, waiting].sort());
    expect(await unassigned(AUTHORITY)).not.toContain(owned);
    expect(await unassigned(JIAOTONG)).toEqual([]);
    await owns('taxis', JIAOTONG);
    expect(await unassigned(ZHUJIAN)).toEqual([unlisted]);
  });
});
