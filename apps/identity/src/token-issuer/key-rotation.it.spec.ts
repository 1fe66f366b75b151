import { createHmac, createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { decodeProtectedHeader, exportSPKI, importJWK, SignJWT, UnsecuredJWT, type CryptoKey } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findOrganisations, getTokenIssuers, rotateSigningKeys, signingKeysRotated } from '@gongshu/contracts';
import { issuerOf, TokenKeys, TokenVerifier } from '@gongshu/service-kit';
import { IdentityOffice, refusal } from '@gongshu/testing';
import { identityService } from '../index.js';

describe('signing keys', () => {
  let office: IdentityOffice;

  beforeAll(async () => {
    office = await IdentityOffice.open(identityService, { code: '130000', name: '河北省', level: 'PROVINCE', pack: 'hebei' });
    await office.register('bureau');
    await office.client('desk', 'bureau', ['DATA_ADMINISTRATOR']);
  });
  afterAll(() => office.stop());

  const issuers = () => office.t.ask(getTokenIssuers, {}, undefined, { as: 'all' });
  const published = async (): Promise<unknown[]> => (await issuers()).issuers[0]?.keys.keys ?? [];
  const kidOf = (token: string): unknown => decodeProtectedHeader(token).kid;
  const status = (token: string): Promise<number> => office.t.askWithToken(findOrganisations, {}, token).then(() => 200, async (error: unknown) => (await refusal(Promise.reject(error as Error))).definition.status);
  /** Another service: it asks for the keys once in a while and keeps them meanwhile. */
  const service = (): TokenVerifier => new TokenVerifier(new TokenKeys({ issuers, holder: () => Promise.resolve(null) }, office.t.clock), office.t.clock);

  it('follow one another while calls run: no token of before, between or after is refused before it expires', async () => {
    const { clock } = office.t;
    const [elsewhere, began] = [service(), clock.now()];
    const tokens: { readonly token: string; readonly expires: number }[] = [];
    const kids = new Set<unknown>();
    let rotation = { keyId: '', formerKeyId: '' };
    for (let step = 0; step < 80; step += 1) {
      if (step === 10) rotation = await office.ask('platform-operator', rotateSigningKeys, {});
      if (step % 4 === 0) {
        const token = await office.token('desk');
        kids.add(kidOf(token));
        tokens.push({ token, expires: clock.now() + 600_000 });
      }
      const held = tokens.filter(({ expires }) => expires > clock.now());
      await Promise.all(held.flatMap(({ token }) => [elsewhere.verify(token), office.t.askWithToken(findOrganisations, {}, token)]));
      clock.advance(15_000);
    }
    expect([...kids]).toEqual([rotation.formerKeyId, rotation.keyId]);
    expect(clock.now() - began).toBe(1_200_000);
    await office.t.eventually(() => office.t.seen(signingKeysRotated).some(({ subject }) => subject === rotation.keyId));
  });

  it('are published before they sign, and until their last token has run out; one rotation waits for the other', async () => {
    const { clock } = office.t;
    const before = kidOf(await office.token('desk'));
    const { keyId, signsFrom, formerKeyId, formerPublishedUntil } = await office.ask('platform-operator', rotateSigningKeys, {});
    expect([formerKeyId, Date.parse(signsFrom) - clock.now(), Date.parse(formerPublishedUntil) - clock.now()]).toEqual([before, 120_000, 780_000]);
    clock.advance(6_000);
    expect(await published()).toMatchObject([{ kid: before }, { kid: keyId }]);
    expect(kidOf(await office.token('desk'))).toBe(before);
    expect((await refusal(office.ask('platform-operator', rotateSigningKeys, {}))).definition.code).toBe('identity/rotation-under-way');
    clock.advance(114_000);
    expect(kidOf(await office.token('desk'))).toBe(keyId);
    expect(await published()).toMatchObject([{ kid: keyId }, { kid: before }]);
    clock.travelTo(formerPublishedUntil);
    expect(await published()).toMatchObject([{ kid: keyId }]);
    expect(JSON.stringify(await published())).not.toContain('"d"');
  });

  it('are rotated by an operator only', async () => {
    expect((await refusal(office.ask('desk', rotateSigningKeys, {}))).definition.status).toBe(403);
  });

  it('alone make a token: nothing unsigned, signed by a stranger, with the public key as a secret, for another audience or of another issuer is one', async () => {
    const held = await office.token('desk');
    const [header, payload = ''] = held.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
    const kid = String(kidOf(held));
    const [jwk] = (await published()) as Record<string, unknown>[];
    const spki = await exportSPKI((await importJWK(jwk ?? {}, 'EdDSA', { extractable: true })) as CryptoKey);
    const stranger = generateKeyPairSync('ed25519').privateKey;
    const [{ privateKey: own } = { privateKey: '' }] = await office.t.query<{ privateKey: string }>('SELECT private_key_pem AS "privateKey" FROM signing_key WHERE kid = $1', [kid]);
    const signed = (changed: Record<string, unknown>, key = createPrivateKey(own), name = kid): Promise<string> => new SignJWT({ ...claims, ...changed }).setProtectedHeader({ alg: 'EdDSA', kid: name }).sign(key);
    const hmac = (secret: string | Buffer): string => {
      const head = Buffer.from(JSON.stringify({ alg: 'HS256', kid })).toString('base64url');
      return `${head}.${payload}.${createHmac('sha256', secret).update(`${head}.${payload}`).digest('base64url')}`;
    };
    const forged = await Promise.all([
      new UnsecuredJWT(claims).encode(),
      `${Buffer.from(JSON.stringify({ alg: 'none', kid })).toString('base64url')}.${payload}.`,
      hmac(spki),
      hmac(Buffer.from(String(jwk?.['x']), 'base64url')),
      signed({}, stranger),
      signed({}, stranger, 'unknown'),
      signed({ aud: 'another-platform' }),
      signed({ aud: undefined }),
      signed({ iss: 'https://evil.example' }),
      signed({ iss: issuerOf('130100') }),
      signed({ exp: undefined }),
      signed({ division: '370000' }),
      `${String(header)}.${Buffer.from(JSON.stringify({ ...claims, roles: ['OPERATOR'] })).toString('base64url')}.${String(held.split('.')[2])}`,
    ]);
    expect([await status(held), await status(await signed({}))]).toEqual([200, 200]);
    expect(await Promise.all(forged.map(status))).toEqual(forged.map(() => 401));
  });
});
