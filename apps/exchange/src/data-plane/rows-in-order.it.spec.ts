import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { correctRows, entryPublished } from '@gongshu/contracts';
import { signTicket, UnitOfWork } from '@gongshu/service-kit';
import { partyOf, person, publishedEntry, startTestService, type TestService } from '@gongshu/testing';
import { exchangeService } from '../index.js';
import { RowsInOrder20260216000000 } from '../migrations/20260216T0000-rows-in-order.js';
import { DataPlane } from './data-plane.js';

const provider = person({ id: 'hebei-civil-affairs', name: '河北省民政厅', division: '130000', level: 'PROVINCE', node: '130000' }, 'DATA_ADMINISTRATOR');
const MANY = 60_000;

describe('the rows of a version', () => {
  let t: TestService;
  let base: string;

  const uploaded = async (columns: readonly string[], body: string): Promise<string> => {
    const published = publishedEntry(partyOf(provider), { items: columns.map((column) => ({ column, name: column, type: 'TEXT' })) });
    await t.announce(entryPublished, published.id, published);
    await t.eventually(async () => (await t.query('SELECT 1 FROM data_resource WHERE entry_id = $1', [published.id])).length === 1);
    const answer = await fetch(`${base}/versions/${published.id}`, { method: 'POST', headers: { 'content-type': 'text/csv', authorization: `Bearer ${await t.issuers.token(provider)}` }, body });
    expect(answer.status).toBe(201);
    return published.id;
  };
  const rows = async (entryId: string, columns: readonly string[], query: string): Promise<string> => {
    const ticket = signTicket('test-data-plane-secret', { permit: randomUUID(), grantId: null, entryId, columns, rowFilter: [], mostRows: null, form: null, issuedAt: t.clock.now() });
    const answer = await fetch(`${base}/rows?form=csv${query}`, { headers: { 'x-permit-ticket': ticket } });
    expect(answer.status).toBe(200);
    return answer.text();
  };
  const tableOf = async (entryId: string): Promise<string> => {
    const [version] = await t.query<{ id: string }>('SELECT id FROM data_version WHERE entry_id = $1 ORDER BY version DESC LIMIT 1', [entryId]);
    return `dataset.v_${String(version?.id.replaceAll('-', ''))}`;
  };

  beforeAll(async () => {
    t = await startTestService(exchangeService);
    base = `http://127.0.0.1:${String(t.service.app.get(DataPlane).port)}`;
  });
  afterAll(async () => {
    await t.stop();
  });

  it('of one column keep the words that once ended a COPY', async () => {
    const file = 'a\n\\.\n""\n\\N\nlast\n';
    expect(await rows(await uploaded(['a'], file), ['a'], '')).toBe(file);
  });

  it('come in the order of the file from any of them on, also after a correction', async () => {
    const columns = ['n', 'text'];
    const lines = Array.from({ length: MANY }, (_unused, n) => `${String(n)},${'x'.repeat((n * 37) % 300)}`);
    const id = await uploaded(columns, `n,text\n${lines.join('\n')}\n`);
    await t.ask(correctRows, { entryId: id, keyColumn: 'n', changes: [5, 40_000].map((n) => ({ key: String(n), column: 'text', value: 'corrected' })), reasons: '更正' }, provider);
    for (const n of [5, 40_000]) lines[n] = `${String(n)},corrected`;
    const whole = await rows(id, columns, '');
    expect(whole === `n,text\n${lines.join('\n')}\n`).toBe(true);
    const [version] = await t.query<{ digest: string }>('SELECT digest FROM data_version WHERE entry_id = $1 ORDER BY version DESC LIMIT 1', [id]);
    expect(version?.digest).toBe(createHash('sha256').update(whole).digest('hex'));
    for (const offset of [0, 1, 9_999, 10_000, 17_777, 40_000, MANY - 2]) {
      expect(await rows(id, columns, `&limit=3&offset=${String(offset)}`)).toBe(`n,text\n${lines.slice(offset, offset + 3).map((line) => `${line}\n`).join('')}`);
    }
    expect(await rows(id, columns, `&limit=3&offset=${String(MANY)}`)).toBe('n,text\n');
  });

  it('that an earlier release numbered keep their order without numbers', async () => {
    const id = await uploaded(['a', 'b'], 'a,b\n1,x\n2,y\n3,z\n');
    const table = await tableOf(id);
    const migration = new RowsInOrder20260216000000();
    const run = async (direction: 'up' | 'down'): Promise<void> => {
      await t.service.app.get(UnitOfWork).source.transaction(async ({ queryRunner }) => {
        if (queryRunner !== undefined) await migration[direction](queryRunner);
      });
    };
    await run('down');
    // A changed row is written anew behind the others.
    await t.query(`UPDATE ${table} SET c1 = 'changed' WHERE row_number = 1`);
    await run('up');
    expect(await rows(id, ['a', 'b'], '')).toBe('a,b\n1,changed\n2,y\n3,z\n');
  });
});
