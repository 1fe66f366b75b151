import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parquetReadObjects } from 'hyparquet';
import { entryPublished, getDataSet, type DataSetView, type EntryPublished, type PermitTicket, type ProblemWire } from '@gongshu/contracts';
import { signTicket } from '@gongshu/service-kit';
import { partyOf, person, publishedEntry, startTestService, type TestService } from '@gongshu/testing';
import { DataPlane } from '../data-plane/data-plane.js';
import { exchangeService } from '../index.js';
import { ForgetFiles } from './forget-files.js';

const provider = person({ id: 'hebei-civil-affairs', name: '河北省民政厅', division: '130000', level: 'PROVINCE', node: '130000' }, 'DATA_ADMINISTRATOR');
const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');
const COLUMNS = [['code', 'TEXT'], ['name', 'TEXT'], ['count', 'INTEGER']] as const;
const ROWS = Array.from({ length: 20_000 }, (_, at) => [String(100_000 + at), `第${String(at)}号,“县”`, String(at % 7)]);
const csvOf = (rows: readonly (readonly string[])[], names: readonly string[]): string => `${[names, ...rows].map((row) => row.map((value) => (value.includes(',') ? `"${value}"` : value)).join(',')).join('\n')}\n`;
const TABLE = csvOf(ROWS, COLUMNS.map(([column]) => column));
const PDF = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(300_000, 7)]);

