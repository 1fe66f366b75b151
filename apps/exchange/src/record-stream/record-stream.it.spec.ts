import { createHash, randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  correctRows, entryPublished, findUploadReports, getDataSet, getRecordStream, getUploadReport, sealAsked, sealRecords, setRecordStream, uploadRefused, versionCompleted, windowTaken,
  type DataSetView, type DataVersion, type EntryPublished, type ProblemWire, type RecordWindow,
} from '@gongshu/contracts';
import { signTicket, startService, UnitOfWork, type RunningService } from '@gongshu/service-kit';
import { partyOf, person, publishedEntry, refusal, startTestService, testSettings, type TestService } from '@gongshu/testing';
import { DataPlane } from '../data-plane/data-plane.js';
import { exchangeService } from '../index.js';
import { RecordStreams20260218000000 } from '../migrations/20260218T0000-record-streams.js';

const SECRET = 'test-data-plane-secret';
const provider = person({ id: 'hebei-civil-affairs', name: '河北省民政厅', division: '130000', level: 'PROVINCE', node: '130000' }, 'DATA_ADMINISTRATOR');
const N_AND_T = [['n', 'INTEGER'], ['t', 'TEXT']] as const;

let t: TestService;
let base: string;
let replica: RunningService | null = null;

const baseOf = (service: RunningService): string => `http://127.0.0.1:${String(service.app.get(DataPlane).port)}`;
const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
const lines = (...records: object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');
const numbers = (from: number, many: number): string => lines(...Array.from({ length: many }, (_unused, index) => ({ n: from + index, t: `第${String(from + index)}条` })));
const csvOf = (from: number, many: number): string => Array.from({ length: many }, (_unused, index) => `${String(from + index)},第${String(from + index)}条\n`).join('');

async function published(items: readonly (readonly [string, string])[] = N_AND_T, own: Partial<EntryPublished> = {}): Promise<string> {
  const entry = publishedEntry(partyOf(provider), { items: items.map(([column, type]) => ({ column, name: column, type })), ...own });
  await t.announce(entryPublished, entry.id, entry);
  await t.eventually(async () => (await t.query('SELECT 1 FROM data_resource WHERE entry_id = $1 AND entry_version >= $2', [entry.id, entry.version])).length === 1);
  return entry.id;
}

interface Sending {
  readonly query?: string;
  readonly headers?: Record<string, string>;
  readonly at?: string;
}
async function send(entryId: string, sequence: number, body: string | Buffer, { query = '', headers = {}, at = base }: Sending = {}): Promise<Response> {
  const authorization = `Bearer ${await t.issuers.token(provider)}`;
  return fetch(`${at}/records/${entryId}?sequence=${String(sequence)}${query}`, { method: 'POST', headers: { 'content-type': 'application/x-ndjson', authorization, ...headers }, body });
}
async function upload(entryId: string, csv: string): Promise<Response> {
  return fetch(`${base}/versions/${entryId}`, { method: 'POST', headers: { 'content-type': 'text/csv', authorization: `Bearer ${await t.issuers.token(provider)}` }, body: csv });
}
const problemOf = async (answer: Response): Promise<ProblemWire> => (await answer.json()) as ProblemWire;
const taken = async (answer: Response): Promise<RecordWindow> => {
  expect(answer.status).toBe(201);
  return (await answer.json()) as RecordWindow;
};
const versionsOf = async (entryId: string): Promise<DataVersion[]> => (await t.ask(getDataSet, { entryId }, provider)).versions;
async function sealed(entryId: string): Promise<DataVersion> {
  await t.ask(sealRecords, { entryId }, provider);
  await t.eventually(async () => (await t.ask(getRecordStream, { entryId }, provider)).unsealedRows === 0);
  const version = (await versionsOf(entryId)).at(-1);
  if (version === undefined) throw new Error('nothing was sealed');
  return version;
}
async function rows(entryId: string, columns: readonly string[], query = ''): Promise<string> {
  const ticket = signTicket(SECRET, { permit: randomUUID(), grantId: null, entryId, columns, rowFilter: [], mostRows: null, form: null, issuedAt: t.clock.now() });
  const answer = await fetch(`${base}/rows?form=csv${query}`, { headers: { 'x-permit-ticket': ticket } });
  expect(answer.status).toBe(200);
  return answer.text();
}
async function startReplica(): Promise<string> {
  replica = await startService(exchangeService, {
    clock: t.clock,
    settings: testSettings({
      DATABASE_URL: t.databaseUrl, NATS_URL: t.bus.url, NATS_USER: 'exchange', NATS_PASSWORD: t.bus.passwordOf('exchange'),
      NODE_CODE: '130000', NODE_NAME: '河北省', NODE_LEVEL: 'PROVINCE', NODE_PACK: 'hebei', PARENT_NODE: '',
    }),
  });
  return baseOf(replica);
}

beforeAll(async () => {
  t = await startTestService(exchangeService);
  base = baseOf(t.service);
});
afterEach(async () => {
  await replica?.stop();
  replica = null;
});
afterAll(() => t.stop());

describe('a stream of records', () => {
  it('gathers windows and becomes the next version when it is sealed, with the digest of an upload of the same rows, and its event', async () => {
    const [id, other] = [await published(), await published()];
    expect((await upload(id, `n,t\n${csvOf(1, 3)}`)).status).toBe(201);
    expect(await t.ask(getRecordStream, { entryId: id }, provider)).toEqual({ entryId: id, nextSequence: 1, sealAfterSeconds: 30, unsealedRows: 0, unsealedSince: null, windows: [] });
    const first = await taken(await send(id, 1, numbers(4, 2)));
    expect(first).toEqual({ sequence: 1, rows: 2, faultyRows: 0, reportId: null, takenAt: '2026-03-02T01:00:00.000Z' });
    await taken(await send(id, 2, gzipSync(numbers(6, 3)), { headers: { 'content-encoding': 'gzip' } }));
    expect(await rows(id, ['n', 't'])).toBe(`n,t\n${csvOf(1, 3)}`);
    expect(await t.ask(getRecordStream, { entryId: id }, provider)).toMatchObject({ nextSequence: 3, unsealedRows: 5, unsealedSince: first.takenAt, windows: [{ sequence: 2, rows: 3, version: null }, { sequence: 1, version: null }] });

    const version = await sealed(id);
    expect((await upload(other, `n,t\n${csvOf(1, 8)}`)).status).toBe(201);
    expect(version).toEqual({ ...(await versionsOf(other))[0], version: 2, cause: 'STREAM' });
    expect(await rows(id, ['n', 't'])).toBe(`n,t\n${csvOf(1, 8)}`);
    expect((await t.ask(getRecordStream, { entryId: id }, provider)).windows.map((window) => [window.sequence, window.version])).toEqual([[2, 2], [1, 2]]);
    await t.eventually(() => t.seen(versionCompleted).some(({ subject, data }) => subject === id && data.version === 2));
    expect(t.seen(versionCompleted).filter(({ subject }) => subject === id).at(-1)?.data).toEqual({ entryId: id, version: 2, rows: 8, digest: version.digest, cause: 'STREAM' });
    expect(t.seen(windowTaken).filter(({ subject }) => subject === id).map(({ data }) => data)).toEqual([
      { entryId: id, sequence: 1, rows: 2, faultyRows: 0, reportId: null }, { entryId: id, sequence: 2, rows: 3, faultyRows: 0, reportId: null },
    ]);
    expect(t.seen(sealAsked).filter(({ subject }) => subject === id).map(({ data }) => data)).toEqual([{ entryId: id, nextSequence: 3 }]);
  });

  it('cut into windows and seals in any way has the rows and the digest of one upload, also after a restart and a correction', { timeout: 120_000 }, async () => {
    const value = fc.string({ unit: fc.constantFrom('a', '市', '𠮷', '"', ',', '\n', '\\', '.', ' '), maxLength: 6 });
    const width = fc.integer({ min: 1, max: 3 });
    const step = fc.constantFrom('window', 'window', 'window', 'seal', 'seal', 'correct', 'forget');
    const story = width.chain((many) => fc.tuple(fc.constant(many), fc.array(fc.tuple(step, fc.array(fc.array(value, { minLength: many, maxLength: many }), { maxLength: 6 })), { minLength: 4, maxLength: 10 })));
    const csv = (cells: readonly string[]): string => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`;
    let versions = 0;
    await fc.assert(
      fc.asyncProperty(story, async ([many, steps]) => {
        const columns = Array.from({ length: many }, (_unused, index) => `c${String(index)}`);
        const [id, other] = [await published(columns.map((column) => [column, 'TEXT'])), await published(columns.map((column) => [column, 'TEXT']))];
        const all: string[][] = [];
        let sequence = 0;
        for (const [what, records] of [...steps, ['window', [columns.map(() => 'last')]] as const]) {
          if (what === 'window') {
            sequence += 1;
            await taken(await send(id, sequence, lines(...records.map((cells) => Object.fromEntries(cells.map((cell, index) => [columns[index], cell]))))));
            all.push(...records.map((cells) => [...cells]));
          } else if (what === 'seal' && all.length > 0) {
            await sealed(id);
            versions += 1;
          } else if (what === 'correct' && all.some(([key]) => key === 'a') && (await t.ask(getRecordStream, { entryId: id }, provider)).unsealedRows === 0) {
            await t.ask(correctRows, { entryId: id, keyColumn: 'c0', changes: [{ key: 'a', column: columns.at(-1) ?? '', value: 'corrected' }], reasons: '更正' }, provider);
            for (const cells of all) if (cells[0] === 'a') cells[many - 1] = 'corrected';
          } else if (what === 'forget') {
            await t.stopService();
            await t.startService();
            base = baseOf(t.service);
          }
        }
        const version = await sealed(id);
        const answer = (await (await upload(other, `${columns.join(',')}\n${all.map(csv).join('')}`)).json()) as DataSetView;
        expect([version.rows, version.digest]).toEqual([answer.versions[0]?.rows, answer.versions[0]?.digest]);
        const whole = await rows(other, columns);
        expect(await rows(id, columns)).toBe(whole);
        expect(sha256(whole)).toBe(version.digest);
      }),
      { numRuns: 12 },
    );
    expect(versions).toBeGreaterThan(1);
  });

  it('is paged, filtered, browsed and deep read alike, of however many pieces its version consists', { timeout: 60_000 }, async () => {
    const id = await published();
    const MANY = 12_000;
    expect((await upload(id, `n,t\n${csvOf(1, MANY)}`)).status).toBe(201);
    for (let part = 0; part < 5; part += 1) {
      await taken(await send(id, part + 1, numbers(MANY + 100 * part + 1, 100)));
      await sealed(id);
    }
    const whole = csvOf(1, MANY + 500);
    expect((await versionsOf(id)).map(({ rows: many, digest }) => [many, digest])).toEqual([0, 1, 2, 3, 4, 5].map((part) => [MANY + 100 * part, sha256(`n,t\n${csvOf(1, MANY + 100 * part)}`)]));
    const [last] = await t.query<{ pieces: { rows: number }[] }>('SELECT pieces FROM data_version WHERE entry_id = $1 ORDER BY version DESC LIMIT 1', [id]);
    expect(last?.pieces.map((piece) => piece.rows)).toEqual([MANY, 400, 100]);
    expect(await rows(id, ['n', 't'])).toBe(`n,t\n${whole}`);
    for (const offset of [0, 9_999, 10_001, MANY - 1, MANY + 399]) expect(await rows(id, ['n', 't'], `&limit=2&offset=${String(offset)}`)).toBe(`n,t\n${csvOf(offset + 1, 2)}`);
    expect(await rows(id, ['n', 't'], `&where.n=${String(MANY + 250)}`)).toBe(`n,t\n${csvOf(MANY + 250, 1)}`);
    const ticket = signTicket(SECRET, { permit: randomUUID(), grantId: null, entryId: id, columns: ['n'], rowFilter: [], mostRows: null, form: null, issuedAt: t.clock.now() });
    const page = await fetch(`${base}/browse?sort=n:desc&size=2`, { headers: { 'x-permit-ticket': ticket } });
    expect(((await page.json()) as { items: object[] }).items).toEqual([{ n: MANY + 500 }, { n: MANY + 499 }]);
  });

  it('is sealed in time by itself, and never later than the regulation leaves for updates in real time', async () => {
    const id = await published();
    const late = await refusal(t.ask(setRecordStream, { entryId: id, sealAfterSeconds: 61 }, provider));
    expect([late.definition.code, late.parts.article?.article]).toEqual(['exchange/refused-by-law', '17']);
    expect((await t.ask(setRecordStream, { entryId: id, sealAfterSeconds: 60 }, provider)).sealAfterSeconds).toBe(60);
    await taken(await send(id, 1, numbers(1, 2)));
    t.clock.advance(59_000);
    await t.fireDueTimers();
    expect((await t.ask(getRecordStream, { entryId: id }, provider)).unsealedRows).toBe(2);
    t.clock.advance(1_000);
    await t.fireDueTimers();
    await t.eventually(async () => (await versionsOf(id)).length === 1);
    await taken(await send(id, 2, numbers(3, 1)));
    t.clock.advance(60_000);
    await t.fireDueTimers();
    await t.eventually(async () => (await versionsOf(id)).length === 2);
    expect(await t.query("SELECT 1 FROM timer WHERE kind = 'seal-records' AND key = $1", [id])).toEqual([]);
  });

  it('is sealed while windows come and rows are corrected, and nothing is lost or there twice', { timeout: 60_000 }, async () => {
    const id = await published();
    const MANY = 60;
    expect((await upload(id, 'n,t\n0,wrong\n')).status).toBe(201);
    let sending = true;
    let corrections = 0;
    const whileSending = async (act: () => Promise<unknown>): Promise<void> => {
      while (sending) await act();
    };
    const correct = (): Promise<unknown> => t.ask(correctRows, { entryId: id, keyColumn: 'n', changes: [{ key: '0', column: 't', value: `corrected ${String((corrections += 1))}` }], reasons: '更正' }, provider);
    const others = Promise.all([whileSending(() => t.ask(sealRecords, { entryId: id }, provider)), whileSending(correct)]);
    for (let sequence = 1; sequence <= MANY; sequence += 1) await taken(await send(id, sequence, numbers(10 * sequence - 9, 10)));
    sending = false;
    await others;
    expect(await sealed(id)).toMatchObject({ rows: 10 * MANY + 1, digest: sha256(`n,t\n0,corrected ${String(corrections)}\n${csvOf(1, 10 * MANY)}`) });
    const causes = (await versionsOf(id)).map(({ cause }) => cause);
    expect(causes.filter((cause) => cause === 'STREAM').length).toBeGreaterThan(1);
    expect(causes.filter((cause) => cause === 'CORRECTION').length).toBe(corrections);
    const windows = await t.query<{ sequence: string; version: number | null }>('SELECT sequence, version FROM stream_window WHERE entry_id = $1 ORDER BY sequence', [id]);
    expect(windows.map(({ sequence }) => Number(sequence))).toEqual(Array.from({ length: MANY }, (_unused, index) => index + 1));
    expect(windows.every(({ version }) => version !== null)).toBe(true);
    expect(await t.query('SELECT 1 FROM stream_tail WHERE entry_id = $1', [id])).toEqual([]);
  });
});

describe('a window', () => {
  it('that comes again is answered as before and changes nothing; with another content it is refused', async () => {
    const id = await published();
    const first = await taken(await send(id, 1, numbers(1, 3)));
    t.clock.advance(1_000);
    expect(await taken(await send(id, 1, numbers(1, 3)))).toEqual(first);
    expect(await taken(await send(id, 1, gzipSync(numbers(1, 3)), { headers: { 'content-encoding': 'gzip', 'idempotency-key': 'again-1' } }))).toEqual(first);
    const other = await send(id, 1, numbers(1, 4));
    expect([other.status, (await problemOf(other)).code]).toEqual([409, 'exchange/window-differs']);
    expect(await sealed(id)).toMatchObject({ rows: 3 });
    expect(await taken(await send(id, 1, numbers(1, 3)))).toEqual(first);
    expect(t.seen(windowTaken).filter(({ subject }) => subject === id)).toHaveLength(1);
  });

  it('that leaves a gap is refused with the number expected', async () => {
    const id = await published();
    for (const sequence of [2, 99]) {
      const { status, code, allowed, errors } = await problemOf(await send(id, sequence, numbers(1, 1)));
      expect([status, code, allowed, errors?.[0]?.pointer]).toEqual([409, 'exchange/out-of-sequence', ['1'], '/sequence']);
    }
    await taken(await send(id, 1, ''));
    expect((await problemOf(await send(id, 3, ''))).allowed).toEqual(['2']);
    expect(await t.ask(getRecordStream, { entryId: id }, provider)).toMatchObject({ nextSequence: 2, unsealedRows: 0 });
  });

  it('whose sender dies in the middle leaves nothing, and the sender goes on where it was', async () => {
    const id = await published();
    await taken(await send(id, 1, numbers(1, 2)));
    const token = await t.issuers.token(provider);
    const dying = httpRequest(`${base}/records/${id}?sequence=2`, { method: 'POST', headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${token}`, 'content-length': '100000' } });
    dying.on('error', () => undefined);
    await new Promise((resolve) => dying.write(numbers(3, 50), resolve));
    dying.destroy();
    const { nextSequence } = await t.ask(getRecordStream, { entryId: id }, provider);
    expect(nextSequence).toBe(2);
    await taken(await send(id, nextSequence, numbers(3, 5)));
    expect(await sealed(id)).toMatchObject({ rows: 7, digest: sha256(`n,t\n${csvOf(1, 7)}`) });
  });

  it('whose answer was lost with the service is answered as before by the next process, and its records are sealed', async () => {
    const id = await published();
    const answers = await taken(await send(id, 1, numbers(1, 4)));
    // A process that seals and dies with its connections: the tail is closed, the timer is set, nothing is sealed.
    await t.query("SELECT pg_advisory_lock(hashtextextended('seal ' || $1, 0))", [id]);
    await t.ask(sealRecords, { entryId: id }, provider);
    await t.stopService();
    await t.startService();
    expect(await versionsOf(id)).toEqual([]);
    base = baseOf(t.service);
    expect(await taken(await send(id, 1, numbers(1, 4)))).toEqual(answers);
    t.clock.advance(60_000);
    await t.fireDueTimers();
    await t.eventually(async () => (await versionsOf(id)).length === 1);
    expect(await versionsOf(id)).toMatchObject([{ rows: 4 }]);
  });

  it('sent to several replicas at once is taken in once, whatever its content', { timeout: 60_000 }, async () => {
    const id = await published();
    const second = await startReplica();
    let rowsTaken = 0;
    for (let sequence = 1; sequence <= 12; sequence += 1) {
      const same = sequence % 2 === 0;
      const answers = await Promise.all([base, second, base, second].map((at, index) => send(id, sequence, numbers(100 * sequence + (same ? 0 : index), 3), { at })));
      const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
      expect(statuses).toEqual(same ? [201, 201, 201, 201] : [201, 409, 409, 409]);
      if (same) expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
      rowsTaken += 3;
    }
    expect(await sealed(id)).toMatchObject({ version: 1, rows: rowsTaken });
  });

  it('with a faulty record is refused with a report, and leaves its number to the next', async () => {
    const id = await published();
    const bad = lines({ n: 1, t: 'a' }, { n: 'x', t: 'b' }, { n: 3, t: 'c\u0007' });
    const answer = await problemOf(await send(id, 1, bad));
    expect([answer.status, answer.code, answer.errors?.map(({ pointer, code }) => [pointer, code])]).toEqual([422, 'exchange/invalid-rows', [['/rows/2/n', 'integer'], ['/rows/3/t', 'character']]]);
    const { items } = await t.ask(findUploadReports, { entryId: id }, provider);
    expect(items).toMatchObject([{ version: null, sequence: 1, rows: 3, faultyRows: 2 }]);
    await t.eventually(() => t.seen(uploadRefused).some(({ data }) => data.reportId === items[0]?.id));
    expect(await taken(await send(id, 1, lines({ n: 1, t: 'a' })))).toMatchObject({ sequence: 1, rows: 1 });
  });

  it('goes without its faulty records when its provider says so, and the report names the version once there is one', async () => {
    const id = await published();
    const bad = lines({ n: 1, t: 'a' }, { n: 'x', t: 'b' }, { n: 3 });
    const window = await taken(await send(id, 1, bad, { query: '&faulty=skip' }));
    expect(window).toMatchObject({ rows: 2, faultyRows: 1 });
    const reportId = window.reportId ?? '';
    expect(await t.ask(getUploadReport, { entryId: id, reportId }, provider)).toMatchObject({ version: null, sequence: 1, rows: 3, faults: [{ pointer: '/rows/2/n', code: 'integer' }] });
    expect(await taken(await send(id, 1, bad, { query: '&faulty=skip' }))).toEqual(window);
    expect(await sealed(id)).toMatchObject({ rows: 2, digest: sha256('n,t\n1,a\n3,\n') });
    expect(await t.ask(getUploadReport, { entryId: id, reportId }, provider)).toMatchObject({ version: 1, sequence: 1 });
  });
});

