import { randomUUID } from 'node:crypto';
import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryPublished, type PermitTicket, type RowCondition } from '@gongshu/contracts';
import { signTicket } from '@gongshu/service-kit';
import { partyOf, person, publishedEntry, startTestService, type TestService } from '@gongshu/testing';
import { exchangeService } from '../index.js';
import { DataPlane } from './data-plane.js';

const provider = person({ id: 'hebei-civil-affairs', name: '河北省民政厅', division: '130000', level: 'PROVINCE', node: '130000' }, 'DATA_ADMINISTRATOR');
const CSV = 'code,size,seen\n130123,9,2026-01-01 00:00:00\n130124,12,2026-01-01T00:00:00Z\n371000,30,\n130125,,2026-01-02 00:00:00\n130126,100,2026-01-03 00:00:00\n';

describe('what a permit ticket lets out', () => {
  let t: TestService;
  let base: string;

  beforeAll(async () => {
    t = await startTestService(exchangeService);
    base = `http://127.0.0.1:${String(t.service.app.get(DataPlane).port)}`;
  });
  afterAll(() => t.stop());

  async function dataSet(): Promise<string> {
    const entry = publishedEntry(partyOf(provider), { items: [['code', 'TEXT'], ['size', 'INTEGER'], ['seen', 'DATETIME']].map(([column = '', type = '']) => ({ column, name: column, type })) });
    await t.announce(entryPublished, entry.id, entry);
    await t.eventually(async () => (await t.query('SELECT FROM data_resource WHERE entry_id = $1', [entry.id])).length === 1);
    const headers = { 'content-type': 'text/csv', authorization: `Bearer ${await t.issuers.token(provider)}` };
    expect((await fetch(`${base}/versions/${entry.id}`, { method: 'POST', headers, body: CSV })).status).toBe(201);
    return entry.id;
  }
  const ticketFor = (entryId: string, columns: readonly string[], own: Partial<PermitTicket> = {}): string =>
    signTicket('test-data-plane-secret', { permit: randomUUID(), grantId: null, entryId, columns, rowFilter: [], mostRows: null, form: 'ROWS', issuedAt: t.clock.now(), ...own });
  const rows = (ticket: string, query = ''): Promise<Response> => fetch(`${base}/rows${query}`, { headers: { 'x-permit-ticket': ticket } });
  const trailersOf = (ticket: string): Promise<NodeJS.Dict<string>> =>
    new Promise((resolve, reject) => {
      get(`${base}/rows`, { headers: { 'x-permit-ticket': ticket } }, (response) => response.resume().once('end', () => resolve(response.trailers))).once('error', reject);
    });

  it('lets out only the rows that the ticket’s conditions let out, as many as it says, with their number in the trailer', async () => {
    const id = await dataSet();
    const codes = async (rowFilter: RowCondition[], own: Partial<PermitTicket> = {}, query = ''): Promise<string[]> =>
      ((await (await rows(ticketFor(id, ['code'], { rowFilter, ...own }), query)).json()) as { code: string }[]).map(({ code }) => code);
    const condition = (column: string, operator: string, ...values: string[]): RowCondition => ({ column, operator, values });
    expect(await codes([condition('code', 'STARTS_WITH', '13'), condition('size', 'FROM', '10')])).toEqual(['130124', '130126']);
    expect(await codes([condition('size', 'TO', '12')])).toEqual(['130123', '130124']);
    expect(await codes([condition('code', 'IN', '371000', '130123')], {}, '?where.code=371000')).toEqual(['371000']);
    expect(await codes([condition('code', 'EQUALS', "1' OR '1'='1")])).toEqual([]);
    expect(await codes([condition('code', 'TO', '130124')])).toEqual(['130123', '130124']);
    expect(await codes([condition('seen', 'FROM', '2026-01-01 08:00:00')])).toEqual(['130124', '130125', '130126']);
    // What no value of the column can be compared with lets nothing out.
    for (const nonsense of ['ten', '', '1e1']) expect(await codes([condition('size', 'FROM', nonsense)])).toEqual([]);
    expect(await codes([condition('code', 'STARTS_WITH', '13')], { mostRows: 2 }, '?limit=3&offset=1')).toEqual(['130124', '130125']);
    expect(await codes([], { mostRows: 1 })).toEqual(['130123']);
    expect((await rows(ticketFor(id, ['code'], { rowFilter: [condition('gone', 'EQUALS', '1')] }))).status).toBe(422);

    expect(await trailersOf(ticketFor(id, ['code'], { rowFilter: [condition('size', 'FROM', '10')] }))).toEqual({ 'x-row-count': '3' });
  });

  it('lets nothing out for what a permit was taken to look at or to carry away', async () => {
    const id = await dataSet();
    for (const form of ['BROWSE', 'PACKAGE'] as const) expect((await rows(ticketFor(id, ['code'], { form }))).status).toBe(403);
    for (const form of ['ROWS', 'FILE'] as const) expect((await rows(ticketFor(id, ['code'], { form }), '?limit=1')).status).toBe(200);
  });
});