describe('files of the data plane', () => {
  let t: TestService;
  let base: string;
  let table: string;
  let document: string;
  let seed = 20260302;
  const random = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;

  const locate = (): void => {
    base = `http://127.0.0.1:${String(t.service.app.get(DataPlane).port)}`;
  };
  const publish = async (own: Partial<EntryPublished> = {}): Promise<string> => {
    const entry = publishedEntry(partyOf(provider), { items: COLUMNS.map(([column, type]) => ({ column, name: `${column}名`, type })), ...own });
    await t.announce(entryPublished, entry.id, entry);
    await t.eventually(async () => (await t.query('SELECT 1 FROM data_resource JOIN entry_form USING (entry_id) WHERE entry_id = $1', [entry.id])).length === 1);
    return entry.id;
  };
  const upload = async (entryId: string, body: string | Buffer, type: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${base}/versions/${entryId}`, { method: 'POST', headers: { 'content-type': type, authorization: `Bearer ${await t.issuers.token(provider)}`, ...headers }, body });
  const ticket = (entryId: string, own: Partial<PermitTicket> = {}): string =>
    signTicket('test-data-plane-secret', { permit: randomUUID(), grantId: null, entryId, columns: COLUMNS.map(([column]) => column), rowFilter: [], mostRows: null, form: 'FILE', issuedAt: t.clock.now(), ...own });
  const file = (opened: string, query = '', headers: Record<string, string> = {}): Promise<Response> => fetch(`${base}/file?${query}`, { headers: { 'x-permit-ticket': opened, ...headers } });
  const bytesOf = async (answer: Response): Promise<Buffer> => Buffer.from(await answer.arrayBuffer());
  const codeOf = async (answer: Response): Promise<[number, string]> => [answer.status, ((await answer.json()) as ProblemWire).code];

  beforeAll(async () => {
    t = await startTestService(exchangeService);
    locate();
    [table, document] = [await publish(), await publish({ format: 'PDF' })];
    expect((await upload(table, TABLE, 'text/csv')).status).toBe(201);
  });
  afterAll(() => t.stop());

  it('gives a table whole, with what is needed to check and resume it', async () => {
    const whole = await file(ticket(table));
    const body = await bytesOf(whole);
    expect(body.toString()).toBe(TABLE);
    expect(Object.fromEntries(['content-type', 'content-length', 'etag', 'accept-ranges', 'repr-digest', 'x-data-version', 'x-row-count', 'content-range'].map((name) => [name, whole.headers.get(name)]))).toEqual({
      'content-type': 'text/csv; charset=utf-8',
      'content-length': String(body.length),
      etag: `"${sha256(body)}"`,
      'accept-ranges': 'bytes',
      'repr-digest': `sha-256=:${createHash('sha256').update(body).digest('base64')}:`,
      'x-data-version': '1',
      'x-row-count': '20000',
      'content-range': null,
    });
    const head = await file(ticket(table), 'head=true');
    expect([head.status, head.headers.get('x-file-length'), head.headers.get('etag'), head.headers.get('x-row-count'), await head.text()]).toEqual([200, String(body.length), whole.headers.get('etag'), '0', '']);
  });

  it('resumes at any byte, and counts the rows of all parts once', async () => {
    const size = Buffer.byteLength(TABLE);
    const tag = `"${sha256(TABLE)}"`;
    for (let round = 0; round < 3; round += 1) {
      const cuts = [...new Set(Array.from({ length: 4 }, () => 1 + random(size - 1)))].sort((a, b) => a - b);
      const parts: Buffer[] = [];
      let rows = 0;
      for (const [at, first] of [0, ...cuts].entries()) {
        const end = cuts[at];
        const answer = await file(ticket(table), '', { range: `bytes=${String(first)}-${end === undefined ? '' : String(end - 1)}`, 'if-range': tag });
        expect([answer.status, answer.headers.get('content-range')]).toEqual([206, `bytes ${String(first)}-${String((end ?? size) - 1)}/${String(size)}`]);
        rows += Number(answer.headers.get('x-row-count'));
        parts.push(await bytesOf(answer));
      }
      expect([Buffer.concat(parts).equals(Buffer.from(TABLE)), rows]).toEqual([true, 20_000]);
    }
    const beyond = await file(ticket(table), '', { range: `bytes=${String(size)}-` });
    expect([beyond.status, ((await beyond.json()) as ProblemWire).allowed]).toEqual([416, [`bytes */${String(size)}`]]);
  });

  it('applies columns and row filter before the first byte, and tells apart what they let out', async () => {
    const only = ticket(table, { columns: ['count', 'code'], rowFilter: [{ column: 'code', operator: 'FROM', values: ['119990'] }, { column: 'count', operator: 'IN', values: ['1', '2'] }] });
    const body = (await bytesOf(await file(only))).toString();
    expect(body).toBe(csvOf(ROWS.filter(([code = '', , count = '']) => code >= '119990' && ['1', '2'].includes(count)).map(([code = '', , count = '']) => [count, code]), ['count', 'code']));
    expect(await codeOf(await file(ticket(table, { columns: ['secret'] })))).toEqual([422, 'exchange/unknown-column']);
  });

  it('gives the same rows as NDJSON and Parquet', async () => {
    const lines = (await bytesOf(await file(ticket(table), 'format=ndjson'))).toString().trimEnd().split('\n');
    expect([lines.length, JSON.parse(lines[7] ?? '')]).toEqual([20_000, { code: '100007', name: '第7号,“县”', count: 0 }]);
    const parquet = await file(ticket(table), 'format=parquet');
    const rows = await parquetReadObjects({ file: new Uint8Array(await bytesOf(parquet)).buffer });
    expect([parquet.headers.get('content-type'), rows.length, rows[19_999]]).toEqual(['application/vnd.apache.parquet', 20_000, { code: '119999', name: '第19999号,“县”', count: BigInt(19_999 % 7) }]);
  });

  it('makes a file once for all who ask at the same time, and again when its bytes are gone', async () => {
    const asked = ticket(table, { columns: ['name'] });
    const answers = await Promise.all(Array.from({ length: 8 }, () => file(asked)));
    expect(new Set(await Promise.all(answers.map(async (answer) => sha256(await bytesOf(answer))))).size).toBe(1);
    const made = (): Promise<{ file_key: string }[]> => t.query(`SELECT file_key FROM made_file WHERE sha256 = $1`, [answers[0]?.headers.get('etag')?.replaceAll('"', '')]);
    const [first, ...others] = await made();
    expect(others).toEqual([]);
    await t.query(`UPDATE made_file SET used_at = used_at - interval '8 days' WHERE file_key = $1`, [first?.file_key]);
    await t.service.app.get(ForgetFiles).run();
    expect(await made()).toEqual([]);
    const again = await file(asked, '', { range: 'bytes=5-', 'if-range': answers[0]?.headers.get('etag') ?? '' });
    expect([again.status, (await made()).length]).toEqual([206, 1]);
  });

  it('goes on after the exchange was gone in the middle, on the file it began with though a newer version came', async () => {
    const entry = await publish();
    const large = csvOf(Array.from({ length: 150_000 }, (_, at) => [String(at), `行${'x'.repeat(40)}${String(at)}`, String(at)]), ['code', 'name', 'count']);
    expect((await upload(entry, large, 'text/csv')).status).toBe(201);
    const begun = await file(ticket(entry));
    const tag = begun.headers.get('etag') ?? '';
    const reader = begun.body?.getReader();
    const beginning = Buffer.from((await reader?.read())?.value ?? []);
    const from = beginning.length;
    expect(from > 0 && from < Buffer.byteLength(large) / 2).toBe(true);
    const stopped = t.stopService();
    await reader?.cancel();
    await stopped;
    await t.startService();
    locate();
    expect((await upload(entry, 'code,name,count\n1,2,3\n', 'text/csv')).status).toBe(201);
    const newer = await file(ticket(entry), '', { range: `bytes=${String(from)}-`, 'if-range': tag });
    expect([newer.status, newer.headers.get('x-data-version'), await newer.text()]).toEqual([200, '2', 'code,name,count\n1,2,3\n']);
    const rest = await file(ticket(entry), 'version=1', { range: `bytes=${String(from)}-`, 'if-range': tag });
    expect([rest.status, rest.headers.get('etag'), Buffer.concat([beginning, await bytesOf(rest)]).equals(Buffer.from(large))]).toEqual([206, tag, true]);
    expect(await codeOf(await file(ticket(entry), 'version=3'))).toEqual([404, 'exchange/unknown-version']);
  });

  it('lets no more rows out than the permit, in parts as whole', async () => {
    expect(await codeOf(await file(ticket(table, { mostRows: 19_999 })))).toEqual([403, 'exchange/beyond-row-quota']);
    const size = Buffer.byteLength(TABLE);
    const half = await file(ticket(table, { mostRows: 10_001 }), '', { range: `bytes=0-${String(Math.floor(size / 2))}` });
    expect(half.status).toBe(206);
    await half.body?.cancel();
  });

  it.each([
    ['format=xlsx', '/format'], ['version=0', '/version'], ['version=1&version=2', '/version'], ['head=yes', '/head'], ['limit=1', '/limit'], ['format=../../etc/passwd', '/format'], ['where.code=1', '/where.code'],
  ])('refuses %s with a pointer', async (query, pointer) => {
    const answer = await file(ticket(table), query);
    expect([answer.status, ((await answer.json()) as ProblemWire).errors?.map((fault) => fault.pointer)]).toEqual([422, [pointer]]);
  });

  it('opens to a ticket for files alone', async () => {
    for (const form of ['ROWS', 'BROWSE', 'PACKAGE'] as const) expect(await codeOf(await file(ticket(table, { form })))).toEqual([403, 'exchange/invalid-ticket']);
    expect((await file(ticket(table, { form: null }))).status).toBe(200);
    expect(await codeOf(await file('nonsense'))).toEqual([403, 'exchange/invalid-ticket']);
  });

  describe('that are documents', () => {
    it('are versions as they are, under the name their provider gave', async () => {
      const stated = { 'x-file-name': encodeURIComponent('区划（2026）.pdf'), 'content-digest': `sha-256=:${createHash('sha256').update(PDF).digest('base64')}:`, 'x-content-sha256': sha256(PDF) };
      const answer = await upload(document, PDF, 'application/pdf; charset=binary', stated);
      expect([answer.status, ((await answer.json()) as DataSetView).versions]).toEqual([201, [{ version: 1, rows: 0, digest: sha256(PDF), completedAt: '2026-03-02T01:00:00.000Z', cause: 'UPLOAD' }]]);
      const whole = await file(ticket(document));
      expect([whole.headers.get('content-type'), whole.headers.get('content-disposition')]).toEqual([
        'application/pdf', `attachment; filename="${document}-v1.pdf"; filename*=UTF-8''${encodeURIComponent('区划（2026）.pdf')}`,
      ]);
      expect((await bytesOf(whole)).equals(PDF)).toBe(true);
      const part = await file(ticket(document), '', { range: 'bytes=-10' });
      expect([part.status, (await bytesOf(part)).equals(PDF.subarray(-10))]).toEqual([206, true]);
    });

    it('are refused with a wrong digest, empty, under a name that leads elsewhere, or for a table; nothing of them stays', async () => {
      const before = (await t.ask(getDataSet, { entryId: document }, provider)).versions.length;
      expect(await codeOf(await upload(document, PDF, 'application/pdf', { 'x-content-sha256': sha256('other') }))).toEqual([422, 'exchange/digest-mismatch']);
      expect(await codeOf(await upload(document, '', 'application/pdf'))).toEqual([422, 'exchange/no-record']);
      expect(await codeOf(await upload(document, PDF, 'application/pdf', { 'x-file-name': '..%2F..%2Fpasswd' }))).toEqual([422, 'input/invalid']);
      expect(await codeOf(await upload(document, PDF, 'application/pdf', { 'content-digest': 'sha-256=:x:' }))).toEqual([422, 'input/invalid']);
      expect(await codeOf(await upload(table, PDF, 'application/pdf'))).toEqual([415, 'input/unsupported-media-type']);
      expect((await t.ask(getDataSet, { entryId: document }, provider)).versions).toHaveLength(before);
    });

    it('once under one idempotency key', async () => {
      const key = { 'idempotency-key': 'document-1' };
      const [first, again] = [await upload(document, 'v2', 'text/plain', key), await upload(document, 'v2', 'text/plain', key)];
      expect(await again.json()).toEqual(await first.json());
      expect((await t.query('SELECT 1 FROM document JOIN data_version ON id = version_id WHERE entry_id = $1', [document])).length).toBe(2);
    });

    it('leave whole or not at all', async () => {
      expect(await codeOf(await file(ticket(document, { columns: ['code'] })))).toEqual([403, 'exchange/whole-document-only']);
      expect(await codeOf(await file(ticket(document, { rowFilter: [{ column: 'code', operator: 'EQUALS', values: ['1'] }] })))).toEqual([403, 'exchange/whole-document-only']);
      expect(await codeOf(await file(ticket(document), 'format=csv'))).toEqual([422, 'input/invalid']);
    });
  });
});
