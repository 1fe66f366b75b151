import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryPublished, openDataSet, safetyStopLifted, safetyStopped, takeOpenTickets, versionCompleted, type OpenTicketAnswer } from '@gongshu/contracts';
import { person, publishedEntry, startTestService, type TestService } from '@gongshu/testing';
import { openDataService } from '../index.js';

const WEIHAI = { code: '371000', name: '威海市', level: 'CITY', pack: 'weihai' };
const provider = { id: 'weihai-ecology', name: '生态环境局', division: WEIHAI.code, level: WEIHAI.level, node: WEIHAI.code };

describe('an open data set with a safety danger', () => {
  let t: TestService;
  beforeAll(async () => {
    t = await startTestService(openDataService, { node: WEIHAI });
  });
  afterAll(() => t.stop());

  it('[WEI-32-2] gives nothing to the public from the stop to its end, with the article, and counts no fetch', async () => {
    const entry = publishedEntry(provider);
    const { id: entryId } = entry;
    await t.announce(versionCompleted, entryId, { entryId, version: 1, rows: 3, digest: 'd', cause: 'UPLOAD' });
    await t.announce(entryPublished, entryId, entry);
    await t.eventually(async () => (await t.query('SELECT FROM openable_entry e JOIN data_version v ON v.entry_id = e.entry_id WHERE e.entry_id = $1', [entryId])).length === 1);
    await t.ask(openDataSet, { entryId }, person(provider, 'DATA_ADMINISTRATOR'));
    const ticket = async (): Promise<OpenTicketAnswer | undefined> => (await t.ask(takeOpenTickets, { entryIds: [entryId] })).answers[0];
    const fetches = async (): Promise<unknown> => (await t.query('SELECT fetch_count FROM open_data_set WHERE entry_id = $1', [entryId]))[0];
    expect((await ticket())?.problem).toBeNull();

    const article = { pack: 'weihai', version: '1', article: '32', quote: '发现安全隐患时,应当立即停止共享、开放数据' };
    const stop = { id: randomUUID(), entryId, entryName: entry.name, provider, holders: [], article };
    await t.announce(safetyStopped, entryId, stop);
    const refused = await t.eventually(async () => {
      const answer = await ticket();
      return answer?.ticket === null && answer;
    });
    expect(refused.problem).toMatchObject({ status: 403, code: 'open-data/safety-stopped', article });
    const counted = await fetches();
    await ticket();
    expect(await fetches()).toEqual(counted);

    await t.announce(safetyStopLifted, entryId, stop);
    await t.eventually(async () => (await ticket())?.problem === null);
  });
});
