import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endPerson, findOrganisations, findPeople, findTokenHolder, getTokenIssuers, namePerson, registerAccount, registerOrganisation } from '@gongshu/contracts';
import { TokenKeys, TokenVerifier } from '@gongshu/service-kit';
import { IdentityOffice, refusal } from '@gongshu/testing';
import { identityService } from '../index.js';
import { PlayedIssuer } from '../stand-ins/played-issuer.js';

describe('an external issuer', () => {
  let ministry: PlayedIssuer;
  let office: IdentityOffice;

  beforeAll(async () => {
    ministry = await PlayedIssuer.start();
    const settings = { OIDC_ISSUER: ministry.url, OIDC_AUDIENCE: 'gongshu-hebei', OIDC_SUBJECT_CLAIM: 'employee_number' };
    office = await IdentityOffice.open(identityService, { code: '130000', name: '河北省', level: 'PROVINCE', pack: 'hebei' }, { settings });
    await office.register('bureau');
    await account('wang-wei', 'E-1001');
  });
  afterAll(async () => {
    await office.stop();
    await ministry.stop();
  });

  async function account(accountId: string, externalSubject: string) {
    await office.ask('platform-operator', namePerson, { organisationId: 'bureau', personId: accountId, name: '王伟', duties: ['DATA_ADMINISTRATOR'], since: '2026-03-01' });
    return office.ask('platform-operator', registerAccount, { accountId, organisationId: 'bureau', personId: accountId, externalSubject });
  }
  const token = (claims: Record<string, unknown>): Promise<string> => ministry.token(office.t.clock.now(), { employee_number: 'E-1001', ...claims });
  const status = (given: string): Promise<number> => office.t.askWithToken(findOrganisations, {}, given).then(() => 200, async (error: unknown) => (await refusal(Promise.reject(error as Error))).definition.status);

  it('says who a person is; what the person may do is this node’s own record, whatever the token says', async () => {
    const boasting = await token({ roles: ['OPERATOR'], org: '130000-platform', division: '130000', scope: [] });
    expect((await office.t.askWithToken(findPeople, { organisationId: 'bureau' }, boasting)).staff[0]?.personId).toBe('wang-wei');
    expect((await refusal(office.t.askWithToken(registerOrganisation, office.organisation('another'), boasting))).definition.status).toBe(403);
  });

  it('is known to every service: its keys come with those of the nodes, and whose a subject is, on request', async () => {
    const ask = { issuers: () => office.t.ask(getTokenIssuers, {}, undefined, { as: 'all' }), holder: (issuer: string, subject: string) => office.t.ask(findTokenHolder, { issuer, subject }, undefined, { as: 'all' }) };
    const caller = await new TokenVerifier(new TokenKeys(ask, office.t.clock), office.t.clock).verify(await token({}));
    expect(caller).toMatchObject({ client: 'wang-wei', organisation: { id: 'bureau', division: '130000', node: '130000' }, roles: ['DATA_ADMINISTRATOR'], node: '130000', scope: null });
    expect(caller.expires * 1000 - office.t.clock.now()).toBe(600_000);
    expect((await refusal(ask.holder('https://other.example', 'E-1001'))).definition.status).toBe(404);
  });

  it('vouches for nobody else: no other audience, key, algorithm or subject, none that is missing, and none expired', async () => {
    const now = office.t.clock.now();
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const bad = await Promise.all([
      token({ aud: 'another-system' }),
      token({ employee_number: 'E-9999' }),
      token({ employee_number: undefined, sub: 'E-1001' }),
      token({ employee_number: ['E-1001'] }),
      token({ exp: Math.floor(now / 1000) - 1 }),
      token({ iss: `${ministry.url}/other` }),
      token({ iss: 'urn:gongshu:node:130000', aud: 'gongshu', org: 'bureau', division: '130000', sub: 'wang-wei' }),
      ministry.token(now, { employee_number: 'E-1001' }, stranger),
    ]);
    expect(await Promise.all(bad.map(status))).toEqual(bad.map(() => 401));
    expect(await status(await token({}))).toBe(200);
  });

  it('cannot keep somebody in who has left: the tokens end with the duties', async () => {
    await account('li-na', 'E-1002');
    const held = await token({ employee_number: 'E-1002' });
    expect(await status(held)).toBe(200);
    await office.ask('platform-operator', endPerson, { organisationId: 'bureau', personId: 'li-na' });
    await office.t.eventually(async () => (await status(held)) === 401);
    office.t.clock.advance(1_200_000);
    expect(await status(held)).toBe(401);
  });

  it('needs no password here, and a subject is one account’s', async () => {
    expect(await account('sun-qi', 'E-1003')).toMatchObject({ activationCode: null, activateBefore: null });
    expect((await refusal(account('zhao-lei', 'E-1003'))).definition.code).toBe('identity/subject-taken');
  });

  it('that is away stops nobody: its keys of before stay good, and the node’s own tokens hold', async () => {
    const held = await token({});
    await ministry.stop();
    office.t.clock.advance(60_000);
    expect([await status(held), await status(await office.token('platform-operator'))]).toEqual([200, 200]);
  });

  it.each([
    [{ OIDC_ISSUER: 'http://ministry.example', OIDC_AUDIENCE: 'x' }, 'OIDC_ISSUER'],
    [{ OIDC_ISSUER: 'https://ministry.example' }, 'OIDC_AUDIENCE'],
    [{ LOGIN_ISSUER: 'https://gateway.example/login' }, 'LOGIN_ISSUER'],
  ])('with settings %j does not start', async (settings, name) => {
    await expect(IdentityOffice.open(identityService, { code: '130000', name: '河北省', level: 'PROVINCE', pack: 'hebei' }, { settings })).rejects.toThrow(name);
  });
});
