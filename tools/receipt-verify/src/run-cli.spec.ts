import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calculateJwkThumbprint, CompactSign, exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from './run-cli.js';

const DATA = 'code,name\r\n130000,河北省\r\n';
const SIGNED_AT = '2026-09-24T01:00:00.000Z';
const WHOLE = `${DATA}130100,石家庄市\r\n`;
const receipt = { grantId: 'g', number: 1, documentSha256: createHash('sha256').update(WHOLE).digest('hex'), sha256: createHash('sha256').update(DATA).digest('hex') };

describe('receipt-verify', () => {
  let folder: string;
  let jws: string;
  let keys: { keys: Record<string, unknown>[] };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'receipt-'));
    const { publicKey, privateKey } = await generateKeyPair('EdDSA');
    const jwk = await exportJWK(publicKey);
    const kid = await calculateJwkThumbprint(jwk);
    keys = { keys: [{ ...jwk, kid, validFrom: '2026-09-01T00:00:00.000Z', validUntil: null }] };
    const claims = { ...receipt, iss: 'urn:gongshu:node:130000', iat: Date.parse(SIGNED_AT) / 1000 };
    jws = await new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader({ alg: 'EdDSA', kid, typ: 'gongshu-receipt+jws' }).sign(privateKey);
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function kept(name: string, content: unknown): Promise<string> {
    const file = join(folder, name);
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  }
  async function verified(document: unknown, data: string | null = DATA, published: unknown = keys): Promise<number> {
    const args = [await kept('receipt', document), '--keys', await kept('keys', published)];
    return (await runCli(data === null ? args : [...args, '--data', await kept('data', data)])).exitCode;
  }

  it('verifies what another library signed, as an answer and as a bare JWS, with the data and without', async () => {
    expect(await verified({ receipt, jws })).toBe(0);
    expect(await verified(jws)).toBe(0);
    expect(await verified(jws, null)).toBe(0);
    expect(await verified(jws, WHOLE)).toBe(0);
    const { output } = await runCli([await kept('receipt', jws), '--keys', await kept('keys', keys)]);
    expect(output).toContain(receipt.sha256);
  });

  it('refuses data of which one byte differs', async () => {
    expect(await verified(jws, DATA.replace('130000', '130001'))).toBe(1);
  });

  it('refuses a changed receipt, whether in the open or under the signature', async () => {
    expect(await verified({ receipt: { ...receipt, number: 2 }, jws })).toBe(1);
    const [head = '', , signature = ''] = jws.split('.');
    expect(await verified(`${head}.${Buffer.from(JSON.stringify({ ...receipt, number: 2 })).toString('base64url')}.${signature}`)).toBe(1);
    expect(await verified('nonsense')).toBe(1);
  });

  it('refuses a key that is not published, or was not in use when it was signed', async () => {
    expect(await verified(jws, DATA, { keys: keys.keys.map((key) => ({ ...key, kid: 'another' })) })).toBe(1);
    expect(await verified(jws, DATA, { keys: keys.keys.map((key) => ({ ...key, validUntil: '2026-09-20T00:00:00.000Z' })) })).toBe(1);
    expect(await verified(jws, DATA, { keys: keys.keys.map((key) => ({ ...key, validUntil: SIGNED_AT })) })).toBe(0);
    expect(await verified(jws, DATA, { ...keys, issuer: 'urn:gongshu:node:130000' })).toBe(0);
    expect(await verified(jws, DATA, { ...keys, issuer: 'urn:gongshu:node:370000' })).toBe(1);
  });

  it('refuses another algorithm than EdDSA, none above all', async () => {
    const [, body = ''] = jws.split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', kid: keys.keys[0]?.['kid'] })).toString('base64url');
    expect(await verified(`${none}.${body}.AA`)).toBe(1);
  });

  it('says how it is used, where it is used wrongly', async () => {
    expect((await runCli([])).exitCode).toBe(2);
    expect((await runCli(['--no-such'])).exitCode).toBe(2);
    expect((await runCli([join(folder, 'nowhere'), '--keys', join(folder, 'nowhere')])).exitCode).toBe(2);
    expect((await runCli([await kept('receipt', jws), '--keys', await kept('keys', 'none')])).exitCode).toBe(2);
  });
});
