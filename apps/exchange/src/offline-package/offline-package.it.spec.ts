import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { unzipSync } from 'fflate';
import { compactVerify, importJWK } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { entryPublished, getManifestKeys, getOfflinePackage, offlinePackageHandedOver, offlinePackageMade, recordHandOver, type OfflinePackageView, type PermitTicket, type ProblemWire } from '@gongshu/contracts';
import { signTicket } from '@gongshu/service-kit';
import { partyOf, person, publishedEntry, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { DataPlane } from '../data-plane/data-plane.js';
import { exchangeService } from '../index.js';
import { ForgetFiles } from '../file/forget-files.js';
import { FILE_STORE, type FileStore } from '../file-store/file-store.js';

const START = '2026-03-02T09:00:00+08:00';
const provider = person({ id: 'hebei-civil-affairs', name: '河北省民政厅', division: '130000', level: 'PROVINCE', node: '130000' }, 'DATA_ADMINISTRATOR');
const requester: TestParty = { ...provider, client: 'education', organisation: 'hebei-education', name: '河北省教育厅' };
const stranger: TestParty = { ...provider, client: 'weather', organisation: 'hebei-weather', name: '河北省气象局' };
const auditor: TestParty = { ...stranger, client: 'auditor', roles: ['AUDITOR'] };
const GRANT = '00aabb83-b690-4253-b83d-0a20be1c3d08';
const CSV = 'code,name\n130000,河北省\n130100,石家庄市\n';

describe('an offline package', () => {
  let t: TestService;
  let base: string;
  let entryId: string;

  const ticket = (own: Partial<PermitTicket> = {}): string =>
    signTicket('test-data-plane-secret', { permit: 'permit-1', grantId: GRANT, entryId, columns: ['code', 'name'], rowFilter: [], mostRows: null, form: 'PACKAGE', issuedAt: t.clock.now(), ...own });
  const make = async (own: Partial<PermitTicket> = {}, party: TestParty | null = requester, query = ''): Promise<Response> =>
    fetch(`${base}/packages?${query}`, { method: 'POST', headers: { 'x-permit-ticket': ticket(own), ...(party === null ? {} : { authorization: `Bearer ${await t.issuers.token(party)}` }) } });
  const made = async (own: Partial<PermitTicket> = {}): Promise<OfflinePackageView> => {
    const answer = await make(own);
    expect(answer.status).toBe(201);
    return (await answer.json()) as OfflinePackageView;
  };
  const fetchFile = (id: string, own: Partial<PermitTicket> = {}, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${base}/packages/${id}`, { headers: { 'x-permit-ticket': ticket(own), ...headers } });

  beforeAll(async () => {
    t = await startTestService(exchangeService, { startAt: START, neighbours: ['130100'] });
    base = `http://127.0.0.1:${String(t.service.app.get(DataPlane).port)}`;
    const entry = publishedEntry(partyOf(provider), { items: [['code', '代码'], ['name', '名称']].map(([column = '', name = '']) => ({ column, name, type: 'TEXT' })) });
    entryId = entry.id;
    await t.announce(entryPublished, entryId, entry);
    await t.eventually(async () => (await t.query('SELECT 1 FROM data_resource JOIN entry_form USING (entry_id)')).length === 1);
    const body = { method: 'POST', headers: { 'content-type': 'text/csv', authorization: `Bearer ${await t.issuers.token(provider)}` }, body: CSV };
    expect((await fetch(`${base}/versions/${entryId}`, body)).status).toBe(201);
  });
  beforeEach(() => t.clock.travelTo(START));
  afterAll(() => t.stop());

  it('holds the data and a manifest that says what they are, for whom, and what each file hashes to, signed', async () => {
    const view = await made();
    expect(view).toMatchObject({ grantId: GRANT, entryId, version: 1, rows: 2, madeAt: '2026-03-02T01:00:00.000Z', expiresAt: '2026-04-01T01:00:00.000Z', handOver: null });
    const answer = await fetchFile(view.id);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect([answer.headers.get('content-type'), answer.headers.get('x-row-count'), bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual(['application/zip', '0', view.bytes, view.sha256]);
    const files = Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, Buffer.from(content).toString()]));
    expect(files['data.csv']).toBe(CSV);
    expect(JSON.parse(files['manifest.json'] ?? '')).toMatchObject({
      package: view.id, grant: GRANT, permit: 'permit-1', requester: requester.organisation, provider: provider.organisation, entry: { id: entryId }, version: 1, rows: 2,
      columns: [{ column: 'code', title: '代码', type: 'TEXT' }, { column: 'name', title: '名称', type: 'TEXT' }],
      files: [{ name: 'data.csv', bytes: Buffer.byteLength(CSV), sha256: createHash('sha256').update(CSV).digest('hex') }],
    });
    const { keys: [key] } = await t.ask(getManifestKeys, {});
    const { payload, protectedHeader } = await compactVerify(files['manifest.jws'] ?? '', await importJWK({ kty: 'OKP', crv: 'Ed25519', x: key?.x ?? '' }, 'EdDSA'));
    expect([protectedHeader.typ, protectedHeader.kid]).toEqual(['gongshu-offline-manifest+jws', key?.kid]);
    expect(JSON.parse(Buffer.from(payload).toString())).toMatchObject(JSON.parse(files['manifest.json'] ?? '') as object);
    const part = await fetchFile(view.id, {}, { range: 'bytes=4-9', 'if-range': `"${view.sha256}"` });
    expect([part.status, Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(4, 10))]).toEqual([206, true]);
    await t.eventually(() => t.seen(offlinePackageMade).some(({ data }) => data.id === view.id && data.permitId === 'permit-1' && data.sha256 === view.sha256));
  });

  it('is given out only under a permit for the very same of the same grant', async () => {
    const { id } = await made({ columns: ['code'], rowFilter: [{ column: 'name', operator: 'EQUALS', values: ['河北省'] }] });
    const same = { columns: ['code'], rowFilter: [{ column: 'name', operator: 'EQUALS', values: ['河北省'] }] };
    expect((await fetchFile(id, same)).status).toBe(200);
    for (const other of [{}, { columns: ['code'] }, { ...same, columns: ['name'] }, { ...same, entryId: randomUUID() }]) expect((await fetchFile(id, other)).status).toBe(404);
    expect((await fetchFile(id, { ...same, grantId: randomUUID() })).status).toBe(404);
    for (const form of ['ROWS', 'FILE', 'BROWSE'] as const) expect([(await fetchFile(id, { ...same, form })).status, (await make({ form })).status]).toEqual([403, 403]);
    for (const path of ['x', '..%2f..%2fetc%2fpasswd', randomUUID()]) expect((await fetchFile(path)).status).toBe(404);
    expect([(await make({ grantId: null })).status, (await fetchFile(id, { ...same, grantId: null })).status]).toEqual([403, 403]);
    expect([(await make({}, null)).status, (await make({ mostRows: 1 })).status, (await make({}, requester, 'format=exe')).status]).toEqual([401, 403, 422]);
  });

  describe('that takes long to make', () => {
    /** Each piece of the store's files that is read takes a quarter of a minute. */
    const slowly = (each: () => Promise<void> = () => Promise.resolve()): void => {
      const store = t.service.app.get<FileStore>(FILE_STORE);
      const open = store.open.bind(store);
      vi.spyOn(store, 'open').mockImplementation(async (key, range) => {
        const bytes = await open(key, range);
        return Readable.from((async function* () {
          for await (const chunk of bytes as AsyncIterable<Buffer>) {
            t.clock.advance(15_000);
            await each();
            yield chunk;
          }
        })());
      });
    };
    afterEach(() => vi.restoreAllMocks());
    const kept = async (): Promise<number> => (await t.query('SELECT FROM offline_package')).length;

    it('is answered from early on, so that nobody takes the silence for an end', async () => {
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      let pieces = 0;
      slowly(() => {
        pieces += 1;
        return pieces === 1 ? Promise.resolve() : held;
      });
      const answer = await make();
      expect([answer.status, answer.headers.get('x-row-count'), answer.headers.get('x-data-version')]).toEqual([201, '2', '1']);
      release();
      const text = await answer.text();
      expect(text).toMatch(/^ {2}\{/);
      const view = JSON.parse(text) as OfflinePackageView;
      expect(view).toMatchObject({ grantId: GRANT, rows: 2 });
      vi.restoreAllMocks();
      t.clock.travelTo(START);
      expect((await fetchFile(view.id)).status).toBe(200);
    });

    it('breaks off, and is not kept, when it cannot be made to its end', async () => {
      const before = await kept();
      let pieces = 0;
      slowly(() => {
        pieces += 1;
        return pieces === 1 ? Promise.resolve() : Promise.reject(new Error('the store is away'));
      });
      const answer = await make();
      expect(answer.status).toBe(201);
      await expect(answer.text()).rejects.toThrow();
      expect(await kept()).toBe(before);
    });

    it('is not kept when its caller leaves', async () => {
      const before = await kept();
      const store = t.service.app.get<FileStore>(FILE_STORE);
      const put = vi.spyOn(store, 'put');
      vi.spyOn(store, 'open').mockImplementation(() => Promise.resolve(Readable.from((async function* () {
        for (;;) {
          t.clock.advance(15_000);
          yield await new Promise<Buffer>((resolve) => setImmediate(resolve, Buffer.from('x')));
        }
      })())));
      const answer = await make();
      await answer.body?.cancel();
      await t.eventually(() => put.mock.settledResults[0]?.type === 'rejected');
      expect(await kept()).toBe(before);
    });
  });

  it('is not to be had after its time, and its bytes go; the record stays', async () => {
    const { id } = await made();
    t.clock.travelTo('2026-04-01T09:00:00+08:00');
    const late = await fetchFile(id);
    expect([late.status, ((await late.json()) as ProblemWire).code]).toEqual([410, 'exchange/package-gone']);
    await t.service.app.get(ForgetFiles).run();
    expect(await t.query('SELECT file_key FROM offline_package WHERE id = $1', [id])).toEqual([{ file_key: null }]);
    expect((await fetchFile(id)).status).toBe(410);
    expect(await t.ask(getOfflinePackage, { id }, requester)).toMatchObject({ id });
  });

  it('has its hand-over recorded once, by either side, for both to read and nobody else but the auditor', async () => {
    const { id, sha256 } = await made();
    t.clock.travelTo('2026-03-03T10:00:00+08:00');
    const handOver = { receivedBy: '教育厅信息中心 张工', medium: '光盘 2026-017', handedOverAt: '2026-03-03T09:30:00.000Z' };
    const at = { ...handOver, handedOverAt: '2026-03-03T01:30:00.000Z' };
    expect((await refusal(t.ask(recordHandOver, { id, ...at }, stranger))).definition.status).toBe(404);
    for (const wrong of ['2026-03-02T00:59:59.000Z', handOver.handedOverAt]) expect((await refusal(t.ask(recordHandOver, { id, ...at, handedOverAt: wrong }, provider))).parts.errors?.[0]?.pointer).toBe('/handedOverAt');
    expect(await t.ask(recordHandOver, { id, ...at }, provider)).toMatchObject({ id, handOver: at });
    expect((await refusal(t.ask(recordHandOver, { id, ...at }, requester))).definition.code).toBe('exchange/already-handed-over');
    for (const party of [provider, requester, auditor]) expect((await t.ask(getOfflinePackage, { id }, party)).handOver).toEqual(at);
    expect((await refusal(t.ask(getOfflinePackage, { id }, stranger))).definition.status).toBe(404);
    // An organisation of the same id on another node is another organisation.
    expect((await refusal(t.ask(getOfflinePackage, { id }, { ...requester, node: '130100' }))).definition.status).toBe(401);
    const told = await t.eventually(() => t.seen(offlinePackageHandedOver).find(({ data }) => data.id === id));
    expect(told.data).toEqual({ id, grantId: GRANT, entryId, handedOverAt: at.handedOverAt, sha256 });
  });
});
