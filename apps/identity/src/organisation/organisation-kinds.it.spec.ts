import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getOrganisationHistory, organisationRegistered, registerOrganisation } from '@gongshu/contracts';
import { IdentityOffice, refusal, type Registration } from '@gongshu/testing';
import { identityService } from '../index.js';

const basis = { level: 'REGULATION', title: '辽宁省大数据发展条例', article: '5' };
const lower = { ...basis, level: 'POLICY' };

/** Opens the office of a node for the tests of one `describe`. */
function officeAt(code: string, name: string, level: string, pack: string): { readonly at: IdentityOffice; refused(id: string, own: Registration): Promise<unknown> } {
  let office: IdentityOffice | undefined;
  beforeAll(async () => {
    office = await IdentityOffice.open(identityService, { code, name, level, pack });
  });
  afterAll(() => office?.stop());
  const opened = (): IdentityOffice => {
    if (office === undefined) throw new Error('not open');
    return office;
  };
  return {
    get at() {
      return opened();
    },
    async refused(id, own) {
      const { definition, parts } = await refusal(opened().ask('platform-operator', registerOrganisation, opened().organisation(id, own)));
      return { code: definition.code, status: definition.status, pack: parts.article?.pack, article: parts.article?.article, pointer: parts.errors?.[0]?.pointer };
    },
  };
}

const notAdmissible = (pack: string, article: string) => ({ code: 'identity/kind-not-admissible', status: 422, pack, article, pointer: '/kind' });
const needsBasis = (pack: string, article: string, pointer = '/authorisingBasis') => ({ code: 'identity/basis-required', status: 422, pack, article, pointer });

describe('Fushun', () => {
  const office = officeAt('210400', '抚顺市', 'CITY', 'fushun');

  it('[FUS-3-3] registers departments, and institutions and social organisations by their authorising basis only', async () => {
    await expect(office.at.register('bureau')).resolves.toMatchObject({ kind: 'GOVERNMENT_DEPARTMENT' });
    for (const kind of ['PUBLIC_INSTITUTION', 'SOCIAL_ORGANISATION']) {
      expect(await office.refused('centre', { kind })).toEqual(needsBasis('fushun', '3'));
      expect(await office.refused('centre', { kind, authorisingBasis: lower })).toEqual(needsBasis('fushun', '3', '/authorisingBasis/level'));
    }
    await expect(office.at.register('centre', { kind: 'PUBLIC_INSTITUTION', authorisingBasis: basis })).resolves.toMatchObject({ kind: 'PUBLIC_INSTITUTION', authorisingBasis: basis });
    expect(await office.refused('company', { kind: 'PUBLIC_SERVICE_ENTERPRISE', authorisingBasis: basis })).toEqual(notAdmissible('fushun', '3'));
  });

  it('keeps of every change who made it, when, and what the record was before', async () => {
    const first = await office.at.register('planning', { name: '规划局' });
    await office.at.ask('platform-operator', registerOrganisation, first);
    await office.at.ask('platform-operator', registerOrganisation, { ...first, name: '自然资源局' });
    const { organisation, changes } = await office.at.ask('platform-operator', getOrganisationHistory, { id: 'planning' });
    expect(organisation.name).toBe('自然资源局');
    expect(changes).toMatchObject([
      { version: 2, actor: 'platform-operator', actorOrganisation: '210400-platform', at: '2026-03-02T01:00:00.000Z', before: { name: '规划局' } },
      { version: 1, actor: 'platform-operator', before: null },
    ]);
    await office.at.t.eventually(() => office.at.t.seen(organisationRegistered).filter(({ subject }) => subject === 'planning').length === 2);
  });
});

describe('Ji’an', () => {
  const office = officeAt('360800', '吉安市', 'CITY', 'jian');

  it('[JIA-2-1] registers the four kinds of its bodies, and no private company', async () => {
    for (const [at, kind] of ['GOVERNMENT_DEPARTMENT', 'PUBLIC_INSTITUTION', 'AUTHORISED_ORGANISATION', 'PUBLIC_AFFAIRS_BODY'].entries()) {
      await expect(office.at.register(`body-${String(at)}`, { kind })).resolves.toMatchObject({ kind });
    }
    expect(await office.refused('company', { kind: 'PRIVATE_ENTERPRISE' })).toEqual(notAdmissible('jian', '2'));
  });
});

