import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryHandedIn, entryPublished, registerInterface, versionCompleted } from '@gongshu/contracts';
import { partyOf, person, publishedEntry, startTestService, type TestService } from '@gongshu/testing';
import { DataPlane } from '../data-plane/data-plane.js';
import { exchangeService } from '../index.js';

const WEIHAI = { code: '371000', name: '威海市', level: 'CITY', pack: 'weihai' } as const;
const provider = person({ id: 'civil-affairs', name: '威海市民政局', division: WEIHAI.code, level: WEIHAI.level, node: WEIHAI.code }, 'DATA_ADMINISTRATOR');
const stranger = person({ id: 'other-bureau', name: '威海市水务局', division: WEIHAI.code, level: WEIHAI.level, node: WEIHAI.code }, 'DATA_ADMINISTRATOR');
const CSV = 'code,name,level\n371000,威海市,市\n';

let t: TestService;
beforeAll(async () => {
  t = await startTestService(exchangeService, { node: WEIHAI });
});
afterAll(() => t.stop());

async function upload(entryId: string, party = provider, type = 'text/csv'): Promise<unknown[]> {
  const headers = { 'content-type': type, authorization: `Bearer ${await t.issuers.token(party)}` };
  const answer = await fetch(`http://127.0.0.1:${String(t.service.app.get(DataPlane).port)}/versions/${entryId}`, { method: 'POST', headers, body: CSV });
  const { code } = (await answer.json()) as { code?: string };
  return [answer.status, code];
}

describe('data without a published entry in weihai', () => {
  it('[WEI-10-1] are not taken: 422, no table is made and nothing announced; whether another’s unpublished entry exists is not told', async () => {
    const entry = publishedEntry(partyOf(provider));
    const tables = (): Promise<unknown[]> => t.query("SELECT 1 FROM pg_tables WHERE schemaname = 'dataset'");
    for (const unknown of [entry.id, randomUUID()]) {
      expect(await upload(unknown)).toEqual([422, 'exchange/no-entry']);
      expect(await upload(unknown, provider, 'application/pdf')).toEqual([422, 'exchange/no-entry']);
      await expect(t.ask(registerInterface, { entryId: unknown, url: 'http://provider.example/rows' }, provider)).rejects.toMatchObject({ definition: { status: 404 } });
    }
    expect(await tables()).toEqual([]);
    expect(t.seen(versionCompleted)).toEqual([]);

    const { id, version, name, aggregation, personalData, items } = entry;
    await t.announce(entryHandedIn, id, { id, version, provider: partyOf(provider), name, aggregation, personalData, items });
    await t.eventually(async () => (await t.query('SELECT 1 FROM data_resource WHERE entry_id = $1', [id])).length === 1);
    expect(await upload(id, stranger)).toEqual(await upload(randomUUID(), stranger));

    await t.announce(entryPublished, id, entry);
    await t.eventually(async () => (await t.query('SELECT 1 FROM data_resource WHERE entry_id = $1 AND published', [id])).length === 1);
    expect(await upload(id, stranger)).toEqual([403, 'access/forbidden']);
    expect(await upload(id)).toEqual([201, undefined]);
    expect(await tables()).toHaveLength(1);
  });
});
