import { afterAll, expect, it, vi } from 'vitest';
import * as openid from 'openid-client';
import { accountActivated, issueToken, loggedIn, namePerson, registerAccount, registerRelyingParty, rotateClientSecret } from '@gongshu/contracts';
import { freePort, IdentityOffice, PlayedBrowser, refusal } from '@gongshu/testing';
import { identityService } from '../index.js';

const PASSWORD = 'the-password-nobody-may-read';

afterAll(() => vi.restoreAllMocks());

it('passwords, codes, secrets and tokens stand in no log line, event, refusal or table, though everything is logged', async () => {
  // A logger that finds the stream wrapped writes through it.
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  const port = await freePort();
  const issuer = `http://127.0.0.1:${String(port)}/oidc`;
  const settings = { LOGIN_ISSUER: issuer, LOGIN_PORT: String(port), LOG_LEVEL: 'trace' };
  const office = await IdentityOffice.open(identityService, { code: '130000', name: '河北省', level: 'PROVINCE', pack: 'hebei' }, { settings });
  try {
    await office.register('bureau');
    const redirectUri = 'https://portal.example/callback';
    await office.ask('platform-operator', registerRelyingParty, { relyingPartyId: 'portal', name: '工作台', redirectUris: [redirectUri] });
    await office.ask('platform-operator', namePerson, { organisationId: 'bureau', personId: 'wang-wei', name: '王伟', duties: ['DATA_ADMINISTRATOR'], since: '2026-03-01' });
    const { activationCode } = await office.ask('platform-operator', registerAccount, { accountId: 'wang-wei', organisationId: 'bureau', personId: 'wang-wei' });
    await office.client('system', 'bureau', ['AUDITOR']);
    const { clientSecret } = await office.ask('platform-operator', rotateClientSecret, { clientId: 'system' });
    const person = new PlayedBrowser(new URL(issuer).origin);
    await person.open('/oidc/activation', { account: 'wang-wei', code: activationCode ?? '', password: PASSWORD, again: PASSWORD });
    const portal = await openid.discovery(new URL(issuer), 'portal', undefined, openid.None(), { execute: [openid.allowInsecureRequests] });
    const verifier = openid.randomPKCECodeVerifier();
    const begun = openid.buildAuthorizationUrl(portal, { redirect_uri: redirectUri, scope: 'openid profile', code_challenge: await openid.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' });
    const form = await person.open(begun);
    const refusedPage = await person.open(form.url, { account: 'wang-wei', password: `${PASSWORD}-not` });
    const back = new URL((await person.open(form.url, { account: 'wang-wei', password: PASSWORD })).url);
    const tokens = await openid.authorizationCodeGrant(portal, back, { pkceCodeVerifier: verifier });
    const again = await openid.authorizationCodeGrant(portal, back, { pkceCodeVerifier: verifier }).catch((error: unknown) => JSON.stringify(error));
    const problem = await refusal(office.t.ask(issueToken, { grant_type: 'client_credentials', client_id: 'system', client_secret: `${clientSecret}-not` }));
    await office.t.eventually(() => office.t.seen(loggedIn).length === 1);

    const secrets = [PASSWORD, activationCode ?? '', clientSecret, tokens.access_token, tokens.refresh_token ?? '', back.searchParams.get('code') ?? '', verifier];
    expect(secrets.filter((secret) => secret.length < 20)).toEqual([]);
    const events = await office.t.query<{ envelope: unknown }>('SELECT envelope FROM outbox');
    const tables = await Promise.all(['client', 'former_secret', 'account', 'login_record', 'answered_command'].map((table) => office.t.query(`SELECT * FROM ${table}`)));
    expect(events.length).toBeGreaterThan(5);
    expect(JSON.stringify(events)).toContain(accountActivated.type);
    expect(lines.join('')).toContain('rq.identity.register-account');
    for (const [place, text] of Object.entries({ logs: lines.join(''), events: JSON.stringify(events), tables: JSON.stringify(tables), problem: JSON.stringify([problem, problem.parts]), pages: refusedPage.text + String(again) })) {
      expect([place, secrets.filter((secret) => text.includes(secret))]).toEqual([place, []]);
    }
  } finally {
    await office.stop();
    vi.restoreAllMocks();
  }
});