describe('records that are in no version yet', () => {
  it('keep uploads and changed items out until they are sealed, so that none is lost, and seals answer again under their key', async () => {
    const id = await published();
    await taken(await send(id, 1, numbers(1, 1)));
    const refused = await upload(id, 'n,t\n9,x\n');
    expect([refused.status, (await problemOf(refused)).code]).toEqual([409, 'exchange/unsealed-records']);
    const [kept] = await t.query<{ entry_version: number }>('SELECT entry_version FROM data_resource WHERE entry_id = $1', [id]);
    await published([...N_AND_T, ['more', 'TEXT']], { id, version: (kept?.entry_version ?? 0) + 1 });
    const changed = await send(id, 2, lines({ n: 2, t: 'b', more: 'c' }));
    expect([changed.status, (await problemOf(changed)).code]).toEqual([409, 'exchange/items-changed']);
    const view = await t.ask(sealRecords, { entryId: id }, provider, { idempotencyKey: 'seal-1' });
    expect(await t.ask(sealRecords, { entryId: id }, provider, { idempotencyKey: 'seal-1' })).toEqual(view);
    await t.eventually(async () => (await versionsOf(id)).length === 1);
    expect((await problemOf(await send(id, 2, lines({ n: 2, t: 'b', more: 'c' })))).code).toBe('exchange/items-changed');
    expect((await upload(id, 'n,t,more\n1,a,b\n')).status).toBe(201);
    await taken(await send(id, 2, lines({ n: 2, t: 'b', more: 'c' })));
    expect(await sealed(id)).toMatchObject({ version: 3, digest: sha256('n,t,more\n1,a,b\n2,b,c\n') });
  });
});

it('an earlier release finds every sealed version as a table of its own', async () => {
  const id = await published();
  expect((await upload(id, `n,t\n${csvOf(1, 3)}`)).status).toBe(201);
  await taken(await send(id, 1, numbers(4, 1)));
  await sealed(id);
  const run = (direction: 'up' | 'down'): Promise<unknown> =>
    t.service.app.get(UnitOfWork).source.transaction(async ({ queryRunner }) => (queryRunner === undefined ? undefined : new RecordStreams20260218000000()[direction](queryRunner)));
  const views = async (): Promise<number> => (await t.query("SELECT 1 FROM pg_views WHERE schemaname = 'dataset'")).length;
  expect(await views()).toBeGreaterThan(0);
  await run('down');
  expect(await views()).toBe(0);
  await run('up');
  expect(await rows(id, ['n', 't'])).toBe(`n,t\n${csvOf(1, 4)}`);
  await taken(await send(id, 1, numbers(5, 1)));
  expect(await sealed(id)).toMatchObject({ rows: 5, digest: sha256(`n,t\n${csvOf(1, 5)}`) });
});
