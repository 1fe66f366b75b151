import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { takeOpenTickets, takePermits, type PermitAnswer } from '@gongshu/contracts';
import { GRANT, sha256, startLaneNode, TOKEN, type LaneNode } from '../stand-ins/lane-node.js';

let node: LaneNode;

beforeAll(async () => {
  node = await startLaneNode();
});
afterAll(() => node.stop());
beforeEach(() => node.reset());
// No call's end may be counted as another test's.
afterEach(() => expect.poll(() => node.services.open.size).toBe(0));

const rowsAs = (accept: string, query = 'scenario=x'): Promise<Response> => node.rows(query, { ...TOKEN, accept });

describe('rows in the form that Accept likes best', () => {
  it.each([
    ['*/*', 'json'], ['application/json', 'json'], ['application/x-ndjson', 'ndjson'], ['text/csv', 'csv'], ['application/json;q=0.4, application/x-ndjson;q=0.9, text/csv;q=0.8', 'ndjson'],
  ])('are asked of the exchange: %s as %s', async (accept, form) => {
    expect((await rowsAs(accept, 'scenario=x&limit=2&where.code=1')).status).toBe(200);
    expect(node.exchange.seen[0]?.url).toBe(`/rows?form=${form}&limit=2&where.code=1`);
  });

  it('come from aggregated data with their digest, their number and what the permit says', async () => {
    const lines = '{"code":"1"}\n{"code":"2"}\n';
    await node.services.issuePermits(() => ({ mostRows: 2 }));
    node.exchange.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson; charset=utf-8', trailer: 'x-row-count', 'x-data-version': '3' });
      response.write(lines);
      response.addTrailers({ 'x-row-count': '2' });
      response.end();
    });
    const answer = await rowsAs('application/x-ndjson');
    expect([answer.headers.get('content-type'), answer.headers.get('x-row-limit'), answer.headers.get('x-permit-number'), await answer.text()]).toEqual(['application/x-ndjson; charset=utf-8', '2', '1', lines]);
    await expect.poll(() => node.services.closings).toEqual([expect.objectContaining({ state: 'COMPLETED', rows: 2, bytes: lines.length, digest: sha256(lines), dataVersion: 3 })]);
  });

  it('are refused with 406 and the forms there are, before a permit is taken', async () => {
    for (const accept of ['text/html', 'application/json;q=0', 'application/vnd.apache.parquet']) {
      const refused = await rowsAs(accept);
      expect([refused.status, await refused.json()]).toEqual([406, expect.objectContaining({ code: 'input/not-acceptable', allowed: ['application/json', 'application/x-ndjson', 'text/csv'] })]);
    }
    expect([node.services.timesAsked(takePermits), node.exchange.seen.length]).toEqual([0, 0]);
  });

  it('are open data too', async () => {
    await node.services.answer(takeOpenTickets, ({ entryIds }) => ({ answers: entryIds.map((id) => ({ ticket: `open-${id}`, columns: ['code'], problem: null })) }));
    expect((await fetch(`${node.publicUrl}/v1/open/data/${GRANT}/rows?limit=2`, { headers: { accept: 'application/x-ndjson' } })).status).toBe(200);
    expect(node.exchange.seen[0]?.url).toBe('/rows?form=ndjson&limit=2');
    expect((await fetch(`${node.publicUrl}/v1/open/data/${GRANT}/rows`, { headers: { accept: 'image/png' } })).status).toBe(406);
  });

  describe('of a registered interface', () => {
    const logical = (differs: Partial<PermitAnswer> = {}): Promise<void> =>
      node.services.issuePermits(() => ({ ticket: null, source: { kind: 'LOGICAL', url: `${node.provider.url}/service` }, columns: ['code', 'name'], allColumns: false, ...differs }));

    it.each([2, 5_000])('come a line a row, masked and filtered, never more than may leave: %i rows', async (count) => {
      await logical({ rowFilter: [{ column: 'area', operator: 'EQUALS', values: ['130100'] }], mostRows: count - 1 });
      node.provider.answerJson(Array.from({ length: 3 * count }, (_, at) => ({ code: String(at), name: '甲\n乙', area: at % 2 === 0 ? '130100' : '130200', id_number: '130…' })));
      const answer = await rowsAs('application/x-ndjson');
      const text = await answer.text();
      expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([200, 'application/x-ndjson; charset=utf-8', null]);
      expect(text).toBe(Array.from({ length: count - 1 }, (_, at) => `{"code":"${String(2 * at)}","name":"甲\\n乙"}\n`).join(''));
      await expect.poll(() => node.services.closings).toEqual([expect.objectContaining({ state: 'COMPLETED', rows: count - 1, bytes: Buffer.byteLength(text), digest: sha256(text) })]);
    });

    it('come as a line each though all columns are granted, and as CSV', async () => {
      node.provider.answer((_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('[ {"code":"1",\n "name":"甲"} ]'));
      await logical({ allColumns: true });
      expect(await (await rowsAs('application/x-ndjson')).text()).toBe('{"code":"1","name":"甲"}\n');
      const csv = await rowsAs('text/csv');
      expect([csv.headers.get('content-type'), await csv.text()]).toEqual(['text/csv; charset=utf-8', 'code,name\r\n1,甲\r\n']);
    });

    it('break off when the provider’s answer does', async () => {
      await logical();
      const half = JSON.stringify(Array.from({ length: 5_000 }, (_, at) => ({ code: String(at), name: '甲' }))).slice(0, -1);
      node.provider.answer((_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(half));
      await expect(rowsAs('application/x-ndjson').then((answer) => answer.text())).rejects.toThrow();
      await expect.poll(() => node.services.closings).toEqual([expect.objectContaining({ state: 'FAILED' })]);
    });
  });
});
