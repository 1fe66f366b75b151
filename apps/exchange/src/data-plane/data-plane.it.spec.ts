import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actRefused, entryPublished, getDataSet, versionCompleted, type EntryPublished, type PermitTicket, type ProblemWire,
} from '@gongshu/contracts';
import { signTicket } from '@gongshu/service-kit';
import { partyOf, person, publishedEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { exchangeService } from '../index.js';
import { DataPlane } from './data-plane.js';

const SECRET = 'test-data-plane-secret';
const COLUMNS = ['code', 'name', 'level', 'parent_code', 'city_code', 'county_code'];
const POOL = 4;

const provider = person({ id: 'hebei-civil-affairs', name: '河北省民政厅', division: '130000', level: 'PROVINCE', node: '130000' }, 'DATA_ADMINISTRATOR');
const stranger: TestParty = { ...provider, client: 'weather-data', organisation: 'hebei-weather', name: '河北省气象局' };
const reviewer: TestParty = { ...provider, client: 'civil-affairs-review', roles: ['CATALOGUE_REVIEWER'] };

const entry = (items: readonly (readonly [string, string])[], own: Partial<EntryPublished> = {}): EntryPublished =>
  publishedEntry(partyOf(provider), { items: items.map(([column, type]) => ({ column, name: column, type })), ...own });

describe('the data plane', () => {
  let t: TestService;
  let base: string;
  let divisions: Buffer;

  const publish = async (published: EntryPublished): Promise<string> => {
    await t.announce(entryPublished, published.id, published);
    await t.eventually(async () => (await t.query('SELECT 1 FROM data_resource WHERE entry_id = $1 AND entry_version >= $2', [published.id, published.version])).length === 1);
    return published.id;
  };
  const upload = async (entryId: string, body: string | Buffer | Readable, party: TestParty | null = provider, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${base}/versions/${entryId}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', ...(party === null ? {} : { authorization: `Bearer ${await t.issuers.token(party)}` }), ...headers },
      body,
      duplex: 'half',
    });
  const ticketFor = (entryId: string, columns: readonly string[], own: Partial<PermitTicket> = {}): string =>
    signTicket(SECRET, { permit: randomUUID(), grantId: null, entryId, columns, rowFilter: [], mostRows: null, form: null, issuedAt: t.clock.now(), ...own });
  const rows = async (ticket: string, query = ''): Promise<Response> => fetch(`${base}/rows${query}`, { headers: { 'x-permit-ticket': ticket } });
  const problemOf = async (answer: Response): Promise<ProblemWire> => {
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    return (await answer.json()) as ProblemWire;
  };
  const tables = async (): Promise<number> => (await t.query("SELECT 1 FROM pg_tables WHERE schemaname = 'dataset'")).length;
  const busyStreams = async (): Promise<number> =>
    (await t.query("SELECT 1 FROM pg_stat_activity WHERE application_name = 'gongshu-exchange-streams' AND state <> 'idle' AND datname = current_database()")).length;

  let divisionsEntry: string;
  beforeAll(async () => {
    t = await startTestService(exchangeService, { settings: { DATA_PLANE_POOL: String(POOL) } });
    base = `http://127.0.0.1:${String(t.service.app.get(DataPlane).port)}`;
    divisions = await readFile(new URL('../../../../tools/demo/data/hebei-divisions.csv', import.meta.url));
    divisionsEntry = await publish(entry(COLUMNS.map((column) => [column, 'TEXT'])));
    expect((await upload(divisionsEntry, divisions)).status).toBe(201);
  });
  afterAll(async () => {
    await t.stop();
  });

  describe('takes a file in', () => {
    it('as the next version, with its digest, and announces it once', async () => {
      const digest = createHash('sha256').update(divisions).digest('hex');
      const view = await t.ask(getDataSet, { entryId: divisionsEntry }, stranger);
      expect(view.versions).toEqual([{ version: 1, rows: 2567, digest, completedAt: '2026-03-02T01:00:00.000Z', cause: 'UPLOAD' }]);
      await t.eventually(() => t.seen(versionCompleted).some(({ subject }) => subject === divisionsEntry));
      expect(t.seen(versionCompleted).filter(({ subject }) => subject === divisionsEntry).map(({ data, organisation }) => ({ ...data, organisation }))).toEqual([
        { entryId: divisionsEntry, version: 1, rows: 2567, digest, cause: 'UPLOAD', organisation: provider.organisation },
      ]);
    });

    it('whatever the order of its columns, its line ends and a byte order mark, and keeps every character', async () => {
      const id = await publish(entry([['a', 'TEXT'], ['b', 'INTEGER']]));
      const nasty = ['\\N', '\\.', 'tab\there', 'line\nbreak\r\nboth', '"quoted", yes', "'; DROP TABLE data_version; --", '𠮷野家'];
      const file = `\ufeff"b",a\r\n${nasty.map((value, index) => `${String(index)},"${value.replaceAll('"', '""')}"\r\n`).join('')}`;
      expect((await upload(id, file, provider, { 'content-type': 'Text/CSV; charset=utf-8' })).status).toBe(201);
      expect(await (await rows(ticketFor(id, ['a', 'b']))).json()).toEqual(nasty.map((a, b) => ({ a, b })));
    });

    it('as a new version beside the former, also when two come at once', async () => {
      const id = await publish(entry([['a', 'TEXT']]));
      const answers = await Promise.all(['a\n1\n', 'a\n2\n', 'a\n3\n'].map((file) => upload(id, file)));
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
      expect((await t.ask(getDataSet, { entryId: id }, provider)).versions.map(({ version }) => version)).toEqual([1, 2, 3]);
    });

    it.each([
      ['code,name\n', ['/header/city_code', '/header/county_code', '/header/level', '/header/parent_code']],
      [`${COLUMNS.join(',')},extra\n`, ['/header/extra']],
      [`${COLUMNS.join(',')},code\n`, ['/header/code']],
      ['', COLUMNS.map((column) => `/header/${column}`).sort()],
      ['"code', ['/header']],
    ])('only with the columns of the entry, and names those at fault [HEB-16-3] %j', async (file, pointers) => {
      const answer = await upload(divisionsEntry, file);
      expect(answer.status).toBe(422);
      const problem = await problemOf(answer);
      expect(problem.code).toBe('exchange/header-mismatch');
      expect(problem.errors?.map(({ pointer }) => pointer).sort()).toEqual(pointers);
    });

    it('once under one idempotency key, as who was cut off before the answer must be able to send it again', async () => {
      const id = await publish(entry([['a', 'TEXT']]));
      const key = { 'idempotency-key': 'upload-1' };
      const first = (await (await upload(id, 'a\n1\n', provider, key)).json()) as object;
      const again = await upload(id, 'a\n1\n', provider, key);
      expect([again.status, await again.json()]).toEqual([201, first]);
      expect((await t.ask(getDataSet, { entryId: id }, provider)).versions).toHaveLength(1);
      const other = await upload(await publish(entry([['a', 'TEXT']])), 'a\n1\n', provider, key);
      expect((await problemOf(other)).code).toBe('state/idempotency-key-reused');
      expect((await upload(id, 'a\n1\n', provider, { 'idempotency-key': 'x'.repeat(201) })).status).toBe(422);
    });

    it('only when every row fits, and names the rows and columns at fault without their content', async () => {
      const id = await publish(entry([['n', 'INTEGER'], ['day', 'DATE'], ['t', 'TEXT']]));
      const before = await tables();
      const bad = Buffer.concat([Buffer.from('n,day,t\n1,2024-02-29,x\n1.5,2023-02-29,x\n1,2024-01-01\n2,,a\u0000b\n3,,'), Buffer.from([0xc3, 0x28]), Buffer.from('\n')]);
      const answer = await upload(id, bad);
      expect(answer.status).toBe(422);
      const problem = await problemOf(answer);
      expect(problem.code).toBe('exchange/invalid-rows');
      expect(problem.errors?.map(({ pointer, code }) => [pointer, code])).toEqual([
        ['/rows/2/n', 'integer'], ['/rows/2/day', 'date'], ['/rows/3', 'column-count'], ['/rows/4/t', 'character'], ['/rows/5/t', 'utf-8'],
      ]);
      expect((await t.ask(getDataSet, { entryId: id }, provider)).versions).toEqual([]);
      expect(await tables()).toBe(before);
      expect((await upload(id, 'n,day,t\n1,,x\n2,,"open\n')).status).toBe(422);
      expect((await rows(ticketFor(id, ['n']))).status).toBe(409);
    });

    it('from nobody but the provider’s data administrator, for a published entry under physical aggregation [HEB-9-1]', async () => {
      const logical = await publish(entry([['a', 'TEXT']], { aggregation: 'LOGICAL' }));
      const csv = 'a\n1\n';
      const refused = [
        [await upload(divisionsEntry, csv, null), 401, 'access/unauthenticated'],
        [await upload(divisionsEntry, csv, null, { authorization: 'Bearer a.b.c' }), 401, 'access/unauthenticated'],
        [await upload(divisionsEntry, csv, stranger), 403, 'access/forbidden'],
        [await upload(divisionsEntry, csv, reviewer), 403, 'access/forbidden'],
        [await upload(divisionsEntry, csv, { ...provider, client: 'builder', scope: ['data.rows'] }), 403, 'access/forbidden'],
        [await upload(randomUUID(), csv), 422, 'exchange/no-entry'],
        [await upload("1';--", csv), 404, 'access/not-found'],
        [await upload(logical, csv), 409, 'exchange/wrong-aggregation'],
        [await upload(divisionsEntry, csv, provider, { 'content-type': 'application/json' }), 415, 'input/unsupported-media-type'],
        [await upload(divisionsEntry, csv, provider, { 'content-encoding': 'br' }), 415, 'input/unsupported-media-type'],
      ] as const;
      for (const [answer, status, code] of refused) {
        expect(answer.status).toBe(status);
        expect((await problemOf(answer)).code).toBe(code);
      }
      await t.eventually(() => t.seen(actRefused.exchange).filter(({ data }) => data.request === 'upload-version').length === 3);
    });

    it('whole or not at all: a caller who breaks off leaves nothing', async () => {
      const before = await tables();
      const token = await t.issuers.token(provider);
      for (let time = 0; time < POOL + 2; time += 1) {
        const sending = httpRequest(`${base}/versions/${divisionsEntry}`, { method: 'POST', headers: { 'content-type': 'text/csv', authorization: `Bearer ${token}` } });
        sending.on('error', () => undefined);
        sending.write(divisions);
        await t.eventually(busyStreams);
        sending.destroy();
        await t.eventually(async () => (await busyStreams()) === 0);
      }
      expect((await t.ask(getDataSet, { entryId: divisionsEntry }, provider)).versions).toHaveLength(1);
      expect(await tables()).toBe(before);
    });
  });

  describe('lets rows out', () => {
    it('byte for byte as they came, as a file named after the entry', async () => {
      const answer = await rows(ticketFor(divisionsEntry, COLUMNS), '?form=csv');
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(answer.headers.get('x-data-version')).toBe('1');
      expect(decodeURIComponent(answer.headers.get('content-disposition') ?? '')).toContain('河北省行政区划-v1.csv');
      expect(Buffer.from(await answer.arrayBuffer()).equals(divisions)).toBe(true);
    });

    it('as CSV in one form, whichever way it is written, with the digest of the version and the number of rows', async () => {
      const id = await publish(entry([['a', 'TEXT'], ['b', 'TEXT']]));
      const nasty = ['', '\\N', '\\.', 'tab\there', 'line\nbreak\r\nboth', 'lone\rreturn', '"', ',', "it's", ' ', '𠮷野家', '$1'];
      const file = `a,b\n${nasty.map((value, index) => `${/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value},${String(index % 2)}\n`).join('')}`;
      expect((await upload(id, file)).status).toBe(201);
      const whole = await rows(ticketFor(id, ['a', 'b']), '?form=csv');
      const text = await whole.text();
      expect(text).toBe(file);
      expect((await t.ask(getDataSet, { entryId: id }, provider)).versions[0]?.digest).toBe(createHash('sha256').update(text).digest('hex'));
      const read = async (query: string): Promise<string[]> => (await (await rows(ticketFor(id, ['a', 'b']), query)).text()).split('0\n');
      expect((await read('?form=csv&where.b=0')).length).toBe(7);
      expect(await (await rows(ticketFor(id, ['a', 'b']), '?form=csv&offset=1&limit=2')).text()).toBe('a,b\n\\N,1\n\\.,0\n');
      expect(await (await rows(ticketFor(id, ['a']), '?form=csv&limit=2')).text()).toBe('a\n""\n\\N\n');
    });

    it('only of the columns the ticket names', async () => {
      const answer = await rows(ticketFor(divisionsEntry, ['name', 'code']), '?limit=2&offset=1');
      expect(await answer.text()).toBe('[{"name":"石家庄市","code":"130100000000"},{"name":"长安区","code":"130102000000"}]');
    });

    it('page by page, without and with filters, as JSON that is complete', async () => {
      const ticket = ticketFor(divisionsEntry, COLUMNS);
      const all = (await (await rows(ticket)).json()) as { code: string; level: string }[];
      expect(all).toHaveLength(2567);
      const counties = all.filter(({ level }) => level === 'COUNTY');
      expect(await (await rows(ticket, '?where.level=COUNTY')).json()).toEqual(counties);
      expect(await (await rows(ticket, '?where.level=COUNTY&offset=100&limit=50')).json()).toEqual(counties.slice(100, 150));
      expect(await (await rows(ticket, '?offset=2560&limit=50')).json()).toEqual(all.slice(2560));
      expect(await (await rows(ticket, '?offset=5000')).text()).toBe('[]');
    });

    it('as NDJSON, a line a row, with the same filters and the same number', async () => {
      const lines = async (query: string): Promise<[text: string, type: string | null]> => {
        const answer = await rows(ticketFor(divisionsEntry, ['name', 'level']), `?form=ndjson${query}`);
        return [await answer.text(), answer.headers.get('content-type')];
      };
      const [text, type] = await lines('&where.level=COUNTY&offset=1&limit=2');
      expect([text, type]).toEqual(['{"name":"桥西区","level":"COUNTY"}\n{"name":"新华区","level":"COUNTY"}\n', 'application/x-ndjson; charset=utf-8']);
      const [all] = await lines('');
      expect(all.trimEnd().split('\n').map((line) => JSON.parse(line) as unknown)).toEqual(await (await rows(ticketFor(divisionsEntry, ['name', 'level']))).json());
      expect(await lines('&offset=5000')).toEqual(['', 'application/x-ndjson; charset=utf-8']);
      expect((await (await rows(ticketFor(divisionsEntry, ['name'], { mostRows: 3 }), '?form=ndjson')).text()).split('\n')).toHaveLength(4);
    });

    it('by filters whose values are only ever compared', async () => {
      const ticket = ticketFor(divisionsEntry, COLUMNS);
      for (const value of ["x' OR '1'='1", "'; DROP SCHEMA dataset CASCADE; --", '$1', '\\', '%']) {
        expect(await (await rows(ticket, `?where.name=${encodeURIComponent(value)}`)).text()).toBe('[]');
      }
    });

    it.each([
      ['?where.level=CITY', 'exchange/unknown-column', '/where.level'],
      ['?where.name%22%20OR%201=1', 'exchange/unknown-column', '/where.name" OR 1'],
      ['?where.row_number=1', 'exchange/unknown-column', '/where.row_number'],
      ['?where.c2=CITY', 'exchange/unknown-column', '/where.c2'],
      ['?where.name=%00', 'input/invalid', '/where.name'],
      ['?limit=-1', 'input/invalid', '/limit'],
      ['?form=xml', 'input/invalid', '/form'],
    ])('and refuses %s with a pointer', async (query, code, pointer) => {
      const answer = await rows(ticketFor(divisionsEntry, ['name']), query);
      expect(answer.status).toBe(422);
      const problem = await problemOf(answer);
      expect([problem.code, problem.errors?.[0]?.pointer]).toEqual([code, pointer]);
    });

    it('for a ticket nobody has touched and that has not expired', async () => {
      const good = ticketFor(divisionsEntry, ['code']);
      const [body = '', seal = ''] = good.split('.');
      const wider = Buffer.from(JSON.stringify({ ...(JSON.parse(Buffer.from(body, 'base64url').toString()) as object), columns: COLUMNS })).toString('base64url');
      const bad = [
        `${wider}.${seal}`,
        `${body}.${seal.slice(0, -2)}AA`,
        body,
        `${good}.x`,
        'nonsense',
        signTicket('another secret', { permit: 'p', grantId: null, entryId: divisionsEntry, columns: ['code'], rowFilter: [], mostRows: null, form: null, issuedAt: 9_999_999_999_000 }),
        ticketFor(divisionsEntry, ['code'], { issuedAt: t.clock.now() - 30_000 }),
      ];
      for (const ticket of bad) {
        const answer = await rows(ticket);
        expect(answer.status).toBe(403);
        expect((await problemOf(answer)).code).toBe('exchange/invalid-ticket');
      }
      expect((await fetch(`${base}/rows`)).status).toBe(403);
      expect((await rows(good)).status).toBe(200);
    });

    it('once there is a version, and never of a column the version does not have', async () => {
      const id = await publish(entry([['a', 'TEXT']]));
      expect((await problemOf(await rows(ticketFor(id, ['a'])))).code).toBe('exchange/no-version');
      expect((await problemOf(await rows(ticketFor(randomUUID(), ['a'])))).code).toBe('exchange/no-version');
      await upload(id, 'a\n1\n');
      await publish({ ...entry([['a', 'TEXT'], ['b', 'TEXT']]), id, version: 2 });
      const problem = await problemOf(await rows(ticketFor(id, ['a', 'b'])));
      expect([problem.status, problem.code]).toEqual([422, 'exchange/unknown-column']);
      expect(await (await rows(ticketFor(id, ['a']))).json()).toEqual([{ a: '1' }]);
    });

    it('of an entry with the most and longest columns there may be, named as PostgreSQL names its own', async () => {
      const columns = ['ctid', 'xmin', 'row_number', 'select', ...Array.from({ length: 296 }, (_unused, index) => `${'x'.repeat(60)}${String(index).padStart(3, '0')}`)];
      const id = await publish(entry(columns.map((column) => [column, 'TEXT'])));
      expect((await upload(id, `${columns.join(',')}\n${columns.join(',')}\n`)).status).toBe(201);
      expect(await (await rows(ticketFor(id, columns))).json()).toEqual([Object.fromEntries(columns.map((column) => [column, column]))]);
    });

    it('to nobody any more when the caller has left before the first row', async () => {
      const [version] = await t.query<{ id: string }>('SELECT id FROM data_version WHERE entry_id = $1', [divisionsEntry]);
      await t.service.unitOfWork.source.transaction(async (holder) => {
        await holder.query(`LOCK TABLE dataset.v_${String(version?.id.replaceAll('-', ''))}`);
        const leaving = new AbortController();
        const waiting = fetch(`${base}/rows`, { headers: { 'x-permit-ticket': ticketFor(divisionsEntry, COLUMNS) }, signal: leaving.signal }).catch(() => 'left');
        await t.eventually(async () => (await busyStreams()) === 1);
        leaving.abort();
        expect(await waiting).toBe('left');
        await t.eventually(async () => (await busyStreams()) === 0);
      });
    });

    it('to callers who leave in the middle, again and again, without losing a connection', async () => {
      const id = await publish(entry([['a', 'TEXT']]));
      expect((await upload(id, 'a\n0\n')).status).toBe(201);
      const [version] = await t.query<{ id: string }>('SELECT id FROM data_version WHERE entry_id = $1', [id]);
      await t.query(`INSERT INTO dataset.v_${String(version?.id.replaceAll('-', ''))} SELECT repeat('x', 1000) FROM generate_series(2, 20000)`);
      for (let time = 0; time < 20; time += 1) {
        const leaving = new AbortController();
        const answer = await fetch(`${base}/rows?form=csv`, { headers: { 'x-permit-ticket': ticketFor(id, ['a']) }, signal: leaving.signal });
        await answer.body?.getReader().read();
        expect(await busyStreams()).toBeGreaterThan(0);
        leaving.abort();
      }
      await t.eventually(async () => (await busyStreams()) === 0);
      const whole = await Promise.all(Array.from({ length: POOL + 1 }, async () => (await (await rows(ticketFor(id, ['a']), '?form=csv&limit=6000')).text()).length));
      expect(new Set(whole)).toEqual(new Set([4 + 5999 * 1001]));
    });
  });

  it('knows two routes and says so', async () => {
    expect((await problemOf(await fetch(`${base}/`))).code).toBe('access/not-found');
    expect((await problemOf(await fetch(`${base}/versions/a/b`, { method: 'POST' }))).code).toBe('access/not-found');
    const answer = await fetch(`${base}/rows`, { method: 'DELETE' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET']);
  });
});
