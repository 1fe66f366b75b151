import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actRefused, changePlatformSetting, findPeople, findPlatformSettings, platformSettingChanged, setUnit } from '@gongshu/contracts';
import { IdentityOffice, refusal } from '@gongshu/testing';
import { identityService } from '../index.js';

const outsideScope = { code: 'identity/outside-scope', status: 403 };

async function refusedAs(promise: Promise<unknown>): Promise<{ code: string; status: number; article: string | undefined }> {
  const { definition, parts } = await refusal(promise);
  return { code: definition.code, status: definition.status, article: parts.article?.article };
}

describe('the authorities of Fushun', () => {
  let office: IdentityOffice;
  const SHUNCHENG = { division: '210411', level: 'COUNTY' };
  const QINGYUAN = { division: '210423', level: 'COUNTY' };
  let [city, county] = ['', ''];

  beforeAll(async () => {
    office = await IdentityOffice.open(identityService, { code: '210400', name: '抚顺市', level: 'CITY', pack: 'fushun' });
    city = await office.party('fushun-data-bureau', ['DATA_AUTHORITY'], { kind: 'DATA_AUTHORITY' });
    county = await office.party('shuncheng-data-bureau', ['DATA_AUTHORITY'], { ...SHUNCHENG, kind: 'DATA_AUTHORITY' });
    await office.register('city-bureau');
    await office.register('qingyuan-bureau', QINGYUAN);
  });
  afterAll(() => office.stop());

  it('[FUS-6-1] manage their own level’s organisations and no others', async () => {
    await expect(office.register('shuncheng-bureau', SHUNCHENG, county)).resolves.toMatchObject(SHUNCHENG);
    const unit = (organisationId: string) => office.ask(county, setUnit, { organisationId, unitId: 'data-office', name: '数据科', dedicated: true });
    expect(await unit('shuncheng-bureau')).toMatchObject({ dedicated: true });
    for (const id of ['city-bureau', 'qingyuan-bureau']) expect(await refusedAs(unit(id))).toEqual({ ...outsideScope, article: '6' });
    for (const own of [{}, QINGYUAN]) expect(await refusedAs(office.register('new-bureau', own, county))).toEqual({ ...outsideScope, article: '6' });
    expect(await refusedAs(office.register('new-bureau', SHUNCHENG, city))).toEqual({ ...outsideScope, article: '6' });
    await office.t.eventually(() => office.t.seen(actRefused.identity).filter(({ actor, data }) => actor === county && data.article === '6').length >= 4);
  });

  it('cannot be talked into an organisation of another place by registering it anew as one’s own', async () => {
    expect(await refusedAs(office.register('city-bureau', SHUNCHENG, county))).toEqual({ ...outsideScope, article: '6' });
  });

  it('[FUS-6-3] leave the platform’s settings to the city', async () => {
    const change = (by: string) => office.ask(by, changePlatformSetting, { key: 'PLATFORM_NAME', value: '抚顺市政务数据共享开放平台' });
    expect(await refusedAs(change(county))).toEqual({ ...outsideScope, article: '6' });
    expect((await office.ask(city, findPlatformSettings, {})).items).toEqual([]);
    await change(city);
    expect((await office.ask(county, findPlatformSettings, {})).items).toEqual([{ key: 'PLATFORM_NAME', value: '抚顺市政务数据共享开放平台' }]);
    await office.t.eventually(() => office.t.seen(platformSettingChanged).some(({ actor, data }) => actor === city && data.key === 'PLATFORM_NAME'));
  });
});

describe.each([
  ['[HEB-5-1] the province’s authority of Hebei and a city’s', { code: '130000', name: '河北省', level: 'PROVINCE', pack: 'hebei' }, ['130100', 'CITY'], ['130102', 'COUNTY'], ['130200', 'CITY']],
  ['[LIA-5-2] the province’s authority of Liaoning and a city’s', { code: '210000', name: '辽宁省', level: 'PROVINCE', pack: 'liaoning' }, ['210400', 'CITY'], ['210411', 'COUNTY'], ['210500', 'CITY']],
  ['[WEI-6-1] [WEI-6-2] the city’s authority of Weihai and a county’s', { code: '371000', name: '威海市', level: 'CITY', pack: 'weihai' }, ['371002', 'COUNTY'], ['371002', 'TOWNSHIP'], ['371082', 'COUNTY']],
] as const)('%s', (_who, node, [division, level], [belowDivision, belowLevel], [otherDivision, otherLevel]) => {
  let office: IdentityOffice;
  let [upper, lower] = ['', ''];

  beforeAll(async () => {
    office = await IdentityOffice.open(identityService, node);
    upper = await office.party('upper-authority', ['DATA_AUTHORITY'], { kind: 'DATA_AUTHORITY' });
    lower = await office.party('lower-authority', ['DATA_AUTHORITY'], { kind: 'DATA_AUTHORITY', division, level });
    await office.register('own-bureau', { division, level });
    await office.register('below-bureau', { division: belowDivision, level: belowLevel });
    await office.register('other-bureau', { division: otherDivision, level: otherLevel });
    await office.register('upper-bureau');
  });
  afterAll(() => office.stop());

  it('look into and manage what lies in their territory, and nothing beside or above it', async () => {
    const reads = (by: string, organisationId: string) => office.ask(by, findPeople, { organisationId });
    const manages = (by: string, organisationId: string) => office.ask(by, setUnit, { organisationId, unitId: 'data-office', name: '数据科', dedicated: true });
    for (const id of ['own-bureau', 'below-bureau', 'other-bureau', 'upper-bureau']) {
      await manages(upper, id);
      expect((await reads(upper, id)).units).toHaveLength(1);
    }
    for (const id of ['own-bureau', 'below-bureau']) {
      await manages(lower, id);
      expect((await reads(lower, id)).units).toHaveLength(1);
    }
    for (const id of ['other-bureau', 'upper-bureau']) {
      expect(await refusedAs(reads(lower, id))).toMatchObject(outsideScope);
      expect(await refusedAs(manages(lower, id))).toMatchObject(outsideScope);
    }
  });
});
