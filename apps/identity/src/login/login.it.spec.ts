import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as openid from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountLocked, endPerson, findOrganisations, findPeople, loggedIn, namePerson, registerAccount, registerRelyingParty, revokeClient } from '@gongshu/contracts';
import { freePort, IdentityOffice, PlayedBrowser, refusal, type Visited } from '@gongshu/testing';
import { identityService } from '../index.js';

const CALLBACK = 'https://portal.example/callback';
const PASSWORD = '石家庄-correct-horse';

let office: IdentityOffice;
let issuer: string;
let portal: openid.Configuration;

beforeAll(async () => {
  const port = await freePort();
  issuer = `http://127.0.0.1:${String(port)}/oidc`;
  office = await IdentityOffice.open(identityService, { code: '130000', name: '河北省', level: 'PROVINCE', pack: 'hebei' }, { settings: { LOGIN_ISSUER: issuer, LOGIN_PORT: String(port) } });
  await office.register('bureau');
  await office.ask('platform-operator', registerRelyingParty, { relyingPartyId: 'portal', name: '部门<工作台>', redirectUris: [CALLBACK], postLogoutRedirectUris: ['https://portal.example/bye'] });
  await account('clerk');
  portal = await openid.discovery(new URL(issuer), 'portal', undefined, openid.None(), { execute: [openid.allowInsecureRequests] });
});
afterAll(() => office.stop());

/** A person in office with an account whose password is set. */
async function account(accountId: string, password = PASSWORD): Promise<string> {
  await office.ask('platform-operator', namePerson, { organisationId: 'bureau', personId: accountId, name: '王伟', duties: ['DATA_ADMINISTRATOR'], since: '2026-03-01' });
  const { activationCode } = await office.ask('platform-operator', registerAccount, { accountId, organisationId: 'bureau', personId: accountId });
  const done = await browser().open('/oidc/activation', { account: accountId, code: activationCode ?? '', password, again: password });
  expect(done.status).toBe(200);
  return accountId;
}

const browser = (language?: string): PlayedBrowser => new PlayedBrowser(new URL(issuer).origin, language);

interface Begun {
  readonly url: URL;
  readonly checks: openid.AuthorizationCodeGrantChecks;
}

async function begin(own: Record<string, string> = {}): Promise<Begun> {
  const pkceCodeVerifier = openid.randomPKCECodeVerifier();
  const [expectedState, expectedNonce] = [openid.randomState(), openid.randomNonce()];
  const challenge = await openid.calculatePKCECodeChallenge(pkceCodeVerifier);
  const url = openid.buildAuthorizationUrl(portal, { redirect_uri: CALLBACK, scope: 'openid profile', code_challenge: challenge, code_challenge_method: 'S256', state: expectedState, nonce: expectedNonce, ...own });
  return { url, checks: { pkceCodeVerifier, expectedState, expectedNonce } };
}

/** From the application to the form, and with name and password back to the application. */
async function logIn(accountId: string, password = PASSWORD, person = browser()): Promise<{ readonly back: Visited; readonly begun: Begun; readonly person: PlayedBrowser }> {
  const begun = await begin();
  const form = await person.open(begun.url);
  return { back: await person.open(form.url, { account: accountId, password }), begun, person };
}

async function tokensOf(accountId: string, person = browser()): Promise<openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers> {
  const { back, begun } = await logIn(accountId, PASSWORD, person);
  return openid.authorizationCodeGrant(portal, new URL(back.url), begun.checks);
}

const status = (token: string): Promise<number> => office.t.askWithToken(findOrganisations, {}, token).then(() => 200, async (error: unknown) => (await refusal(Promise.reject(error as Error))).definition.status);
const oauthError = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => 'no error', (error: unknown) => (error instanceof openid.ResponseBodyError ? error.error : error));

