import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryPublished, registerInterface, versionCompleted } from '@gongshu/contracts';
import { partyOf, person, publishedEntry, startTestService, type TestService } from '@gongshu/testing';
import { DataPlane } from '../data-plane/data-plane.js';
import { exchangeService } from '../index.js';

const WEIHAI = { code: '371000', name: '威海市', level: 'CITY', pack: 'weihai' } as const;
const provider = person({ id: 'civil-affairs', name: '威海市民政局', division: WEIHAI.code, level: WEIHAI.level, node: WEIHAI.code }, 'DATA_ADMINISTRATOR');
const CSV = 'code,name,level\n371000,威海市,市\n';

let t: TestService;
beforeAll(async () => {
  t = await startTestService(exchangeService, { node: WEIHAI });
});
afterAll(() => t.stop());

async function upload(entryId: string): Promise<number> {
  const headers = { 'content-type': 'text/csv', authorization: `Bearer ${await t.issuers.token(provider)}` };
  return (await fetch(`http://127.0.0.1:${String(t.service.app.get(DataPlane).port)}/versions/${entryId}`, { method: 'POST', headers, body: CSV })).status;
}

describe('data without a published entry in weihai', () => {
  it('[WEI-10-1] are not taken: the address is of nothing (404), no table is made and nothing announced', async () => {
    const entry = publishedEntry(partyOf(provider));
    const tables = (): Promise<unknown[]> => t.query("SELECT 1 FROM pg_tables WHERE schemaname = 'dataset'");
    for (const unknown of [entry.id, randomUUID()]) {
      expect(await upload(unknown)).toBe(404);
      await expect(t.ask(registerInterface, { entryId: unknown, url: 'http://provider.example/rows' }, provider)).rejects.toMatchObject({ definition: { status: 404 } });
    }
    expect(await tables()).toEqual([]);
    expect(t.seen(versionCompleted)).toEqual([]);

    await t.announce(entryPublished, entry.id, entry);
    await t.eventually(async () => (await t.query('SELECT 1 FROM data_resource WHERE entry_id = $1', [entry.id])).length === 1);
    expect(await upload(entry.id)).toBe(201);
    expect(await tables()).toHaveLength(1);
  });
});
