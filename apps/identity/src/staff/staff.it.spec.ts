import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { confirmStaffFiling, endPerson, findOrganisations, findPeople, findStaffFilings, namePerson, registerClient, setUnit, staffChanged, staffFiled, staffFilingConfirmed, tokensEnded, type NamePerson } from '@gongshu/contracts';
import { IdentityOffice, refusal } from '@gongshu/testing';
import { identityService } from '../index.js';

const TODAY = '2026-03-02';
const wang = { personId: 'wang-wei', name: '王伟', duties: ['DATA_ADMINISTRATOR'], since: TODAY };
const li = { personId: 'li-na', name: '李娜', duties: ['DATA_ADMINISTRATOR'], since: TODAY };
const status = async (promise: Promise<unknown>): Promise<number> => (await refusal(promise)).definition.status;

describe('the staff of a department of Ji’an', () => {
  let office: IdentityOffice;

  beforeAll(async () => {
    office = await IdentityOffice.open(identityService, { code: '360800', name: '吉安市', level: 'CITY', pack: 'jian' });
    await office.party('informatisation-office', ['DATA_AUTHORITY'], { name: '吉安市信息化工作办公室', kind: 'DATA_AUTHORITY' });
    await office.party('police', ['PROVIDER_HEAD'], { name: '吉安市公安局' });
    await office.party('education', ['PROVIDER_HEAD']);
    await office.party('county-authority', ['DATA_AUTHORITY'], { kind: 'DATA_AUTHORITY', division: '360802', level: 'COUNTY' });
  });
  afterAll(() => office.stop());

  const name = (person: Omit<NamePerson, 'organisationId'>, by = 'police', organisationId = 'police') => office.ask(by, namePerson, { organisationId, ...person });
  const filings = async (by: string) => (await office.ask(by, findStaffFilings, {})).items;

  it('[JIA-22-4] files a data administrator with the informatisation office, with name, duty and date, and says so on the bus without the name', async () => {
    await name({ ...wang, officePhone: '0796-8210000' });
    expect(await filings('informatisation-office')).toMatchObject([
      { organisationId: 'police', organisation: '吉安市公安局', version: 1, personId: 'wang-wei', name: '王伟', duties: ['DATA_ADMINISTRATOR'], change: 'NAMED', filedOn: TODAY, article: '22', number: null },
    ]);
    expect(await filings('police')).toHaveLength(1);
    for (const other of ['education', 'county-authority']) expect(await filings(other)).toEqual([]);
    const event = await office.t.eventually(() => office.t.seen(staffFiled).find(({ subject }) => subject === 'police'));
    expect(event.data).toMatchObject({ organisationId: 'police', personId: 'wang-wei', version: 1, duties: ['DATA_ADMINISTRATOR'], article: '22' });
    await office.t.eventually(() => office.t.seen(staffChanged).some(({ data }) => data.personId === 'wang-wei' && data.held.includes('DATA_ADMINISTRATOR')));
    const told = JSON.stringify([office.t.seen(staffFiled), office.t.seen(staffChanged)]);
    for (const personal of ['王伟', '0796-8210000']) expect(told).not.toContain(personal);
  });

  it('[JIA-22-5] ends the rights of a replaced administrator at once, the held token’s too, and files a new version', async () => {
    await office.client('police-desk', 'police', ['DATA_ADMINISTRATOR'], { personId: 'wang-wei' });
    const held = await office.token('police-desk');
    const reads = () => office.t.askWithToken(findOrganisations, {}, held);
    expect((await reads()).items.length).toBeGreaterThan(0);
    await name({ ...li, replaces: 'wang-wei' });
    await office.t.eventually(async () => (await status(reads())) === 401);
    expect(await status(office.token('police-desk'))).toBe(401);
    expect((await filings('informatisation-office')).map(({ version, personId, change }) => [version, personId, change])).toEqual([[3, 'li-na', 'NAMED'], [2, 'wang-wei', 'ENDED'], [1, 'wang-wei', 'NAMED']]);
    expect((await office.ask('police', findPeople, { organisationId: 'police' })).staff).toMatchObject([{ personId: 'li-na', until: null }, { personId: 'wang-wei', until: TODAY }]);
    expect(office.t.seen(tokensEnded).map(({ subject }) => subject)).toEqual(['police-desk']);
  });

  it('[JIA-22-5] takes the right of a duty that is named no longer, and leaves those that remain', async () => {
    const zhao = { personId: 'zhao-min', name: '赵敏', since: TODAY };
    await name({ ...zhao, duties: ['DATA_ADMINISTRATOR', 'SECURITY_LEAD'] });
    await office.client('zhao-desk', 'police', ['DATA_ADMINISTRATOR', 'SECURITY_LEAD'], { personId: 'zhao-min' });
    const held = await office.token('zhao-desk');
    await name({ ...zhao, duties: ['SECURITY_LEAD'] });
    await office.t.eventually(async () => (await status(office.t.askWithToken(findOrganisations, {}, held))) === 401);
    await office.ask('zhao-desk', findPeople, { organisationId: 'police' });
    expect(await status(office.ask('zhao-desk', findStaffFilings, {}))).toBe(403);
    expect((await filings('police'))[0]).toMatchObject({ personId: 'zhao-min', change: 'CHANGED', duties: ['SECURITY_LEAD'] });
  });

  it('files nobody whose duties are not filed, and nothing twice for a repeated key', async () => {
    const before = await filings('informatisation-office');
    const token = await office.token('police');
    const input = { organisationId: 'police', personId: 'sun-li', name: '孙丽', duties: ['SECURITY_LEAD'], since: TODAY };
    for (const idempotencyKey of ['same', 'same']) await office.t.askWithToken(namePerson, input, token, { idempotencyKey });
    expect(await filings('informatisation-office')).toEqual(before);
    await office.t.eventually(() => office.t.seen(staffChanged).some(({ data }) => data.personId === 'sun-li'));
    expect(office.t.seen(staffChanged).filter(({ data }) => data.personId === 'sun-li')).toHaveLength(1);
  });

  it('is named by its own head or its authority, from a day that has come, in a unit that is there', async () => {
    expect(await status(name(li, 'education'))).toBe(403);
    expect(await status(name(li, 'county-authority'))).toBe(403);
    await name(li, 'informatisation-office');
    const pointers = async (own: object) => (await refusal(name({ ...li, ...own }))).parts.errors?.map(({ pointer }) => pointer);
    expect(await pointers({ since: '2026-03-03' })).toEqual(['/since']);
    expect(await pointers({ unitId: 'nowhere' })).toEqual(['/unitId']);
    expect(await pointers({ replaces: 'nobody' })).toEqual(['/replaces']);
    expect(await pointers({ replaces: 'li-na' })).toEqual(['/replaces']);
    expect(await pointers({ duties: ['KING'] })).toEqual(['/duties']);
    await office.ask('police', setUnit, { organisationId: 'police', unitId: 'data-office', name: '数据科', dedicated: true });
    expect(await name({ ...li, unitId: 'data-office' })).toMatchObject({ unitId: 'data-office' });
    expect(await status(name(li, 'police', 'nowhere'))).toBe(404);
    expect(await status(office.ask('police', endPerson, { organisationId: 'police', personId: 'wang-wei' }))).toBe(409);
    expect(await status(office.ask('police', endPerson, { organisationId: 'police', personId: 'nobody' }))).toBe(404);
    expect(await status(office.ask('education', findPeople, { organisationId: 'police' }))).toBe(403);
  });

  it('uses clients only with the roles of its duties', async () => {
    const bound = (personId: string, role: string) => office.ask('platform-operator', registerClient, { clientId: 'new-desk', organisationId: 'police', personId, roles: [role] });
    expect((await refusal(bound('wang-wei', 'DATA_ADMINISTRATOR'))).definition.code).toBe('identity/unknown-person');
    expect((await refusal(bound('sun-li', 'CATALOGUE_REVIEWER'))).parts.errors?.[0]).toMatchObject({ pointer: '/roles', code: 'not-of-the-duties' });
  });
});

