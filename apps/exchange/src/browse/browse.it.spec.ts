import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryPublished, type EntryPublished, type PermitTicket, type ProblemWire } from '@gongshu/contracts';
import { signTicket } from '@gongshu/service-kit';
import { partyOf, person, publishedEntry, startTestService, type TestService } from '@gongshu/testing';
import { DataPlane } from '../data-plane/data-plane.js';
import { exchangeService } from '../index.js';

const provider = person({ id: 'hebei-civil-affairs', name: '河北省民政厅', division: '130000', level: 'PROVINCE', node: '130000' }, 'DATA_ADMINISTRATOR');
const ITEMS = [['code', 'TEXT', '代码'], ['area', 'NUMBER', '面积'], ['kind', 'TEXT', '类别'], ['secret', 'TEXT', '秘密']] as const;
const ROWS = Array.from({ length: 250 }, (_, at) => [`c${String(at).padStart(3, '0')}`, at === 249 ? '' : String((at * 37) % 100) + (at % 2 === 0 ? '.5' : ''), at % 5 === 0 ? '甲' : '乙', `s${String(at)}`]);

interface Page {
  readonly items: Record<string, unknown>[];
  readonly page: number;
  readonly size: number;
  readonly total: number | null;
  readonly dataVersion: number;
  readonly columns: { column: string; title: string; type: string }[];
}

