import { createHash, generateKeyPairSync } from 'node:crypto';
import { compactVerify, importJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnSharingRequest, canonicalJson, checkCompleteness, closePermits, entryPublished, getAgreement, getDocumentKeys, getReceipt, submitSharingRequest, takePermits, versionCompleted,
  type DocumentKey, type EntryPublished, type JsonValue, type PermitAnswer, type SubmitSharingRequest,
} from '@gongshu/contracts';
import { openDocumentSigner, type NodeIdentity } from '@gongshu/service-kit';
import { hebei, partyOf, publishedEntry, refusal, startTestService, type TestService } from '@gongshu/testing';
import { sharingService } from '../index.js';
import { ChainPermits20260202000000 } from '../migrations/20260202T0000-chain-permits.js';

const { civilAffairs, education, naturalResources, provinceAuditor, provinceAuthority, reasonsToAsk } = hebei;
const START = '2026-09-24T09:00:00+08:00';
const NODE: NodeIdentity = { code: '130000', name: '河北省', level: 'PROVINCE', pack: 'hebei', parent: null };

describe('signed documents', () => {
  let t: TestService;
  let entry: EntryPublished;

  beforeAll(async () => {
    t = await startTestService(sharingService, { startAt: START });
  });
  afterAll(() => t.stop());

  /** A grant on an entry of its own. */
  async function granted(own: Partial<SubmitSharingRequest> = {}): Promise<string> {
    entry = publishedEntry(partyOf(naturalResources), { sharingType: 'UNCONDITIONAL' });
    await t.announce(entryPublished, entry.id, entry);
    await t.announce(versionCompleted, entry.id, { entryId: entry.id, version: 1, rows: 3, digest: 'a'.repeat(64), cause: 'UPLOAD' });
    await t.eventually(async () => (await t.query('SELECT 1 FROM shareable_entry JOIN data_source ON entry_id = id WHERE id = $1', [entry.id])).length === 1);
    const { id } = await t.ask(submitSharingRequest, { entryId: entry.id, ...reasonsToAsk, ...own }, civilAffairs);
    return String((await t.ask(actOnSharingRequest, { id, act: 'deliver', callQuota: 100 }, provinceAuthority)).grantId);
  }
  async function take(grantId: string, count: number, own: { columns?: string[] } = {}): Promise<PermitAnswer[]> {
    const ask = { token: await t.issuers.token(civilAffairs), grantId, scenario: reasonsToAsk.applicationScenario, form: 'ROWS', traceparent: 'x', ...own };
    const { answers } = await t.ask(takePermits, { asks: Array.from({ length: count }, () => ask) });
    expect(answers.map(({ problem }) => problem)).toEqual(answers.map(() => null));
    return answers;
  }
  const close = (permits: readonly PermitAnswer[]) =>
    t.ask(closePermits, { closings: permits.map(({ permitId }) => ({ permitId: String(permitId), state: 'COMPLETED', rows: 3, bytes: 9, digest: 'd'.repeat(64), dataVersion: 1 })) });
  /** As anybody would who has nothing of the platform but its public keys. */
  async function read(jws: string): Promise<Record<string, unknown>> {
    const { keys } = await t.ask(getDocumentKeys, {});
    const { payload } = await compactVerify(jws, async ({ kid }) => importJWK(keys.find((key): key is DocumentKey => key.kid === kid) ?? {}, 'EdDSA'));
    const content = JSON.parse(Buffer.from(payload).toString()) as JsonValue;
    expect(Buffer.from(payload).toString()).toBe(canonicalJson(content));
    return content as Record<string, unknown>;
  }

  it('are the same whichever replica signs, and a new key leaves the former one published', async () => {
    const own = await startTestService(sharingService, { startAt: START });
    try {
      const { unitOfWork } = own.service;
      const keys = async (): Promise<DocumentKey[]> => (await own.ask(getDocumentKeys, {})).keys;
      const [made] = await keys();
      const replica = await openDocumentSigner(unitOfWork, NODE, own.clock, { documentKeyPem: '' });
      const old = await replica.sign('receipt', { number: 1 });
      expect(await keys()).toEqual([made]);

      own.clock.advance(60_000);
      const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      const [first, second] = await Promise.all([pem, pem.replaceAll('\n', '\\n')].map((documentKeyPem) => openDocumentSigner(unitOfWork, NODE, own.clock, { documentKeyPem })));
      const [newest, former, ...rest] = await keys();
      expect([rest, former?.kid, former?.validUntil, newest?.validUntil]).toEqual([[], made?.kid, '2026-09-24T01:01:00.000Z', null]);
      for (const jws of [old, await first?.sign('receipt', { number: 1 })]) expect(await second?.open('receipt', String(jws))).toMatchObject({ content: { number: 1, iss: 'urn:gongshu:node:130000' } });
      expect(await second?.open('provenance', old)).toEqual({ fault: 'MALFORMED' });
      // A key that is not the node's to use any more signs nothing that counts.
      own.clock.advance(2 * 86_400_000);
      expect(await second?.open('receipt', await replica.sign('receipt', { number: 2 }))).toEqual({ fault: 'SIGNATURE_INVALID' });
      expect(await second?.open('receipt', old)).toMatchObject({ content: { number: 1 } });

      await expect(openDocumentSigner(unitOfWork, NODE, own.clock, { documentKeyPem: '' })).rejects.toThrow('DOCUMENT_KEY_PEM is not set');
      await expect(openDocumentSigner(unitOfWork, NODE, own.clock, { documentKeyPem: 'nonsense' })).rejects.toThrow('DOCUMENT_KEY_PEM is not a private key');
    } finally {
      await own.stop();
    }
  });

  it('an agreement says in ODRL who may use what for what and how often, by which provisions, and is signed', async () => {
    const id = await granted({ columns: ['code', 'name'] });
    const { agreement, revision, jws } = await t.ask(getAgreement, { id }, civilAffairs);
    const signed = await read(jws);
    expect(signed).toEqual({ ...(agreement as object), iss: 'urn:gongshu:node:130000', iat: Date.parse(START) / 1000 });
    expect(revision).toBe(1);
    expect(signed).toMatchObject({
      '@context': ['http://www.w3.org/ns/odrl.jsonld', expect.anything()], '@type': 'Agreement', 'uid': `urn:uuid:${id}`,
      'assigner': { uid: 'urn:gongshu:node:130000:natural-resources' }, 'assignee': { uid: 'urn:gongshu:node:130000:civil-affairs' },
      'permission': [{
        target: { source: `urn:uuid:${entry.id}`, refinement: [{ leftOperand: 'gs:column', operator: 'isAnyOf', rightOperand: ['code', 'name'] }] },
        action: ['use'],
        constraint: expect.arrayContaining([
          { leftOperand: 'purpose', operator: 'eq', rightOperand: reasonsToAsk.purpose },
          { leftOperand: 'gs:applicationScenario', operator: 'eq', rightOperand: reasonsToAsk.applicationScenario },
          { leftOperand: 'count', operator: 'lteq', rightOperand: 100 },
          { leftOperand: 'dateTime', operator: 'gteq', rightOperand: { '@value': '2026-09-24', '@type': 'xsd:date' } },
        ]) as unknown,
      }],
      'prohibition': [{ action: 'archive' }, { action: 'distribute' }],
      'gs:articles': expect.arrayContaining([expect.objectContaining({ 'gs:pack': 'hebei', 'gs:article': '41' })]) as unknown,
    });
    for (const reader of [naturalResources, provinceAuthority, provinceAuditor]) expect((await t.ask(getAgreement, { id }, reader)).agreement).toEqual(agreement);
    expect((await refusal(t.ask(getAgreement, { id }, education))).definition.status).toBe(404);
  });

  it('an agreement whose terms change has a new revision, and a receipt names the one of its call', async () => {
    const id = await granted();
    const before = await take(id, 1);
    await t.ask(submitSharingRequest, { entryId: entry.id, ...reasonsToAsk, renewsGrantId: id, validUntil: '2028-01-31' }, civilAffairs).then(async ({ id: requestId }) =>
      t.ask(actOnSharingRequest, { id: requestId, act: 'deliver', validUntil: '2028-01-31', callQuota: 200 }, provinceAuthority),
    );
    const renewed = await t.ask(getAgreement, { id }, naturalResources);
    expect(renewed).toMatchObject({ revision: 2, agreement: { 'gs:revision': 2 } });
    const after = await take(id, 1);
    await close([...before, ...after]);
    const revisionOf = async (number: number): Promise<unknown> => (await read((await t.ask(getReceipt, { id, number }, civilAffairs)).jws))['agreementRevision'];
    expect([await revisionOf(1), await revisionOf(2)]).toEqual([1, 2]);
  });

  it('a receipt says the same to requester and provider, and there is none before the end of the call', async () => {
    const id = await granted();
    const [all] = await take(id, 1);
    const [some] = await take(id, 1, { columns: ['name'] });
    expect((await refusal(t.ask(getReceipt, { id, number: 1 }, civilAffairs))).definition.code).toBe('sharing/not-closed');
    await close([all, some].flatMap((permit) => permit ?? []));
    const { receipt, jws } = await t.ask(getReceipt, { id, number: 1 }, civilAffairs);
    expect(receipt).toMatchObject({
      grantId: id, agreementRevision: 1, number: 1, permitId: all?.permitId, requester: partyOf(civilAffairs), provider: partyOf(naturalResources), client: 'civil-affairs-client', form: 'ROWS',
      columns: ['code', 'name', 'level'], state: 'COMPLETED', dataVersion: 1, rows: 3, bytes: 9, sha256: 'd'.repeat(64), takenAt: '2026-09-24T01:00:00.000Z',
    });
    expect(await read(jws)).toMatchObject(receipt as object);
    expect((await t.ask(getReceipt, { id, number: 1 }, naturalResources)).receipt).toEqual(receipt);
    expect((await t.ask(getReceipt, { id, number: 2 }, naturalResources)).receipt).toMatchObject({ columns: ['name'] });
    expect((await refusal(t.ask(getReceipt, { id, number: 3 }, naturalResources))).definition.status).toBe(404);
    expect((await refusal(t.ask(getReceipt, { id, number: 1 }, education))).definition.status).toBe(404);
  });

  describe('completeness', () => {
    async function whole(count: number, closed: number): Promise<string> {
      const id = await granted();
      const permits = [...(await take(id, count - 1)), ...(await take(id, 1))];
      await close(permits.slice(0, closed));
      return id;
    }
    const check = (id: string, from?: number) => t.ask(checkCompleteness, from === undefined ? { id } : { id, from }, naturalResources);

    it('shows the whole sequence, what is open, and a head that anybody computes from the permits', async () => {
      const id = await whole(5, 3);
      const view = await check(id);
      expect(view).toMatchObject({ from: 1, to: 5, last: 5, count: 5, gaps: [], open: 2, openNumbers: [{ first: 4, last: 5 }], complete: true, brokenAt: null });
      const permits = await t.query<{ number: number; id: string; client: string }>('SELECT number, id, client FROM permit WHERE grant_id = $1 ORDER BY number', [id]);
      const link = (previous: string, { number, id: permit, client }: (typeof permits)[number]): string =>
        createHash('sha256').update(JSON.stringify([previous, id, number, permit, client, '2026-09-24T01:00:00.000Z'])).digest('hex');
      expect(view.head).toBe(permits.reduce(link, '0'.repeat(64)));
      expect(await read(view.jws)).toMatchObject({ grantId: id, from: 1, to: 5, last: 5, head: view.head, complete: true, at: '2026-09-24T01:00:00.000Z' });
      expect(await check(id, 4)).toMatchObject({ from: 4, to: 5, count: 2, complete: true, head: view.head });
      expect(await check(id, 9)).toMatchObject({ from: 9, to: 8, count: 0, last: 5 });
      expect((await refusal(t.ask(checkCompleteness, { id }, education))).definition.status).toBe(404);
    });

    it('links permits that were taken before it was kept as it links new ones', async () => {
      const id = await whole(3, 2);
      const { head } = await check(id);
      const migration = new ChainPermits20260202000000();
      const runner = t.service.unitOfWork.source.createQueryRunner();
      await migration.down(runner);
      await migration.up(runner);
      await runner.release();
      expect(await check(id)).toMatchObject({ count: 3, open: 1, complete: true, head });
      await take(id, 1);
      expect(await check(id)).toMatchObject({ count: 4, complete: true });
    });

    it('is whole for a grant without calls', async () => {
      expect(await check(await granted())).toMatchObject({ from: 1, to: 0, last: 0, count: 0, gaps: [], complete: true, head: '0'.repeat(64) });
    });

    it.each([
      ['a permit in the middle is gone', 'DELETE FROM permit WHERE grant_id = $1 AND number = 3', { number: 3, what: 'gap' }, [{ first: 3, last: 3 }]],
      ['the first is gone', 'DELETE FROM permit WHERE grant_id = $1 AND number = 1', { number: 1, what: 'gap' }, [{ first: 1, last: 1 }]],
      ['the last are gone', 'DELETE FROM permit WHERE grant_id = $1 AND number > 4', { number: 5, what: 'gap' }, [{ first: 5, last: 6 }]],
      ['the client is another', `UPDATE permit SET client = 'somebody' WHERE grant_id = $1 AND number = 2`, { number: 2, what: 'link' }, []],
      ['the time is another', `UPDATE permit SET taken_at = taken_at - interval '1 day' WHERE grant_id = $1 AND number = 4`, { number: 4, what: 'link' }, []],
      ['the digest delivered is another', `UPDATE permit SET digest = repeat('e', 64) WHERE grant_id = $1 AND number = 2`, { number: 2, what: 'closing' }, []],
      ['fewer rows are said to have left', 'UPDATE permit SET rows = 1 WHERE grant_id = $1 AND number = 3', { number: 3, what: 'closing' }, []],
      ['a closed one is opened again', `UPDATE permit SET state = 'OPEN' WHERE grant_id = $1 AND number = 1`, { number: 1, what: 'closing' }, []],
      ['the last are gone and the counter with them', 'WITH gone AS (DELETE FROM permit WHERE grant_id = $1 AND number = 6) UPDATE usage_grant SET calls_taken = 5 WHERE id = $1', { number: 5, what: 'head' }, []],
    ])('names the place where %s', async (_what, sql, brokenAt, gaps) => {
      const id = await whole(6, 4);
      expect((await check(id)).complete).toBe(true);
      await t.query(sql, [id]);
      const view = await check(id);
      expect(view).toMatchObject({ complete: false, brokenAt, gaps });
      expect(await read(view.jws)).toMatchObject({ complete: false });
    });
  });
});