describe('the staff of a public body of Weihai', () => {
  let office: IdentityOffice;

  beforeAll(async () => {
    office = await IdentityOffice.open(identityService, { code: '371000', name: '威海市', level: 'CITY', pack: 'weihai' });
    await office.party('big-data-bureau', ['DATA_AUTHORITY'], { kind: 'DATA_AUTHORITY' });
    await office.party('county-bureau', ['DATA_AUTHORITY'], { kind: 'DATA_AUTHORITY', division: '371002', level: 'COUNTY' });
    await office.party('water-works', ['PROVIDER_HEAD'], { kind: 'PUBLIC_SERVICE_ENTERPRISE' });
    await office.party('county-school', ['PROVIDER_HEAD'], { kind: 'PUBLIC_INSTITUTION', division: '371002', level: 'COUNTY' });
  });
  afterAll(() => office.stop());

  it('[WEI-7-2] is filed with the authority of its own level, which confirms the filing with a number, once', async () => {
    for (const organisationId of ['water-works', 'county-school']) await office.ask(organisationId, namePerson, { organisationId, ...wang });
    const [filing, ...others] = (await office.ask('big-data-bureau', findStaffFilings, {})).items;
    expect([filing?.organisationId, filing?.name, filing?.article, others]).toEqual(['water-works', '王伟', '7', []]);
    const id = String(filing?.id);
    const confirm = (by: string, number: string, which = id) => office.ask(by, confirmStaffFiling, { id: which, number });
    expect(await status(confirm('county-bureau', '环数备1号'))).toBe(404);
    expect(await status(confirm('water-works', '自备1号'))).toBe(403);
    expect(await confirm('big-data-bureau', '威数备〔2026〕1号')).toMatchObject({ number: '威数备〔2026〕1号', confirmedAt: '2026-03-02T01:00:00.000Z' });
    expect((await refusal(confirm('big-data-bureau', '威数备〔2026〕2号'))).definition).toMatchObject({ code: 'identity/filing-confirmed', status: 409 });
    expect((await office.ask('water-works', findStaffFilings, {})).items[0]).toMatchObject({ number: '威数备〔2026〕1号' });
    const [county] = (await office.ask('county-bureau', findStaffFilings, {})).items;
    expect((await refusal(confirm('county-bureau', '威数备〔2026〕1号', String(county?.id)))).definition).toMatchObject({ code: 'identity/filing-number-taken', status: 409 });
    await office.t.eventually(() => office.t.seen(staffFilingConfirmed).some(({ data }) => data.id === id && data.number === '威数备〔2026〕1号'));
  });
});
