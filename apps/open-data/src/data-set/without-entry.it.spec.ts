import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataSetOpened, entryPublished, getOpenDataSet, openDataSet, takeOpenTickets, versionCompleted } from '@gongshu/contracts';
import { partyOf, person, publishedEntry, startTestService, type TestService } from '@gongshu/testing';
import { openDataService } from '../index.js';

const FUSHUN = { code: '210400', name: '抚顺市', level: 'CITY', pack: 'fushun' } as const;
const provider = person({ id: 'transport', name: '抚顺市交通运输局', division: FUSHUN.code, level: FUSHUN.level, node: FUSHUN.code }, 'DATA_ADMINISTRATOR');

let t: TestService;
beforeAll(async () => {
  t = await startTestService(openDataService, { node: FUSHUN });
});
afterAll(() => t.stop());

describe('without a published entry in fushun', () => {
  it('[FUS-10-1] nothing can be opened, read or fetched: 404, and nothing is announced', async () => {
    const entry = publishedEntry(partyOf(provider));
    await t.announce(versionCompleted, entry.id, { entryId: entry.id, version: 1, rows: 3, digest: 'a'.repeat(64), cause: 'UPLOAD' });
    for (const entryId of [entry.id, randomUUID()]) {
      await expect(t.ask(openDataSet, { entryId }, provider)).rejects.toMatchObject({ definition: { status: 404 } });
      await expect(t.ask(getOpenDataSet, { entryId })).rejects.toMatchObject({ definition: { status: 404 } });
      expect((await t.ask(takeOpenTickets, { entryIds: [entryId] })).answers).toMatchObject([{ ticket: null, problem: { status: 404 } }]);
    }
    expect(t.seen(dataSetOpened)).toEqual([]);

    await t.announce(entryPublished, entry.id, entry);
    await t.eventually(async () => (await t.query('SELECT FROM openable_entry WHERE entry_id = $1', [entry.id])).length === 1);
    await t.ask(openDataSet, { entryId: entry.id }, provider);
    expect((await t.ask(takeOpenTickets, { entryIds: [entry.id] })).answers).toMatchObject([{ ticket: expect.any(String) as string, problem: null }]);
  });
});
