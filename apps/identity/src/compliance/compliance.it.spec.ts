import { decodeJwt } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { authorityNamed, endPerson, findOrganisations, getOrganisationCompliance, nameDataAuthority, namePerson, nodeRegistered, setUnit, type Duty } from '@gongshu/contracts';
import { IdentityOffice, refusal } from '@gongshu/testing';
import { identityService } from '../index.js';

describe('the compliance report', () => {
  let office: IdentityOffice;
  afterEach(() => office.stop());

  const open = async (code: string, level: string, pack: string): Promise<void> => {
    office = await IdentityOffice.open(identityService, { code, name: pack, level, pack });
    await office.party('authority', ['DATA_AUTHORITY'], { kind: 'DATA_AUTHORITY' });
    await office.party('bureau', ['PROVIDER_HEAD']);
  };
  /** What is missing of an organisation, and by which article, as somebody sees it. */
  const missing = async (organisationId = 'bureau', by = 'authority'): Promise<string[]> => {
    const { items } = await office.ask(by, getOrganisationCompliance, { limit: 200 });
    return items.find((item) => item.organisationId === organisationId)?.missing.map(({ what, pack, article }) => `${what} ${pack} ${article}`) ?? [];
  };
  const name = (personId: string, ...duties: Duty[]) => office.ask('bureau', namePerson, { organisationId: 'bureau', personId, name: personId, duties, since: '2026-03-02' });
  const places = async (by: string): Promise<string[]> => (await office.ask(by, getOrganisationCompliance, {})).places.map(({ division, level, missing: [demand] }) => `${division} ${level} ${demand?.article ?? ''}`);

  it('[FUS-26-1] lists a department of Fushun without a security lead, until one is named, and again when he has left', async () => {
    await open('210400', 'CITY', 'fushun');
    expect(await missing()).toEqual(['SECURITY_LEAD fushun 26']);
    await name('lead', 'SECURITY_LEAD');
    expect(await missing()).toEqual([]);
    await office.ask('bureau', endPerson, { organisationId: 'bureau', personId: 'lead' });
    expect(await missing()).toEqual(['SECURITY_LEAD fushun 26']);
  });

  it('[HEB-6-1] lists a department of Hebei without a dedicated unit, until one is named', async () => {
    await open('130000', 'PROVINCE', 'hebei');
    expect(await missing()).toEqual(['DEDICATED_UNIT hebei 6']);
    const unit = (unitId: string, dedicated: boolean) => office.ask('bureau', setUnit, { organisationId: 'bureau', unitId, name: '处室', dedicated });
    await unit('personnel', false);
    expect(await missing()).toEqual(['DEDICATED_UNIT hebei 6']);
    await unit('data-resources', true);
    expect(await missing()).toEqual([]);
  });

  it('[WEI-7-1] lists a body of Weihai without a person for data management, whom a security lead does not replace', async () => {
    await open('371000', 'CITY', 'weihai');
    await name('guard', 'SECURITY_LEAD');
    expect(await missing()).toEqual(['DATA_POST weihai 7']);
    await name('keeper', 'CATALOGUE_COMPILER');
    expect(await missing()).toEqual([]);
  });

  it('[JIA-11-2] lists a department of Ji’an without a reviewer, and without what else article 22 demands', async () => {
    await open('360800', 'CITY', 'jian');
    expect(await missing()).toEqual(['DATA_ADMINISTRATOR jian 22', 'CATALOGUE_REVIEWER jian 11', 'DEDICATED_UNIT jian 22']);
    await name('administrator', 'DATA_ADMINISTRATOR');
    await name('reviewer', 'CATALOGUE_REVIEWER');
    expect(await missing()).toEqual(['DEDICATED_UNIT jian 22']);
  });

  it('demands nothing that the law in force here does not, of nobody who is no sharing party', async () => {
    await open('210000', 'PROVINCE', 'liaoning');
    expect(await office.ask('platform-operator', getOrganisationCompliance, {})).toEqual({ places: [], items: [], nextCursor: null });
  });

  it('shows an authority its territory, a department itself, and everything to operators, page by page', async () => {
    await open('130000', 'PROVINCE', 'hebei');
    for (const [id, division] of [['shijiazhuang', '130100'], ['tangshan', '130200']] as const) {
      await office.party(`${id}-authority`, ['DATA_AUTHORITY'], { kind: 'DATA_AUTHORITY', division, level: 'CITY' });
      await office.register(`${id}-bureau`, { division, level: 'CITY' });
    }
    const seen = async (by: string) => (await office.ask(by, getOrganisationCompliance, {})).items.map(({ organisationId }) => organisationId);
    const all = ['bureau', 'shijiazhuang-bureau', 'tangshan-bureau'];
    expect([await seen('authority'), await seen('platform-operator'), await seen('tangshan-authority'), await seen('bureau')]).toEqual([all, all, ['tangshan-bureau'], ['bureau']]);
    const first = await office.ask('authority', getOrganisationCompliance, { limit: 2 });
    const second = await office.ask('authority', getOrganisationCompliance, { limit: 2, cursor: String(first.nextCursor) });
    expect([...first.items, ...second.items].map(({ organisationId }) => organisationId)).toEqual(all);
    expect(second.nextCursor).toBeNull();
  });

  it('[JIA-22-1] lists a county tenant of Ji’an without a named authority, and gives the one it names the authority’s role', async () => {
    await open('360800', 'CITY', 'jian');
    const county = { division: '360802', level: 'COUNTY' };
    await office.t.announce(nodeRegistered, '360802', { code: '360802', name: '吉州区', level: 'COUNTY', kind: 'TENANT', article: '7' });
    await office.t.eventually(async () => (await places('authority')).includes('360802 COUNTY 22'));
    await office.party('county-office', ['DATA_ADMINISTRATOR'], county);
    const rolesOf = async (client: string): Promise<unknown> => decodeJwt(await office.token(client))['roles'];
    expect(await rolesOf('county-office')).toEqual(['DATA_ADMINISTRATOR']);
    await office.party('county-government', ['PEOPLES_GOVERNMENT'], { ...county, kind: 'PEOPLES_GOVERNMENT' });
    expect(await office.ask('county-government', nameDataAuthority, { division: '360802', organisationId: 'county-office' })).toMatchObject({ level: 'COUNTY', organisationId: 'county-office' });
    expect(await places('authority')).toEqual([]);
    expect(await rolesOf('county-office')).toEqual(['DATA_ADMINISTRATOR', 'DATA_AUTHORITY']);
    await office.register('county-bureau', county, 'county-office');
    expect((await refusal(office.register('other-bureau', { division: '360803', level: 'COUNTY' }, 'county-office'))).definition.status).toBe(403);
    expect((await refusal(office.ask('county-government', nameDataAuthority, { division: '360800', organisationId: 'authority' }))).definition.status).toBe(403);
    expect((await refusal(office.ask('county-government', nameDataAuthority, { division: '360802', organisationId: 'bureau' }))).parts.errors?.[0]?.pointer).toBe('/organisationId');
  });

  it('takes the role from an authority in whose place another is named, with the tokens that say it', async () => {
    await open('360800', 'CITY', 'jian');
    await office.client('authority-desk', 'authority', ['DATA_ADMINISTRATOR']);
    const held = [await office.token('authority'), await office.token('authority-desk')];
    await office.ask('platform-operator', nameDataAuthority, { division: '360800', organisationId: 'bureau' });
    for (const token of held) await office.t.eventually(async () => (await refusal(office.t.askWithToken(findOrganisations, {}, token))).definition.status === 401);
    expect(decodeJwt(await office.token('authority-desk'))['roles']).toEqual(['DATA_ADMINISTRATOR']);
    expect((await refusal(office.token('authority'))).definition.status).toBe(401);
  });

  it('[HEB-5-2] lists a city of Hebei without a named authority at the province, until its node names one', async () => {
    await open('130000', 'PROVINCE', 'hebei');
    await office.t.announce(nodeRegistered, '130100', { code: '130100', name: '石家庄市', level: 'CITY', kind: 'NODE', article: '31' });
    await office.t.eventually(async () => (await places('authority')).length > 0);
    expect(await places('authority')).toEqual(['130100 CITY 5']);
    const tell = (node: string, division: string, organisationId: string) => office.t.announce(authorityNamed, division, { division, level: division === '130100' ? 'CITY' : 'COUNTY', organisationId }, { node });
    await tell('130100', '130100', 'city-authority');
    await tell('130200', '130100', 'false-authority');
    await tell('130100', '130102', 'county-authority');
    const known = () => office.t.query(`SELECT division, organisation_id AS id, node FROM named_authority WHERE level <> 'PROVINCE' ORDER BY division`);
    await office.t.eventually(async () => (await known()).length === 2);
    expect(await known()).toEqual([{ division: '130100', id: 'city-authority', node: '130100' }, { division: '130102', id: 'county-authority', node: '130100' }]);
    expect(await places('authority')).toEqual([]);
  });
});
