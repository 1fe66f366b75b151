import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryPublished, findUploadReports, getDataSet, getUploadReport, uploadRefused, type PermitTicket, type ProblemWire } from '@gongshu/contracts';
import { signTicket } from '@gongshu/service-kit';
import { partyOf, person, publishedEntry, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { exchangeService } from '../index.js';
import { DataPlane } from './data-plane.js';

const SECRET = 'test-data-plane-secret';
const SECRET_WORD = 'nobody may read this';
const provider = person({ id: 'hebei-civil-affairs', name: '河北省民政厅', division: '130000', level: 'PROVINCE', node: '130000' }, 'DATA_ADMINISTRATOR');
const stranger: TestParty = { ...provider, client: 'weather-data', organisation: 'hebei-weather', name: '河北省气象局' };

describe('a file that comes in', () => {
  let t: TestService;
  let base: string;

  const published = async (items: readonly (readonly [string, string])[]): Promise<string> => {
    const entry = publishedEntry(partyOf(provider), { items: items.map(([column, type]) => ({ column, name: column, type })) });
    await t.announce(entryPublished, entry.id, entry);
    await t.eventually(async () => (await t.query('SELECT 1 FROM data_resource WHERE entry_id = $1', [entry.id])).length === 1);
    return entry.id;
  };
  const upload = async (entryId: string, body: string | Buffer | Readable, headers: Record<string, string> = {}, query = ''): Promise<Response> =>
    fetch(`${base}/versions/${entryId}${query}`, { method: 'POST', headers: { 'content-type': 'text/csv', authorization: `Bearer ${await t.issuers.token(provider)}`, ...headers }, body, duplex: 'half' });
  const problemOf = async (answer: Response): Promise<ProblemWire> => (await answer.json()) as ProblemWire;
  const ticketFor = (entryId: string, columns: readonly string[], own: Partial<PermitTicket> = {}): string =>
    signTicket(SECRET, { permit: randomUUID(), grantId: null, entryId, columns, rowFilter: [], mostRows: null, form: null, issuedAt: t.clock.now(), ...own });
  const rows = async (ticket: string, query = ''): Promise<Response> => fetch(`${base}/rows${query}`, { headers: { 'x-permit-ticket': ticket } });

  beforeAll(async () => {
    t = await startTestService(exchangeService);
    base = `http://127.0.0.1:${String(t.service.app.get(DataPlane).port)}`;
  });
  afterAll(() => t.stop());

  it('with a fault is reported row by row, to its provider alone', async () => {
    const id = await published([['n', 'INTEGER'], ['t', 'TEXT']]);
    const long = Readable.from((function* () { yield 'n,t\n'; for (let line = 0; line < 20; line += 1) yield `wrong,x\n1,${SECRET_WORD}\n`.repeat(1_000); })());
    const answer = await upload(id, long);
    expect(answer.status).toBe(422);
    const { errors, detail } = await problemOf(answer);
    expect(errors).toHaveLength(50);
    const { items } = await t.ask(findUploadReports, { entryId: id }, provider);
    expect(items).toMatchObject([{ entryId: id, version: null, rows: 40_000, faultyRows: 20_000, faultCount: 20_000 }]);
    const reportId = items[0]?.id ?? '';
    expect(JSON.stringify(detail)).toContain(reportId);
    const report = await t.ask(getUploadReport, { entryId: id, reportId }, provider);
    expect([report.faults.length, report.faults[999]]).toEqual([1_000, { pointer: '/rows/1999/n', code: 'integer', detail: expect.any(String) as string }]);
    expect(JSON.stringify(report)).not.toContain('wrong');
    await t.eventually(() => t.seen(uploadRefused).some(({ data }) => data.reportId === reportId));
    expect(t.seen(uploadRefused).filter(({ subject }) => subject === id).map(({ data }) => data)).toEqual([{ entryId: id, reportId, rows: 40_000, faultyRows: 20_000, firstFault: '/rows/1/n' }]);
    expect((await refusal(t.ask(getUploadReport, { entryId: id, reportId }, stranger))).definition.status).toBe(404);
    expect((await refusal(t.ask(findUploadReports, { entryId: id }, stranger))).definition.status).toBe(404);
    expect((await refusal(t.ask(getUploadReport, { entryId: id, reportId: randomUUID() }, provider))).definition.status).toBe(404);
  });

  it('goes without the rows at fault when its provider says so, and tells which were left out', async () => {
    const id = await published([['n', 'INTEGER']]);
    const send = (query: string): Promise<Response> => upload(id, 'n\n1\nx\n3\n', {}, query);
    expect((await problemOf(await send('?faulty=perhaps'))).errors?.[0]?.pointer).toBe('/faulty');
    expect((await send('?faulty=refuse')).status).toBe(422);
    expect((await send('?faulty=skip')).status).toBe(201);
    expect(await (await rows(ticketFor(id, ['n']))).json()).toEqual([{ n: 1 }, { n: 3 }]);
    const { items } = await t.ask(findUploadReports, { entryId: id, version: 1 }, provider);
    expect(items).toMatchObject([{ version: 1, rows: 3, faultyRows: 1 }]);
    const report = await t.ask(getUploadReport, { entryId: id, reportId: items[0]?.id ?? '' }, provider);
    expect(report.faults.map(({ pointer, code }) => [pointer, code])).toEqual([['/rows/2/n', 'integer']]);
  });

  it('comes gzipped and as NDJSON too, with the same digest', async () => {
    const id = await published([['n', 'INTEGER'], ['t', 'TEXT']]);
    const packed = { 'content-encoding': 'gzip' };
    expect((await upload(id, 'n,t\n1,"a, b"\n2,\n')).status).toBe(201);
    expect((await upload(id, gzipSync('t,n\r\n"a, b",1\r\n"",2'), packed)).status).toBe(201);
    expect((await upload(id, '{"n":1,"t":"a, b"}\n{"t":null,"n":"2"}', { 'content-type': 'application/x-ndjson' })).status).toBe(201);
    const { versions } = await t.ask(getDataSet, { entryId: id }, provider);
    expect(new Set(versions.map(({ digest }) => digest))).toEqual(new Set([createHash('sha256').update('n,t\n1,"a, b"\n2,\n').digest('hex')]));
    for (const [line, pointer] of [['{"n":1', '/rows/2'], ['[1]', '/rows/2'], ['{"n":1,"x/y":1}', '/rows/2/x~1y'], ['{"n":12345678901234567890}', '/rows/2/n'], ['{"t":"\\ud842"}', '/rows/2/t'], ['{"t":{}}', '/rows/2/t']] as const) {
      const answer = await upload(id, `{"n":1}\n${line}\n`, { 'content-type': 'application/x-ndjson' });
      expect([answer.status, (await problemOf(answer)).errors?.map((fault) => fault.pointer)]).toEqual([422, [pointer]]);
    }
    const whole = gzipSync('n,t\n1,x\n');
    for (const bad of [whole.subarray(0, -9), Buffer.from('n,t\n1,x\n')]) expect((await problemOf(await upload(id, bad, packed))).code).toBe('input/malformed');
    const bomb = await upload(id, gzipSync(Buffer.concat([Buffer.from('n,t\n'), Buffer.alloc(80 * 1024 * 1024, `1,${'x'.repeat(3_000)}\n`)])), packed);
    expect((await problemOf(bomb)).code).toBe('input/too-large');
    expect((await t.ask(getDataSet, { entryId: id }, provider)).versions).toHaveLength(3);
    expect((await upload(id, 'n,t\n3,c\n')).status).toBe(201);
  });

  it('comes in GB 18030 where its content type says so, with the digest of the same rows in UTF-8, and in no other character set', async () => {
    const id = await published([['n', 'INTEGER'], ['t', 'TEXT']]);
    expect((await upload(id, 'n,t\n1,"河北,省"\n2,𠮷€\n')).status).toBe(201);
    // The same in GB 18030.
    const [ONE, TWO] = [Buffer.from('bad3b1b12ccaa1', 'hex'), Buffer.from('9534b235a2e3', 'hex')];
    const csv = Buffer.concat([Buffer.from('n,t\r\n1,"'), ONE, Buffer.from('"\r\n2,'), TWO]);
    const stated = { 'content-digest': `sha-256=:${createHash('sha256').update(csv).digest('base64')}:` };
    expect((await upload(id, csv, { 'content-type': 'text/csv; charset=GB18030', ...stated })).status).toBe(201);
    expect((await upload(id, gzipSync(csv), { 'content-type': 'text/csv;charset="gbk"', 'content-encoding': 'gzip' })).status).toBe(201);
    const ndjson = Buffer.concat([Buffer.from('{"n":1,"t":"'), ONE, Buffer.from('"}\n{"n":2,"t":"'), TWO, Buffer.from('"}')]);
    expect((await upload(id, ndjson, { 'content-type': 'application/x-ndjson; charset=gb2312' })).status).toBe(201);
    const { versions } = await t.ask(getDataSet, { entryId: id }, provider);
    expect([versions.length, new Set(versions.map(({ digest }) => digest)).size]).toEqual([4, 1]);
    expect(await (await rows(ticketFor(id, ['t']))).json()).toEqual([{ t: '河北,省' }, { t: '𠮷€' }]);
    const faulty = await upload(id, Buffer.concat([Buffer.from('n,t\n1,'), ONE.subarray(0, 4), Buffer.from('\n2,'), ONE.subarray(0, 3), Buffer.from('\n3,x\n4,\xff\n', 'latin1')]), { 'content-type': 'text/csv; charset=gb18030' });
    expect([faulty.status, (await problemOf(faulty)).errors?.map(({ pointer, code }) => [pointer, code])]).toEqual([422, [['/rows/2/t', 'utf-8'], ['/rows/4/t', 'utf-8']]]);
    for (const charset of ['utf-7', 'utf-16le', 'big5', 'x']) {
      expect(await problemOf(await upload(id, csv, { 'content-type': `text/csv; charset=${charset}` }))).toMatchObject({ status: 415, code: 'input/unsupported-media-type', allowed: ['utf-8', 'gb18030', 'gbk', 'gb2312'] });
    }
    expect((await upload(id, csv)).status).toBe(422);
  });

  it('comes with the digest its sender states of it, packed as it is sent, or not at all', async () => {
    const id = await published([['n', 'INTEGER'], ['t', 'TEXT']]);
    const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');
    const csv = 'n,t\n1,a\n';
    const packed = gzipSync(csv);
    expect(await problemOf(await upload(id, csv, { 'x-content-sha256': sha256('other') }))).toMatchObject({ status: 422, code: 'exchange/digest-mismatch' });
    expect(await problemOf(await upload(id, packed, { 'content-encoding': 'gzip', 'x-content-sha256': sha256(csv) }))).toMatchObject({ status: 422, code: 'exchange/digest-mismatch' });
    expect(await problemOf(await upload(id, csv, { 'content-digest': 'sha-256=:x:' }))).toMatchObject({ status: 422, code: 'input/invalid' });
    expect(await t.query('SELECT 1 FROM data_version WHERE entry_id = $1', [id])).toEqual([]);
    expect((await upload(id, csv, { 'content-digest': `sha-256=:${createHash('sha256').update(csv).digest('base64')}:` })).status).toBe(201);
    expect((await upload(id, packed, { 'content-encoding': 'gzip', 'x-content-sha256': sha256(packed) })).status).toBe(201);
  });
});
