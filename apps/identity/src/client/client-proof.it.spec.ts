import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountLocked, accountSlowed, issueToken, registerClient, setClientKey, type ClientPublicKey, type IssuedToken } from '@gongshu/contracts';
import { issuerOf } from '@gongshu/service-kit';
import { IdentityOffice, refusal } from '@gongshu/testing';
import { identityService } from '../index.js';
import { JWT_BEARER } from './read-assertion.js';

interface Signer {
  readonly privateKey: KeyObject;
  readonly key: ClientPublicKey;
}

function signer(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, key: publicKey.export({ format: 'jwk' }) as unknown as ClientPublicKey };
}

describe('how a client proves itself', () => {
  let office: IdentityOffice;
  const desk = signer();

  beforeAll(async () => {
    office = await IdentityOffice.open(identityService, { code: '210000', name: '辽宁省', level: 'PROVINCE', pack: 'liaoning' });
    await office.register('bureau');
  });
  afterAll(() => office.stop());

  const withSecret = (clientId: string, secret: string, address?: string): Promise<IssuedToken> =>
    office.t.ask(issueToken, { grant_type: 'client_credentials', client_id: clientId, client_secret: secret, ...(address === undefined ? {} : { address }) });
  const withAssertion = (assertion: string, type = JWT_BEARER): Promise<IssuedToken> =>
    office.t.ask(issueToken, { grant_type: 'client_credentials', client_assertion_type: type, client_assertion: assertion });
  const registered = async (clientId: string): Promise<string> => (await office.ask('platform-operator', registerClient, { clientId, organisationId: 'bureau', roles: ['DATA_ADMINISTRATOR'] })).clientSecret;
  const status = (asked: Promise<IssuedToken>): Promise<number> => asked.then(() => 200, async (error: unknown) => (await refusal(Promise.reject(error as Error))).definition.status);
  const signed = (clientId: string, by: Signer, own: { readonly aud?: string; readonly sub?: string; readonly jti?: string; readonly seconds?: number } = {}): Promise<string> => {
    const now = Math.floor(office.t.clock.now() / 1_000);
    return new SignJWT({ ...(own.jti === '' ? {} : { jti: own.jti ?? randomUUID() }) })
      .setProtectedHeader({ alg: 'EdDSA' }).setIssuer(clientId).setSubject(own.sub ?? clientId).setAudience(own.aud ?? issuerOf('210000')).setExpirationTime(now + (own.seconds ?? 60)).sign(by.privateKey);
  };

  it('[LIA-18-1] repeated failures block the account at every replica, which is a security event, and a signed call that is sent again is refused with 401', async () => {
    await office.client('system', 'bureau', ['DATA_ADMINISTRATOR']);
    for (let n = 0; n < 4; n += 1) expect(await status(withSecret('system', 'wrong'))).toBe(401);
    expect(await status(office.token('system').then((token) => ({ access_token: token }) as IssuedToken))).toBe(200);
    // A success begins the count anew.
    for (let n = 0; n < 4; n += 1) expect(await status(withSecret('system', 'wrong'))).toBe(401);
    expect(office.t.seen(accountLocked)).toEqual([]);
    expect(await status(withSecret('system', 'wrong'))).toBe(401);
    const event = await office.t.eventually(() => office.t.seen(accountLocked)[0]);
    expect(event).toMatchObject({ subject: 'system', data: { accountId: 'system', until: '2026-03-02T01:15:00.000Z' } });
    await office.t.stopService();
    await office.t.startService();
    expect((await refusal(office.token('system'))).definition.status).toBe(401);
    office.t.clock.advance(15 * 60_000 + 1);
    expect(await office.token('system')).toEqual(expect.any(String));

    await office.client('signing', 'bureau', ['DATA_ADMINISTRATOR']);
    await office.ask('platform-operator', setClientKey, { clientId: 'signing', key: desk.key });
    const call = await signed('signing', desk);
    expect(await status(withAssertion(call))).toBe(200);
    expect(await status(withAssertion(call))).toBe(401);
    await office.t.stopService();
    await office.t.startService();
    expect(await status(withAssertion(call))).toBe(401);
    expect(await status(withAssertion(await signed('signing', desk)))).toBe(200);
  });

  it('[LIA-18-1] failures block the account for the address they come from, and nobody locks a client out of its own', async () => {
    const secret = await registered('attacked');
    const from = (address: string, own = secret): Promise<number> => status(withSecret('attacked', own, address));
    expect(await from('10.0.0.1')).toBe(200);
    for (let n = 0; n < 5; n += 1) expect(await from('203.0.113.9', 'wrong')).toBe(401);
    expect([await from('203.0.113.9'), await from('10.0.0.1'), await from('2001:db8:1:2::/64')]).toEqual([401, 200, 200]);
    const event = await office.t.eventually(() => office.t.seen(accountLocked).find(({ subject }) => subject === 'attacked'));
    expect(event.data).toMatchObject({ accountId: 'attacked', address: '203.0.113.9' });
    // A success elsewhere opens nothing here, and failures elsewhere are not added to those here.
    for (let n = 0; n < 4; n += 1) expect(await from('10.0.0.1', 'wrong')).toBe(401);
    expect([await from('203.0.113.9'), await from('10.0.0.1')]).toEqual([401, 200]);
    office.t.clock.advance(15 * 60_000 + 1);
    expect(await from('203.0.113.9')).toBe(200);
  });

  const INVALID = ['identity/invalid-client', undefined];
  const tried = async (clientId: string, address: string, secret: string): Promise<unknown> => {
    const refused = await withSecret(clientId, secret, address).then(() => null, (error: unknown) => refusal(Promise.reject(error as Error)));
    return refused === null ? 200 : [refused.definition.code, refused.parts.retryAfterSeconds];
  };
  const besiege = async (clientId: string): Promise<void> => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => tried(clientId, `203.0.113.${String(n)}`, 'wrong')));
    expect(answers).toEqual(Array(20).fill(INVALID));
  };

  it('failures from many addresses make strange ones wait with 429 for as long as is told, not the client’s own', async () => {
    const secret = await registered('besieged');
    expect(await tried('besieged', '10.0.0.1', secret)).toBe(200);
    await besiege('besieged');
    expect([await tried('besieged', '198.51.100.1', secret), await tried('besieged', '10.0.0.1', secret)]).toEqual([['capacity/too-many-requests', 20], 200]);
    const slowed = () => office.t.seen(accountSlowed).map(({ subject, data }) => [subject, data.organisationId]);
    await office.t.eventually(() => slowed().length > 0);
    office.t.clock.advance(20_000);
    expect([await tried('besieged', '198.51.100.1', secret), await tried('besieged', '198.51.100.2', 'wrong'), await tried('besieged', '198.51.100.3', secret)])
      .toEqual([200, INVALID, ['capacity/too-many-requests', 20]]);
    expect(await tried('besieged', '198.51.100.1', secret)).toBe(200);
    expect(slowed()).toEqual([['besieged', 'bureau']]);
  });

  it('a name of no client is answered alike, and nothing is announced of it', async () => {
    await besiege('of-nobody');
    expect(await tried('of-nobody', '198.51.100.1', 'any')).toEqual(['capacity/too-many-requests', 20]);
    expect(office.t.seen(accountSlowed).filter(({ subject }) => subject === 'of-nobody')).toEqual([]);
  });

  it('an address is the client’s own for thirty days after it proved itself from there', async () => {
    const secret = await registered('far-away');
    expect(await tried('far-away', '10.0.0.1', secret)).toBe(200);
    office.t.clock.advance(31 * 86_400_000);
    await besiege('far-away');
    expect(await tried('far-away', '10.0.0.1', secret)).toEqual(['capacity/too-many-requests', 20]);
  });

  it('a lock ends with the key an operator sets', async () => {
    await office.client('locked', 'bureau', ['DATA_ADMINISTRATOR']);
    for (let n = 0; n < 5; n += 1) expect(await status(withSecret('locked', 'wrong'))).toBe(401);
    await office.ask('platform-operator', setClientKey, { clientId: 'locked', key: desk.key });
    expect(await status(withAssertion(await signed('locked', desk)))).toBe(200);
  });

  it('many at the same moment lock it once', async () => {
    await office.client('hammered', 'bureau', ['DATA_ADMINISTRATOR']);
    expect(new Set(await Promise.all(Array.from({ length: 12 }, () => status(withSecret('hammered', 'wrong')))))).toEqual(new Set([401]));
    await office.t.eventually(() => office.t.seen(accountLocked).some(({ subject }) => subject === 'hammered'));
    expect(office.t.seen(accountLocked).filter(({ subject }) => subject === 'hammered')).toHaveLength(1);
  });

  it('repeating what somebody else signed locks nobody, and sent twice at the same moment it counts once', async () => {
    const call = await signed('signing', desk);
    const all = await Promise.all(Array.from({ length: 8 }, () => status(withAssertion(call))));
    expect(all.sort()).toEqual([200, ...Array.from({ length: 7 }, () => 401)]);
    expect(await status(withAssertion(await signed('signing', desk)))).toBe(200);
  });

  it.each<[string, () => Promise<string>]>([
    ['another’s key', () => signed('signing', signer())],
    ['another audience', () => signed('signing', desk, { aud: issuerOf('210200') })],
    ['no id', () => signed('signing', desk, { jti: '' })],
    ['a life of an hour', () => signed('signing', desk, { seconds: 3_600 })],
    ['an end that is past', () => signed('signing', desk, { seconds: -60 })],
    ['another’s name', () => signed('signing', desk, { sub: 'system' })],
    ['no JWT', () => Promise.resolve('a.b.c')],
  ])('a signature with %s opens nothing', async (_what, assertion) => {
    expect(await status(withAssertion(await assertion()))).toBe(401);
    expect(await status(withAssertion(await signed('signing', desk)))).toBe(200);
  });

  it('a client with a key is not opened by its secret, and by it again when the key is taken away', async () => {
    await office.client('changing', 'bureau', ['DATA_ADMINISTRATOR']);
    await office.ask('platform-operator', setClientKey, { clientId: 'changing', key: desk.key });
    expect((await refusal(office.token('changing'))).definition.status).toBe(401);
    expect(await office.ask('platform-operator', setClientKey, { clientId: 'changing' })).toEqual({ clientId: 'changing', bySignature: false });
    expect(await office.token('changing')).toEqual(expect.any(String));
    expect(await status(withAssertion(await signed('changing', desk)))).toBe(401);
  });

  it('what is no key, no client or another kind of assertion is refused as such', async () => {
    const set = (input: object): Promise<unknown> => office.ask('platform-operator', setClientKey, input as never);
    const fault = async (asked: Promise<unknown>): Promise<unknown[]> => {
      const { definition, parts } = await refusal(asked);
      return [definition.status, parts.errors?.[0]?.pointer];
    };
    expect(await fault(set({ clientId: 'signing', key: { ...desk.key, crv: 'P-256' } }))).toEqual([422, '/key']);
    expect(await fault(set({ clientId: 'signing', key: { kty: 'EC', crv: 'P-256', x: desk.key.x, y: desk.key.x } }))).toEqual([422, '/key']);
    expect(await fault(set({ clientId: 'signing', key: { ...desk.key, d: desk.key.x } }))).toEqual([422, '/key/d']);
    expect(await fault(set({ clientId: 'nobody', key: desk.key }))).toEqual([404, undefined]);
    expect(await fault(withAssertion(await signed('signing', desk), 'urn:other'))).toEqual([422, '/client_assertion_type']);
  });
});