describe('a person', () => {
  it('logs in with a password, and the token says who acts for whom, as that of a system does', async () => {
    await account('wang-wei');
    const tokens = await tokensOf('wang-wei');
    expect(decodeProtectedHeader(tokens.access_token)).toMatchObject({ alg: 'EdDSA' });
    expect(decodeJwt(tokens.access_token)).toMatchObject({
      iss: 'urn:gongshu:node:130000', aud: 'gongshu', sub: 'wang-wei', org: 'bureau', org_name: 'bureau', division: '130000', level: 'PROVINCE', roles: ['DATA_ADMINISTRATOR'], client_id: 'portal',
    });
    expect([tokens.expires_in, tokens.token_type]).toEqual([600, 'bearer']);
    expect(tokens.claims()).toMatchObject({ iss: issuer, aud: 'portal', sub: 'wang-wei', organisation: 'bureau' });
    const people = await office.t.askWithToken(findPeople, { organisationId: 'bureau' }, tokens.access_token);
    expect(people.staff.map(({ personId }) => personId)).toContain('wang-wei');
    expect(await openid.fetchUserInfo(portal, tokens.access_token, 'wang-wei')).toMatchObject({ organisation_name: 'bureau', roles: ['DATA_ADMINISTRATOR'] });
    await office.t.eventually(() => office.t.seen(loggedIn).some(({ subject, actor }) => subject === 'wang-wei' && actor === 'wang-wei'));
  });

  it('reads the form in Chinese or English, without script, framed by nobody, and with the application’s name as text', async () => {
    for (const [language, words] of [['zh-CN', '密码'], ['en-GB,zh;q=0.5', 'Password']] as const) {
      const form = await browser(language).open((await begin()).url);
      expect(form.text).toContain(words);
      expect(form.text).toContain('部门&lt;工作台&gt;');
      expect(form.text).not.toMatch(/<script/i);
      expect(form.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' https:\/\/portal\.example$/);
      expect([form.headers.get('content-language'), form.headers.get('cache-control')]).toEqual([language.startsWith('zh') ? 'zh-CN' : 'en', 'no-store']);
    }
  });

  it('is refused in the same words for a wrong password, an unknown name and what cannot be a name', async () => {
    await account('li-na');
    const answers = await Promise.all([['li-na', 'wrong'], ['nobody-here', PASSWORD], ['\u0000\'; --', PASSWORD], ['li-na', `${PASSWORD} `]].map(([name = '', password = '']) => logIn(name, password)));
    expect(new Set(answers.map(({ back }) => back.text)).size).toBe(1);
    expect(answers.map(({ back }) => back.status)).toEqual([401, 401, 401, 401]);
  });

  it('is locked out after five wrong passwords in a row, also when they come at once, for a quarter of an hour', async () => {
    await account('zhao-lei');
    const begun = await begin();
    const person = browser();
    const form = await person.open(begun.url);
    await Promise.all(Array.from({ length: 8 }, () => person.open(form.url, { account: 'zhao-lei', password: 'wrong' })));
    expect((await person.open(form.url, { account: 'zhao-lei', password: PASSWORD })).status).toBe(401);
    await office.t.eventually(() => office.t.seen(accountLocked).filter(({ subject }) => subject === 'zhao-lei').length === 1);
    office.t.clock.advance(15 * 60_000 + 1000);
    expect((await logIn('zhao-lei')).back.url).toContain(`${CALLBACK}?code=`);
  });

  it('sets a password with a code once, within a week, and one that is long enough', async () => {
    const register = async (): Promise<string> => (await office.ask('platform-operator', registerAccount, { accountId: 'chen-jie', organisationId: 'bureau', personId: 'chen-jie' })).activationCode ?? '';
    const activate = async (code: string, password: string, again = password): Promise<number> => (await browser().open('/oidc/activation', { account: 'chen-jie', code, password, again })).status;
    await office.ask('platform-operator', namePerson, { organisationId: 'bureau', personId: 'chen-jie', name: '陈洁', duties: ['SECURITY_LEAD'], since: '2026-03-01' });
    const code = await register();
    expect([await activate(code, 'short'), await activate(code, PASSWORD, 'another'), await activate('2222', PASSWORD)]).toEqual([400, 400, 400]);
    expect(await activate(code.toLowerCase(), PASSWORD)).toBe(200);
    expect(await activate(code, 'another-password-2026')).toBe(400);
    const late = await register();
    expect((await logIn('chen-jie')).back.status).toBe(401);
    office.t.clock.advance(7 * 86_400_000 + 1000);
    expect(await activate(late, PASSWORD)).toBe(400);
  });

  it('who leaves office, or whose account is revoked, is out at once: token, refresh token and session', async () => {
    for (const end of [() => office.ask('platform-operator', endPerson, { organisationId: 'bureau', personId: 'sun-qi' }), () => office.ask('platform-operator', revokeClient, { clientId: 'sun-qi' })]) {
      await account('sun-qi');
      const person = browser();
      const tokens = await tokensOf('sun-qi', person);
      expect(await status(tokens.access_token)).toBe(200);
      await end();
      await office.t.eventually(async () => (await status(tokens.access_token)) === 401);
      expect(await oauthError(openid.refreshTokenGrant(portal, tokens.refresh_token ?? ''))).toBe('invalid_grant');
      expect((await person.open((await begin()).url)).text).toContain('密码');
      expect((await logIn('sun-qi')).back.status).toBe(401);
    }
  });

  it('is not given an account under the name of a system, and a system not under that of an account', async () => {
    await office.client('system-one', 'bureau', ['AUDITOR']);
    const taken = await refusal(office.ask('platform-operator', registerAccount, { accountId: 'system-one', organisationId: 'bureau', personId: 'wang-wei' }));
    const reverse = await refusal(office.client('wang-wei', 'bureau', ['AUDITOR']));
    const stranger = await refusal(office.ask('platform-operator', registerAccount, { accountId: 'new-one', organisationId: 'bureau', personId: 'no-such-person' }));
    expect([taken, reverse, stranger].map(({ definition }) => definition.code)).toEqual(['identity/name-taken', 'identity/name-taken', 'identity/unknown-person']);
  });
});

describe('an application', () => {
  it('finds what there is, and nothing more than code with PKCE', async () => {
    const found = portal.serverMetadata();
    expect(found).toMatchObject({
      issuer, response_types_supported: ['code'], code_challenge_methods_supported: ['S256'], token_endpoint_auth_methods_supported: ['none'], id_token_signing_alg_values_supported: ['EdDSA'],
      userinfo_endpoint: `${issuer}/userinfo`, end_session_endpoint: `${issuer}/session/end`, revocation_endpoint: `${issuer}/token/revocation`, jwks_uri: `${issuer}/jwks`,
    });
    expect(JSON.stringify(await (await fetch(`${issuer}/jwks`)).json())).not.toContain('"d"');
  });

  it.each([
    ['a redirect to elsewhere', { redirect_uri: 'https://evil.example/callback' }],
    ['a redirect that only begins like its own', { redirect_uri: `${CALLBACK}/../evil` }],
    ['an unknown application', { client_id: 'nobody' }],
    ['a name with a NUL', { client_id: 'por\u0000tal' }],
  ])('that asks with %s gets a page and no redirect', async (_what, own) => {
    const seen = await browser().open((await begin(own)).url);
    expect([seen.status, seen.url.startsWith(issuer)]).toEqual([400, true]);
  });

  it('that asks without PKCE, or with the plain method, is sent back with an error and no code', async () => {
    for (const own of [{ code_challenge: '', code_challenge_method: '' }, { code_challenge_method: 'plain' }]) {
      const { url } = await begin(own);
      for (const [name, value] of Object.entries(own)) if (value === '') url.searchParams.delete(name);
      const back = new URL((await browser().open(url)).url);
      expect([back.origin, back.searchParams.get('error'), back.searchParams.get('code')]).toEqual(['https://portal.example', 'invalid_request', null]);
    }
  });

  it('cannot use a code with another verifier, or after its minute', async () => {
    const stolen = await logIn('clerk');
    expect(await oauthError(openid.authorizationCodeGrant(portal, new URL(stolen.back.url), { ...stolen.begun.checks, pkceCodeVerifier: openid.randomPKCECodeVerifier() }))).toBe('invalid_grant');
    const late = await logIn('clerk');
    office.t.clock.advance(61_000);
    expect(await oauthError(openid.authorizationCodeGrant(portal, new URL(late.back.url), late.begun.checks))).toBe('invalid_grant');
  });

  it('that uses a code again loses all that came of it', async () => {
    const { back, begun } = await logIn('clerk');
    const tokens = await openid.authorizationCodeGrant(portal, new URL(back.url), begun.checks);
    expect(await status(tokens.access_token)).toBe(200);
    expect(await oauthError(openid.authorizationCodeGrant(portal, new URL(back.url), begun.checks))).toBe('invalid_grant');
    await office.t.eventually(async () => (await status(tokens.access_token)) === 401);
    expect(await oauthError(openid.refreshTokenGrant(portal, tokens.refresh_token ?? ''))).toBe('invalid_grant');
  });

  it('gets a new refresh token each time, and one that is used again ends the family', async () => {
    const first = await tokensOf('clerk');
    const second = await openid.refreshTokenGrant(portal, first.refresh_token ?? '');
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(await status(second.access_token)).toBe(200);
    expect(await oauthError(openid.refreshTokenGrant(portal, first.refresh_token ?? ''))).toBe('invalid_grant');
    expect(await oauthError(openid.refreshTokenGrant(portal, second.refresh_token ?? ''))).toBe('invalid_grant');
    await office.t.eventually(async () => (await status(second.access_token)) === 401);
  });

  it('of two requests at once with one code, or one refresh token, at most one is answered', async () => {
    const { back, begun } = await logIn('clerk');
    const codes = await Promise.allSettled(Array.from({ length: 5 }, () => openid.authorizationCodeGrant(portal, new URL(back.url), begun.checks)));
    expect(codes.filter(({ status: outcome }) => outcome === 'fulfilled').length).toBeLessThanOrEqual(1);
    const { refresh_token: token = '' } = await tokensOf('clerk');
    const refreshed = await Promise.allSettled(Array.from({ length: 5 }, () => openid.refreshTokenGrant(portal, token)));
    expect(refreshed.filter(({ status: outcome }) => outcome === 'fulfilled').length).toBeLessThanOrEqual(1);
  });

  it('revokes a refresh token, and with it the access token (RFC 7009); somebody else’s it cannot', async () => {
    const tokens = await tokensOf('clerk');
    await office.ask('platform-operator', registerRelyingParty, { relyingPartyId: 'other-portal', name: '其他应用', redirectUris: [CALLBACK] });
    const other = await openid.discovery(new URL(issuer), 'other-portal', undefined, openid.None(), { execute: [openid.allowInsecureRequests] });
    await openid.tokenRevocation(other, tokens.refresh_token ?? '');
    expect(await status(tokens.access_token)).toBe(200);
    await openid.tokenRevocation(portal, tokens.refresh_token ?? '');
    await office.t.eventually(async () => (await status(tokens.access_token)) === 401);
    expect(await oauthError(openid.refreshTokenGrant(portal, tokens.refresh_token ?? ''))).toBe('invalid_grant');
  });

  it.each(['javascript:alert(1)', 'http://portal.example/callback', 'https://*.example/callback', 'https://portal.example/callback#part', 'https://user@portal.example/'])('is not registered with the address %s', async (uri) => {
    const problem = await refusal(office.ask('platform-operator', registerRelyingParty, { relyingPartyId: 'bad-portal', name: '应用', redirectUris: [uri] }));
    expect([problem.definition.code, problem.parts.errors?.[0]?.pointer]).toEqual(['input/invalid', '/redirectUris']);
  });
});

describe('a session', () => {
  it('lets the person into the next application without a password, until the person logs out; then its cookie opens nothing', async () => {
    const person = browser();
    const tokens = await tokensOf('clerk', person);
    expect((await person.open((await begin()).url)).url).toContain(`${CALLBACK}?code=`);
    const thief = person.copy();
    const question = await person.open(openid.buildEndSessionUrl(portal, { id_token_hint: tokens.id_token ?? '', post_logout_redirect_uri: 'https://portal.example/bye' }));
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(question.text)?.[1] ?? '';
    expect((await thief.open('/oidc/session/end/confirm', { xsrf: 'guessed', logout: 'yes' })).status).toBe(400);
    expect((await person.open('/oidc/session/end/confirm', { xsrf, logout: 'yes' })).url).toBe('https://portal.example/bye');
    for (const visitor of [person, thief]) expect((await visitor.open((await begin()).url)).text).toContain('密码');
    await office.t.eventually(async () => (await status(tokens.access_token)) === 401);
    expect(await oauthError(openid.refreshTokenGrant(portal, tokens.refresh_token ?? ''))).toBe('invalid_grant');
  });

  it('that was stolen ends when the operator begins the account anew', async () => {
    await account('stolen-from');
    const person = browser();
    const tokens = await tokensOf('stolen-from', person);
    const thief = person.copy();
    await office.ask('platform-operator', registerAccount, { accountId: 'stolen-from', organisationId: 'bureau', personId: 'stolen-from' });
    expect((await thief.open((await begin()).url)).text).toContain('密码');
    await office.t.eventually(async () => (await status(tokens.access_token)) === 401);
  });

  it('is known by a signed cookie that scripts cannot read: a guessed or changed one opens nothing', async () => {
    const person = browser();
    const begun = await begin();
    const form = await person.open(begun.url);
    const set = await fetch(begun.url, { redirect: 'manual' });
    for (const line of set.headers.getSetCookie()) expect(line.toLowerCase()).toMatch(/; httponly/);
    await person.open(form.url, { account: 'clerk', password: PASSWORD });
    const [name = ''] = [...person.jar.keys()].filter((cookie) => cookie === '_session');
    const thief = browser();
    thief.spoil(name, person.jar.get(name)?.value ?? '');
    expect((await thief.open((await begin()).url)).text).toContain('密码');
  });

  it('begun in one browser is not finished in another', async () => {
    const begun = await begin();
    const form = await browser().open(begun.url);
    const other = await browser().open(form.url, { account: 'clerk', password: PASSWORD });
    expect([other.status, other.text]).toEqual([400, expect.stringContaining('不属于此浏览器')]);
  });

  it('does not outlast a working day', async () => {
    const person = browser();
    await tokensOf('clerk', person);
    office.t.clock.advance(8 * 3_600_000 + 1000);
    expect((await person.open((await begin()).url)).text).toContain('密码');
  });
});