describe('Hebei', () => {
  const office = officeAt('130000', '河北省', 'PROVINCE', 'hebei');

  it('[HEB-2-2] asks an authorised organisation for its basis and an administrative organ for none', async () => {
    await expect(office.at.register('department')).resolves.not.toHaveProperty('authorisingBasis');
    expect(await office.refused('association', { kind: 'AUTHORISED_ORGANISATION' })).toEqual(needsBasis('hebei', '2'));
    await expect(office.at.register('association', { kind: 'AUTHORISED_ORGANISATION', authorisingBasis: basis })).resolves.toMatchObject({ authorisingBasis: basis });
  });
});

describe('Liaoning', () => {
  const office = officeAt('210000', '辽宁省', 'PROVINCE', 'liaoning');

  it('[LIA-3-2] registers departments and institutions, and a social organisation by its authorising basis only', async () => {
    await office.at.register('department');
    await office.at.register('institution', { kind: 'PUBLIC_INSTITUTION' });
    expect(await office.refused('federation', { kind: 'SOCIAL_ORGANISATION' })).toEqual(needsBasis('liaoning', '3'));
    await expect(office.at.register('federation', { kind: 'SOCIAL_ORGANISATION', authorisingBasis: basis })).resolves.toMatchObject({ kind: 'SOCIAL_ORGANISATION' });
  });

  it('[LIA-21-1] registers a local agency of a central organ, whose clients act under the pack of this node', async () => {
    const customs = office.at.organisation('customs', { name: '大连海关', kind: 'CENTRAL_AGENCY' });
    expect(await office.at.ask('platform-operator', registerOrganisation, customs)).toMatchObject({ kind: 'CENTRAL_AGENCY' });
    const event = await office.at.t.eventually(() => office.at.t.seen(organisationRegistered).find(({ subject }) => subject === 'customs'));
    expect(event).toMatchObject({ jurisdiction: 'liaoning', data: { kind: 'CENTRAL_AGENCY' } });
  });

  it('[WEI-3-1] registers no enterprise, whatever services it has', async () => {
    expect(await office.refused('water-works', { kind: 'PUBLIC_SERVICE_ENTERPRISE', authorisingBasis: basis })).toEqual(notAdmissible('liaoning', '3'));
  });
});

describe('Weihai', () => {
  const office = officeAt('371000', '威海市', 'CITY', 'weihai');

  it('[WEI-3-1] registers an enterprise with public service functions, and no other enterprise', async () => {
    await expect(office.at.register('water-works', { kind: 'PUBLIC_SERVICE_ENTERPRISE' })).resolves.toMatchObject({ kind: 'PUBLIC_SERVICE_ENTERPRISE' });
    expect(await office.refused('trader', { kind: 'PRIVATE_ENTERPRISE' })).toEqual(notAdmissible('weihai', '3'));
  });

  it('[WEI-37-1] registers a committee with the area it governs, in which alone it acts', async () => {
    const zone = { kind: 'AREA_COMMITTEE', level: 'COUNTY', area: 'nanhai-new-area' };
    expect(await office.refused('nanhai-committee', { kind: 'AREA_COMMITTEE' })).toEqual({ ...notAdmissible('weihai', '37'), pointer: '/area' });
    const committee = await office.at.party('nanhai-committee', ['DATA_AUTHORITY'], zone);
    await expect(office.at.register('nanhai-office', { level: 'COUNTY', area: 'nanhai-new-area' }, committee)).resolves.toMatchObject({ area: 'nanhai-new-area' });
    for (const own of [{}, { level: 'COUNTY' }, { level: 'COUNTY', area: 'bonded-zone' }, { level: 'COUNTY', division: '371002', area: 'bonded-zone' }]) {
      const problem = await refusal(office.at.register('elsewhere', own, committee));
      expect(problem.definition).toMatchObject({ code: 'identity/outside-scope', status: 403 });
    }
  });
});