describe('pages of rows', () => {
  let t: TestService;
  let base: string;
  let entryId: string;

  const publish = async (own: Partial<EntryPublished> = {}): Promise<string> => {
    const entry = publishedEntry(partyOf(provider), { items: ITEMS.map(([column, type, name]) => ({ column, name, type })), ...own });
    await t.announce(entryPublished, entry.id, entry);
    await t.eventually(async () => (await t.query('SELECT 1 FROM data_resource JOIN entry_form USING (entry_id) WHERE entry_id = $1', [entry.id])).length === 1);
    return entry.id;
  };
  const upload = async (id: string, body: string, type: string): Promise<Response> =>
    fetch(`${base}/versions/${id}`, { method: 'POST', headers: { 'content-type': type, authorization: `Bearer ${await t.issuers.token(provider)}` }, body });
  const browse = (query: string, own: Partial<PermitTicket> = {}): Promise<Response> => {
    const ticket = { permit: randomUUID(), grantId: null, entryId, columns: ['code', 'area', 'kind'], rowFilter: [], mostRows: null, form: 'BROWSE', issuedAt: t.clock.now(), ...own } as const;
    return fetch(`${base}/browse?${query}`, { headers: { 'x-permit-ticket': signTicket('test-data-plane-secret', ticket) } });
  };
  const page = async (query: string, own: Partial<PermitTicket> = {}): Promise<Page> => {
    const answer = await browse(query, own);
    expect(answer.status).toBe(200);
    return (await answer.json()) as Page;
  };
  const codes = ({ items }: Page): unknown[] => items.map(({ code }) => code);

  beforeAll(async () => {
    t = await startTestService(exchangeService);
    base = `http://127.0.0.1:${String(t.service.app.get(DataPlane).port)}`;
    entryId = await publish();
    expect((await upload(entryId, [ITEMS.map(([column]) => column), ...ROWS].map((row) => `${row.join(',')}\n`).join(''), 'text/csv')).status).toBe(201);
  });
  afterAll(() => t.stop());

  it('show granted columns with their titles, twenty rows when nothing is said, and are kept by nobody', async () => {
    const answer = await browse('');
    expect([answer.headers.get('cache-control'), answer.headers.get('x-row-count'), answer.headers.get('x-data-version')]).toEqual(['no-store', '20', '1']);
    const first = (await answer.json()) as Page;
    expect(first).toMatchObject({ page: 1, size: 20, total: 250, dataVersion: 1, columns: [{ column: 'code', title: '代码', type: 'TEXT' }, { column: 'area', title: '面积', type: 'NUMBER' }, { column: 'kind', title: '类别', type: 'TEXT' }] });
    expect(first.items[1]).toEqual({ code: 'c001', area: 37, kind: '乙' });
    expect(codes(await page('page=13'))).toEqual(ROWS.slice(240).map(([code]) => code));
    expect(codes(await page('page=14'))).toEqual([]);
  });

  it('sort numbers as numbers, equal ones by their place, absent ones last, and never twice or not at all over all pages', async () => {
    const key = ([, area = '']: readonly string[]): number => (area === '' ? Number.NaN : Number(area));
    const expected = (sign: number): unknown[] =>
      ROWS.map((row, at) => ({ row, at }))
        .sort((a, b) => (Number.isNaN(key(a.row)) ? 1 : Number.isNaN(key(b.row)) ? -1 : sign * (key(a.row) - key(b.row)) || a.at - b.at))
        .map(({ row }) => row[0]);
    for (const [sort, sign] of [['area', 1], ['area:asc', 1], ['area:desc', -1]] as const) {
      const pages = await Promise.all([1, 2, 3].map((number) => page(`sort=${sort}&size=100&page=${String(number)}`)));
      expect(pages.flatMap(codes)).toEqual(expected(sign));
    }
  });

  it('filter by granted columns, and tell how many rows there are', async () => {
    const filtered = await page('where.kind=%E7%94%B2&size=3&page=2');
    expect([codes(filtered), filtered.total]).toEqual([['c015', 'c020', 'c025'], 50]);
    const narrowed = await page('where.kind=%E7%94%B2&sort=code:desc', { rowFilter: [{ column: 'area', operator: 'TO', values: ['10'] }, { column: 'secret', operator: 'STARTS_WITH', values: ['s1'] }] });
    expect([codes(narrowed), narrowed.total]).toEqual([ROWS.filter(([, area, kind, secret]) => kind === '甲' && Number(area) <= 10 && secret?.startsWith('s1') === true).map(([code]) => code).reverse(), narrowed.items.length]);
    expect(codes(await page('', { mostRows: 2 }))).toEqual(['c000', 'c001']);
  });

  it.each([
    ['size=101', '/size'], ['size=0', '/size'], ['page=0', '/page'], ['page=10001', '/page'], ['page=1&page=2', '/page'], ['sort=secret', '/sort'], ['sort=code;DROP TABLE data_version', '/sort'],
    ['sort=code:up', '/sort'], ['sort=', '/sort'], ['where.secret=s1', '/where.secret'], ["where.code=1&where.code'--=1", "/where.code'--"], ['where.code=a%00b', '/where.code'], ['limit=1', '/limit'], ['q=1', '/q'],
  ])('are refused for %s with a pointer', async (query, pointer) => {
    const answer = await browse(query);
    expect([answer.status, ((await answer.json()) as ProblemWire).errors?.map((fault) => fault.pointer)]).toEqual([422, [pointer]]);
  });

  it('take a value for what it is, never for SQL', async () => {
    for (const value of ["' OR '1'='1", '%', '_', '\\', '$1', "'; DELETE FROM data_version; --"]) expect((await page(`where.code=${encodeURIComponent(value)}`)).items).toEqual([]);
    expect((await page('')).total).toBe(250);
  });

  it('open to no ticket of another form, and there are none of a document', async () => {
    for (const form of ['ROWS', 'FILE', 'PACKAGE'] as const) expect((await browse('', { form })).status).toBe(403);
    const document = await publish({ format: 'OFD' });
    expect((await browse('', { entryId: document })).status).toBe(409);
    expect((await upload(document, 'x', 'application/ofd')).status).toBe(201);
    const answer = await browse('', { entryId: document });
    expect([answer.status, ((await answer.json()) as ProblemWire).code]).toEqual([409, 'exchange/no-page']);
  });
});
