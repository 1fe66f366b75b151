import { createHash, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actRefused, entryPublished, getDataSet, getRecordStream, sealRecords, setRecordStream, type EntryPublished, type ProblemWire } from '@gongshu/contracts';
import { partyOf, person, publishedEntry, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { exchangeService } from '../index.js';
import { DataPlane } from './data-plane.js';

const provider = person({ id: 'hebei-civil-affairs', name: '河北省民政厅', division: '130000', level: 'PROVINCE', node: '130000' }, 'DATA_ADMINISTRATOR');
const stranger: TestParty = { ...provider, client: 'weather-data', organisation: 'hebei-weather', name: '河北省气象局' };
const reviewer: TestParty = { ...provider, client: 'civil-affairs-review', roles: ['CATALOGUE_REVIEWER'] };
const RECORD = '{"n":1,"t":"第1条"}\n';

interface Sending {
  readonly query?: string;
  readonly headers?: Record<string, string>;
  readonly party?: TestParty | null;
}

describe('a window of records', () => {
  let t: TestService;
  let base: string;

  const published = async (own: Partial<EntryPublished> = {}): Promise<string> => {
    const entry = publishedEntry(partyOf(provider), { items: [['n', 'INTEGER'], ['t', 'TEXT']].map(([column = '', type = '']) => ({ column, name: column, type })), ...own });
    await t.announce(entryPublished, entry.id, entry);
    await t.eventually(async () => (await t.query('SELECT 1 FROM data_resource WHERE entry_id = $1', [entry.id])).length === 1);
    return entry.id;
  };
  const send = async (entryId: string, sequence: number | string, body: string | Buffer, { query = '', headers = {}, party = provider }: Sending = {}): Promise<Response> => {
    const authorization: Record<string, string> = party === null ? {} : { authorization: `Bearer ${await t.issuers.token(party)}` };
    return fetch(`${base}/records/${entryId}?sequence=${String(sequence)}${query}`, { method: 'POST', headers: { 'content-type': 'application/x-ndjson', ...authorization, ...headers }, body });
  };
  const problemOf = async (answer: Response): Promise<ProblemWire> => (await answer.json()) as ProblemWire;

  beforeAll(async () => {
    t = await startTestService(exchangeService);
    base = `http://127.0.0.1:${String(t.service.app.get(DataPlane).port)}`;
  });
  afterAll(() => t.stop());

  it.each([
    ['no object', '[1]\n', 422, '/rows/1'],
    ['half an object', '{"n":1\n', 422, '/rows/1'],
    ['deep JSON', `{"n":${'['.repeat(200_000)}${']'.repeat(200_000)}}\n`, 422, '/rows/1/n'],
    ['a nested object', '{"t":{"a":1}}\n', 422, '/rows/1/t'],
    ['a huge number', '{"n":1e999}\n', 422, '/rows/1/n'],
    ['a number of too many digits', '{"n":123456789012345678901234567890}\n', 422, '/rows/1/n'],
    ['a name twice', '{"n":1,"\\u006e":2}\n', 422, '/rows/1'],
    ['a name of the prototype', '{"__proto__":{"n":1}}\n', 422, '/rows/1/__proto__'],
    ['a constructor', '{"constructor":1}\n', 422, '/rows/1/constructor'],
    ['NUL', '{"t":"a\\u0000b"}\n', 422, '/rows/1/t'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0x74, 0x22, 0x3a, 0x22, 0xc3, 0x28, 0x22, 0x7d, 0x0a]), 422, '/rows/1'],
    ['a wrong type', '{"n":true}\n', 422, '/rows/1/n'],
    ['half a character', '{"t":"\\ud842"}\n', 422, '/rows/1/t'],
    ['an endless line', Buffer.alloc(3 * 1024 * 1024, 'x'), 422, '/rows/1'],
  ])('with %s is refused where it stands', async (_what, body, status, pointer) => {
    const id = await published();
    const answer = await send(id, 1, body);
    expect([answer.status, (await problemOf(answer)).errors?.map((fault) => fault.pointer)]).toEqual([status, [pointer]]);
    expect((await t.ask(getRecordStream, { entryId: id }, provider)).nextSequence).toBe(1);
  });

  it('is refused for its form: size, lines, number, type, digest, gzip', async () => {
    const id = await published();
    const refused = async (sequence: number | string, body: string | Buffer, how: Sending = {}): Promise<[number, string | undefined]> => {
      const answer = await problemOf(await send(id, sequence, body, how));
      return [answer.status, answer.errors?.[0]?.pointer ?? answer.code];
    };
    expect(await refused(1, Buffer.alloc(9 * 1024 * 1024, '{"n":1}\n'))).toEqual([413, 'input/too-large']);
    expect(await refused(1, '\n'.repeat(50_001))).toEqual([413, 'input/too-large']);
    expect(await refused(1, gzipSync(Buffer.alloc(64 * 1024 * 1024, ' ')), { headers: { 'content-encoding': 'gzip' } })).toEqual([413, 'input/too-large']);
    expect(await refused(1, 'no gzip', { headers: { 'content-encoding': 'gzip' } })).toEqual([400, 'input/malformed']);
    expect(await refused(1, 'n\n1\n', { headers: { 'content-type': 'text/csv' } })).toEqual([415, 'input/unsupported-media-type']);
    expect(await refused(1, '', { headers: { 'content-type': 'application/x-ndjson; charset=utf-7' } })).toEqual([415, 'input/unsupported-media-type']);
    for (const sequence of ['0', '-1', 'x', '1.5', '1e3', '99999999999', '']) expect(await refused(sequence, '')).toEqual([422, '/sequence']);
    expect(await refused(1, '', { query: '&sequence=1' })).toEqual([422, '/sequence']);
    expect(await refused(1, '', { query: '&faulty=perhaps' })).toEqual([422, '/faulty']);
    expect(await refused(1, '', { query: '&more=1' })).toEqual([422, '/more']);
    expect(await refused(1, RECORD, { headers: { 'x-content-sha256': createHash('sha256').update('other').digest('hex') } })).toEqual([422, 'exchange/digest-mismatch']);
    const answer = await send(id, 1, RECORD, { headers: { 'content-digest': `sha-256=:${createHash('sha256').update(RECORD).digest('base64')}:` } });
    expect(answer.status).toBe(201);
  });

  it('comes from nobody but the provider’s data administrator, for an entry under physical aggregation, and what is refused is on record', async () => {
    const [id, logical] = [await published(), await published({ aggregation: 'LOGICAL' })];
    const outcome = async (answer: Response): Promise<[number, string]> => [answer.status, (await problemOf(answer)).code];
    expect(await outcome(await send(id, 1, '', { party: null }))).toEqual([401, 'access/unauthenticated']);
    expect(await outcome(await send(id, 1, '', { party: stranger }))).toEqual([403, 'access/forbidden']);
    expect(await outcome(await send(id, 1, '', { party: reviewer }))).toEqual([403, 'access/forbidden']);
    expect(await outcome(await send(logical, 1, ''))).toEqual([409, 'exchange/wrong-aggregation']);
    expect(await outcome(await send(randomUUID(), 1, ''))).toEqual([422, 'exchange/no-entry']);
    expect((await refusal(t.ask(getRecordStream, { entryId: id }, stranger))).definition.status).toBe(404);
    expect((await refusal(t.ask(sealRecords, { entryId: id }, stranger))).definition.status).toBe(403);
    expect((await refusal(t.ask(setRecordStream, { entryId: id, sealAfterSeconds: 20 }, stranger))).definition.status).toBe(403);
    await t.eventually(() => t.seen(actRefused.exchange).some(({ data }) => data.request === 'append-records' && data.subject === id));
  });

  it('after which 200,000 records wait has all of them sealed at once, before their time', { timeout: 60_000 }, async () => {
    const id = await published();
    const window = '{"n":1}\n'.repeat(50_000);
    for (let sequence = 1; sequence <= 4; sequence += 1) expect((await send(id, sequence, window)).status).toBe(201);
    await t.fireDueTimers();
    await t.eventually(async () => (await t.ask(getDataSet, { entryId: id }, provider)).versions.length === 1);
    expect((await t.ask(getDataSet, { entryId: id }, provider)).versions).toMatchObject([{ rows: 200_000, cause: 'STREAM' }]);
    expect(await t.ask(getRecordStream, { entryId: id }, provider)).toMatchObject({ nextSequence: 5, unsealedRows: 0 });
  });
});
