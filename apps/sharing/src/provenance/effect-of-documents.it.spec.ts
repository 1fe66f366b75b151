import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnSharingRequest, archiveDocument, checkDocument, closePermits, documentArchived, entryPublished, findArchiveRecords, getArchiveRecord, getDocumentKeys, getProvenance, submitSharingRequest, takePermits, versionCompleted,
  type ArchiveMetadata, type DocumentKey, type Level, type PermitAnswer, type Role,
} from '@gongshu/contracts';
import { compactVerify, importJWK } from 'jose';
import { hebei, partyOf, person, publishedEntry, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { sharingService } from '../index.js';

const { reasonsToAsk } = hebei;
const CERTIFICATE = Buffer.from('%PDF-1.7 电子营业执照 91130000000000000X');
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const oneByteChanged = (bytes: Buffer): Buffer => {
  const changed = Buffer.from(bytes);
  changed[9] = (changed[9] ?? 0) ^ 1;
  return changed;
};

/** A node under one pack, and a certificate that a department of it fetches as a file. */
class Place {
  private constructor(
    readonly t: TestService,
    readonly authority: TestParty,
    readonly auditor: TestParty,
    readonly provider: TestParty,
    readonly requester: TestParty,
    readonly stranger: TestParty,
  ) {}

  static async open(code: string, name: string, level: Level, pack: string): Promise<Place> {
    const t = await startTestService(sharingService, { node: { code, name, level, pack }, startAt: '2026-09-24T09:00:00+08:00' });
    const member = (id: string, role: Role): TestParty => person({ id, name: `${name}${id}`, division: code, level, node: code }, role);
    return new Place(t, member('authority', 'DATA_AUTHORITY'), member('audit', 'AUDITOR'), member('market', 'DATA_ADMINISTRATOR'), member('civil', 'DATA_ADMINISTRATOR'), member('other', 'DATA_ADMINISTRATOR'));
  }

  async granted(): Promise<string> {
    const entry = publishedEntry(partyOf(this.provider), { name: '电子营业执照', sharingType: 'UNCONDITIONAL', node: this.provider.node });
    await this.t.announce(entryPublished, entry.id, entry);
    await this.t.announce(versionCompleted, entry.id, { entryId: entry.id, version: 1, rows: 1, digest: 'a'.repeat(64), cause: 'UPLOAD' });
    await this.t.eventually(async () => (await this.t.query('SELECT 1 FROM shareable_entry JOIN data_source ON entry_id = id WHERE id = $1', [entry.id])).length === 1);
    const submitted = await this.t.ask(submitSharingRequest, { entryId: entry.id, ...reasonsToAsk, provisionMode: 'FILE_DOWNLOAD' }, this.requester);
    return String(submitted.grantId ?? (await this.t.ask(actOnSharingRequest, { id: submitted.id, act: 'deliver' }, this.authority)).grantId);
  }

  async taken(grantId: string): Promise<PermitAnswer & { provenance: string }> {
    const ask = { token: await this.t.issuers.token(this.requester), grantId, scenario: reasonsToAsk.applicationScenario, form: 'FILE', traceparent: 'x' };
    const [answer] = (await this.t.ask(takePermits, { asks: [ask] })).answers;
    expect(answer?.problem).toBeNull();
    if (answer?.provenance === undefined) throw new Error('a document comes with its provenance');
    return { ...answer, provenance: answer.provenance };
  }

  /** A delivery that has come to its end: the JWS of its header. */
  async delivered(grantId: string, bytes = CERTIFICATE): Promise<{ number: number; provenance: string }> {
    const { permitId, number, provenance } = await this.taken(grantId);
    await this.t.ask(closePermits, { closings: [{ permitId: String(permitId), state: 'COMPLETED', bytes: bytes.length, digest: sha256(bytes), dataVersion: 1 }] });
    return { number, provenance };
  }

  async read(jws: string): Promise<Record<string, unknown>> {
    const { keys } = await this.t.ask(getDocumentKeys, {});
    const { payload } = await compactVerify(jws, async ({ kid }) => importJWK(keys.find((key): key is DocumentKey => key.kid === kid) ?? {}, 'EdDSA'));
    return JSON.parse(Buffer.from(payload).toString()) as Record<string, unknown>;
  }
}

describe.each([
  ['FUS-19-1', '210400', '抚顺市', 'CITY', 'fushun', '19', '与纸质文书具有同等效力'],
  ['LIA-15-1', '210000', '辽宁省', 'PROVINCE', 'liaoning', '15', '与纸质文书原件具有同等效力'],
  ['HEB-27-1', '130000', '河北省', 'PROVINCE', 'hebei', '27', '与纸质文书原件具有同等法律效力'],
] as const)('the effect of delivered documents by %s', (_row, code, name, level, pack, article, quote) => {
  let place: Place;
  beforeAll(async () => {
    place = await Place.open(code, name, level, pack);
  });
  afterAll(() => place.t.stop());

  it(`[${_row}] a delivered certificate carries its source, time and digest, which verify; one changed byte does not`, async () => {
    const { t, requester, provider } = place;
    const grantId = await place.granted();
    const { number, provenance } = await place.delivered(grantId);
    expect(await place.read(provenance)).toMatchObject({ iss: `urn:gongshu:node:${code}`, source: partyOf(provider), receiver: partyOf(requester), entryName: '电子营业执照', grantId, number, takenAt: '2026-09-24T01:00:00.000Z' });

    const statement = await t.ask(getProvenance, { id: grantId, number }, requester);
    expect(statement.article).toMatchObject({ pack, article, quote: expect.stringContaining(quote) as string });
    expect(statement.effectZh).toContain(quote);
    expect(await place.read(statement.jws)).toMatchObject({ ...(statement.statement as object), sha256: sha256(CERTIFICATE), dataVersion: 1, source: partyOf(provider) });

    for (const jws of [provenance, statement.jws]) {
      const check = (bytes: Buffer) => t.ask(checkDocument, { provenance: jws, sha256: sha256(bytes), context: 'SERVICE' }, place.stranger);
      expect(await check(CERTIFICATE)).toMatchObject({ result: 'VALID_ELECTRONIC', paperRequired: false, article: { pack, article } });
      expect(await check(oneByteChanged(CERTIFICATE))).toMatchObject({ result: 'DIGEST_MISMATCH', paperRequired: true, article: null });
    }
    expect((await refusal(t.ask(getProvenance, { id: grantId, number }, place.stranger))).definition.status).toBe(404);
  });
});

describe('documents under the Hebei pack', () => {
  let place: Place;
  beforeAll(async () => {
    place = await Place.open('130000', '河北省', 'PROVINCE', 'hebei');
  });
  afterAll(() => place.t.stop());

  it('[HEB-27-3] a certificate checked in an inspection or audit is valid electronically, and no paper may be asked for, by the article', async () => {
    const { provenance } = await place.delivered(await place.granted());
    const inspector = place.authority;
    for (const context of ['INSPECTION', 'AUDIT', 'ARCHIVE_INSPECTION']) {
      expect(await place.t.ask(checkDocument, { provenance, sha256: sha256(CERTIFICATE), context }, inspector)).toMatchObject({
        result: 'VALID_ELECTRONIC', paperRequired: false, article: { pack: 'hebei', article: '27', quote: expect.stringContaining('不得要求提供纸质文件') as string },
      });
    }
    const forged = await place.t.ask(checkDocument, { provenance, sha256: sha256(oneByteChanged(CERTIFICATE)), context: 'INSPECTION' }, inspector);
    expect(forged).toMatchObject({ result: 'DIGEST_MISMATCH', paperRequired: true });
  });

  it('checks a file that was fetched in parts against the whole, not the part', async () => {
    const { permitId, provenance } = await place.taken(await place.granted());
    const part = CERTIFICATE.subarray(20);
    await place.t.ask(closePermits, { closings: [{ permitId: String(permitId), state: 'COMPLETED', bytes: part.length, digest: sha256(part), documentDigest: sha256(CERTIFICATE), dataVersion: 1 }] });
    const check = async (bytes: Buffer): Promise<string> => (await place.t.ask(checkDocument, { provenance, sha256: sha256(bytes), context: 'SERVICE' }, place.requester)).result;
    expect([await check(CERTIFICATE), await check(part)]).toEqual(['VALID_ELECTRONIC', 'DIGEST_MISMATCH']);
  });

  it('finds a provenance that is changed, signed by nobody known, of another kind, or of a delivery that never came to its end', async () => {
    const grantId = await place.granted();
    const { provenance } = await place.delivered(grantId);
    const open = await place.taken(grantId);
    const result = async (jws: string): Promise<string> => (await place.t.ask(checkDocument, { provenance: jws, sha256: sha256(CERTIFICATE), context: 'OTHER' }, place.requester)).result;
    const [head = '', body = '', signature = ''] = provenance.split('.');
    const changed = Buffer.from(Buffer.from(body, 'base64url').toString().replace('电子营业执照', '不动产权证书')).toString('base64url');
    const header = (own: object): string => Buffer.from(JSON.stringify({ ...(JSON.parse(Buffer.from(head, 'base64url').toString()) as object), ...own })).toString('base64url');
    expect(await result(`${head}.${changed}.${signature}`)).toBe('SIGNATURE_INVALID');
    expect(await result(`${header({ kid: 'another' })}.${body}.${signature}`)).toBe('KEY_UNKNOWN');
    expect(await result(`${header({ alg: 'none' })}.${body}.`)).toBe('MALFORMED');
    expect(await result('no-jws')).toBe('MALFORMED');
    expect(await result(open.provenance)).toBe('NOT_DELIVERED');
    expect((await refusal(place.t.ask(getProvenance, { id: grantId, number: open.number }, place.requester))).definition.code).toBe('sharing/not-closed');
    await place.t.ask(closePermits, { closings: [{ permitId: String(open.permitId), state: 'FAILED', bytes: 0 }] });
    expect(await result(open.provenance)).toBe('NOT_DELIVERED');
    expect((await refusal(place.t.ask(getProvenance, { id: grantId, number: open.number }, place.requester))).definition.code).toBe('sharing/not-delivered');
  });

  it('[HEB-27-2] archives a document with the metadata that archives need, and refuses one without, naming them and the article', async () => {
    const { t, requester, stranger } = place;
    const { provenance } = await place.delivered(await place.granted());
    const document = { provenance, sha256: sha256(CERTIFICATE) };
    const metadata: ArchiveMetadata = { fonds: '0131', category: '文书档案', retentionPeriod: 'PERMANENT', title: '电子营业执照', formedOn: '2026-09-24' };
    const { fonds: _fonds, ...withoutFonds } = metadata;
    const refused = await refusal(t.ask(archiveDocument, { ...document, metadata: {} }, requester));
    expect(refused.definition.status).toBe(422);
    expect(refused.parts).toMatchObject({ article: { pack: 'hebei', article: '27' }, errors: Object.keys(metadata).map((field) => ({ pointer: `/metadata/${field}` })) });
    for (const lacking of [withoutFonds, { ...metadata, fonds: ' ' }]) {
      expect((await refusal(t.ask(archiveDocument, { ...document, metadata: lacking }, requester))).parts.errors?.map(({ pointer }) => pointer)).toEqual(['/metadata/fonds']);
    }
    const changed = { ...document, sha256: sha256(oneByteChanged(CERTIFICATE)), metadata };
    expect((await refusal(t.ask(archiveDocument, changed, requester))).parts.errors).toMatchObject([{ pointer: '/sha256', code: 'DIGEST_MISMATCH' }]);
    expect((await refusal(t.ask(archiveDocument, { ...document, metadata }, stranger))).definition.status).toBe(404);
    expect((await t.ask(findArchiveRecords, {}, requester)).items).toEqual([]);

    const record = await t.ask(archiveDocument, { ...document, metadata }, requester);
    expect(record).toMatchObject({ compliance: 'COMPLIANT', article: { pack: 'hebei', article: '27' }, metadata, department: partyOf(requester), source: partyOf(place.provider) });
    expect((await refusal(t.ask(archiveDocument, { ...document, metadata }, requester))).definition.code).toBe('sharing/already-archived');
    expect((await t.ask(findArchiveRecords, {}, requester)).items).toEqual([record]);
    expect(await t.ask(getArchiveRecord, { id: record.id }, place.auditor)).toEqual(record);
    expect((await refusal(t.ask(getArchiveRecord, { id: record.id }, stranger))).definition.status).toBe(404);
    expect((await t.ask(findArchiveRecords, {}, stranger)).items).toEqual([]);
    await t.eventually(() => t.seen(documentArchived).some(({ data }) => data.id === record.id && data.compliance === 'COMPLIANT'));
  });
});
