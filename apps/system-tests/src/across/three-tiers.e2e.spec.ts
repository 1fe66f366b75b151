import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@gongshu/testing';
import { fetchRows, REQUEST } from '../packs/shared-data.js';
import type { Reply } from '../packs/test-node.js';
import { granted, sharedEntry, startChain, stopChain, type LinkedNode } from './linked-nodes.js';

const LONG = 120_000;
const PLACES = [
  { code: '370000', name: '山东省', level: 'PROVINCE', pack: 'default' },
  { code: '371000', name: '威海市', level: 'CITY', pack: 'default' },
  { code: '371082', name: '荣成市', level: 'COUNTY', pack: 'default' },
] as const;
const ROWS = [{ code: '130000', name: '河北省', level: '省' }, { code: '130123', name: '正定县县', level: '县' }];

describe('a county’s node, its city’s and the province’s: data of the province for the county', () => {
  let chain: LinkedNode[] | undefined;
  let [province, city, county]: LinkedNode[] = [];
  let entryId: string;
  let grantId: string;
  let folder: string;
  const at = (): { province: LinkedNode; city: LinkedNode; county: LinkedNode } => {
    if (province === undefined || city === undefined || county === undefined) throw new Error('not started');
    return { province, city, county };
  };
  const read = (path: string, party: Parameters<LinkedNode['call']>[0] = 'requester', node = at().county): Promise<Reply> => node.call(party, 'GET', path);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gongshu-across-'));
    chain = await startChain(...PLACES);
    [province, city, county] = chain;
    entryId = await sharedEntry(at().province, at().county);
    grantId = (await granted(at().province, at().county, entryId)).id;
  }, LONG);
  afterAll(async () => {
    await stopChain(chain);
    await rm(folder, { recursive: true, force: true });
  });

  /** What the offline verifier says of a document under published keys. */
  async function verified(document: unknown, keys: unknown): Promise<{ code: number; output: string }> {
    const [file, published] = [join(folder, 'document.json'), join(folder, 'keys.json')];
    await Promise.all([writeFile(file, JSON.stringify(document)), writeFile(published, JSON.stringify(keys))]);
    return new Promise((resolve) => {
      execFile(process.execPath, ['tools/receipt-verify/dist/main.js', file, '--keys', published], (error, stdout) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout }));
    });
  }

  it('lets the county fetch at its own gateway what lies two nodes above, by the grant of the province and counted there', async () => {
    const c = at();
    expect(await fetchRows(c.county, 'requester', grantId)).toEqual({ status: 200, body: ROWS });
    expect(await fetchRows(c.county, 'bystander', grantId)).toMatchObject({ status: 403, body: { code: 'sharing/not-granted' } });
    await eventually(async () => {
      const { body } = await c.province.call('provider', 'GET', `/v1/grants/${grantId}/permits`);
      expect(body).toMatchObject({ items: [{ number: 1, state: 'COMPLETED' }] });
      return true;
    });
  });

  it('gives both sides the same signed agreement and receipt, each at its own node, and the keys to verify them offline', async () => {
    const c = at();
    for (const path of [`/v1/grants/${grantId}/agreement`, `/v1/grants/${grantId}/permits/1/receipt`, `/v1/grants/${grantId}/completeness`]) {
      const [below, above] = [await read(path), await read(path, 'provider', c.province)];
      expect([below.status, above.status], path).toEqual([200, 200]);
      const signed = below.body as { receipt?: object; agreement?: object };
      expect({ ...signed.receipt, ...signed.agreement }).toEqual({ ...(above.body as typeof signed).receipt, ...(above.body as typeof signed).agreement });
      const keys = await c.county.call(null, 'GET', '/v1/document-keys?node=370000');
      expect(keys).toMatchObject({ status: 200, body: { issuer: 'urn:gongshu:node:370000' } });
      expect(await verified(below.body, keys.body), path).toMatchObject({ code: 0 });
      expect(await verified(below.body, (await c.county.call(null, 'GET', '/v1/document-keys')).body), path).toMatchObject({ code: 1 });
    }
    expect((await read(`/v1/grants/${grantId}/permits`)).body).toMatchObject({ items: [{ number: 1 }] });
  });

  it('shows nothing of the grant to an organisation that is no party of it, at no node', async () => {
    const c = at();
    for (const path of ['agreement', 'permits', 'completeness', 'permits/1/receipt', 'permits/1/provenance']) {
      for (const node of [c.county, c.city]) {
        expect((await read(`/v1/grants/${grantId}/${path}`, 'bystander', node)).status, `${node.plan.code} ${path}`).toBe(404);
        expect((await read(`/v1/grants/${grantId}/${path}`, 'requester', c.city)).status, `city’s namesake ${path}`).toBe(404);
      }
    }
    expect((await c.county.call(null, 'GET', '/v1/document-keys?node=110000')).status).toBe(404);
  });

  it('gives a file with the province’s provenance, which the county has checked at its own node', async () => {
    const c = at();
    const { id } = await granted(c.province, c.county, entryId, { provisionMode: 'FILE_DOWNLOAD' });
    const answer = await c.county.fetch('requester', `/v1/data/${id}/file?${new URLSearchParams({ scenario: REQUEST.applicationScenario }).toString()}`);
    expect(answer.status).toBe(200);
    const bytes = Buffer.from(await answer.arrayBuffer());
    const sha256 = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
    const provenance = answer.headers.get('x-provenance') ?? '';
    const check = await eventually(async () => {
      const reply = await c.county.call('requester', 'POST', '/v1/document-checks', { provenance, sha256, context: 'INSPECTION' });
      expect(reply.status).toBe(200);
      return (reply.body as { result: string }).result !== 'NOT_DELIVERED' && reply.body;
    });
    expect(check).toMatchObject({ result: 'VALID_ELECTRONIC', provenance: { node: '370000', grantId: id } });
    expect(await c.county.call('requester', 'POST', '/v1/document-checks', { provenance, sha256: 'f'.repeat(64), context: 'INSPECTION' })).toMatchObject({ status: 200, body: { result: 'DIGEST_MISMATCH' } });
    const statement = await read(`/v1/grants/${id}/permits/1/provenance`);
    expect(statement).toMatchObject({ status: 200, body: { statement: { sha256 } } });
    expect(await verified(statement.body, (await c.county.call(null, 'GET', '/v1/document-keys?node=370000')).body)).toMatchObject({ code: 0 });
  });

  it('answers 503 with Retry-After while the province is away, for data and documents alike, and goes on when it is back', async () => {
    const c = at();
    await c.province.links.gateway.cut();
    for (const path of [`/v1/grants/${grantId}/agreement`, `/v1/grants/${grantId}/permits/1/receipt`, '/v1/document-keys?node=370000', `/v1/data/${grantId}/rows?${new URLSearchParams({ scenario: REQUEST.applicationScenario }).toString()}`]) {
      const answer = await c.county.fetch('requester', path);
      expect([answer.status, answer.headers.get('retry-after'), ((await answer.json()) as { code: string }).code], path).toEqual([503, '5', 'federation/node-unreachable']);
    }
    expect((await read(`/v1/grants/${grantId}`)).body).toMatchObject({ state: 'ACTIVE', ownerNode: '370000' });
    await c.province.links.gateway.mend();
    expect((await read(`/v1/grants/${grantId}/agreement`)).status).toBe(200);
  });

  it('lets a token that ended before its time end at the province too, two nodes above its issuer', async () => {
    const c = at();
    const headers = await c.county.headersOf('requester');
    const status = async (): Promise<number> => (await fetch(`${c.province.url}/v1/grants/${grantId}/agreement`, { headers })).status;
    expect(await status()).toBe(200);
    await c.county.revoke('requester');
    await eventually(async () => (await status()) === 401, LONG);
  });
});
