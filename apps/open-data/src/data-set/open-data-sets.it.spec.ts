import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actRefused,
  dataSetOpened,
  entryPublished, entryWithdrawn,
  findOpenDataSets,
  getOpenDataSet,
  openDataSet,
  takeOpenTickets,
  versionCompleted,
  type EntryPublished,
  type OpenDataSet,
  type OpenDataSetView,
  type Party,
} from '@gongshu/contracts';
import { openTicket } from '@gongshu/service-kit';
import { person, publishedEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { openDataService } from '../index.js';

const WEIHAI = { code: '371000', name: '威海市', level: 'CITY', pack: 'weihai' };
const organisationOf = (node: { code: string; level: string }, id = 'weihai-ecology'): Party => ({ id, name: '生态环境局', division: node.code, level: node.level, node: node.code });
const providerOrg = organisationOf(WEIHAI);
const provider = person(providerOrg, 'DATA_ADMINISTRATOR');
const stranger = person(organisationOf(WEIHAI, 'weihai-forestry'), 'DATA_ADMINISTRATOR');

const entryOf = (owner: Party, changes: Partial<EntryPublished> = {}): EntryPublished =>
  publishedEntry(owner, {
    name: '空气质量日报',
    abstract: '各站点每日空气质量指数',
    items: [{ column: 'station', name: '监测站点', type: 'TEXT' }, { column: 'aqi', name: '指数', type: 'INTEGER' }],
    updateCycle: 'DAILY',
    ...changes,
  });

let t: TestService;
beforeAll(async () => {
  t = await startTestService(openDataService, { node: WEIHAI });
});
afterAll(() => t.stop());

/** An entry published at the node under test, with data unless `rows` is null. */
async function published(changes: Partial<EntryPublished> = {}, rows: number | null = 12, at = t): Promise<EntryPublished> {
  const entry = entryOf(providerOrg, changes);
  if (rows !== null) await at.announce(versionCompleted, entry.id, { entryId: entry.id, version: 1, rows, digest: 'd', cause: 'UPLOAD' });
  await at.announce(entryPublished, entry.id, entry);
  await at.eventually(async () => (await at.query('SELECT FROM openable_entry WHERE entry_id = $1', [entry.id])).length === 1);
  if (rows !== null) await at.eventually(async () => (await at.query('SELECT FROM data_version WHERE entry_id = $1', [entry.id])).length === 1);
  return entry;
}
const open = (input: OpenDataSet, by: TestParty = provider): Promise<OpenDataSetView> => t.ask(openDataSet, input, by);
async function opened(changes: Partial<EntryPublished> = {}): Promise<string> {
  const { id } = await published(changes);
  await open({ entryId: id });
  return id;
}
const fetches = async (id: string): Promise<number> => Number((await t.query<{ fetch_count: string }>('SELECT fetch_count FROM open_data_set WHERE entry_id = $1', [id]))[0]?.fetch_count);

describe('opening a data set', () => {
  it('lets anybody find and read it, with the article it was opened under [WEI-24-2]', async () => {
    const { id } = await published();
    await expect(t.ask(getOpenDataSet, { entryId: id })).rejects.toMatchObject({ definition: { status: 404 } });
    const view = await open({ entryId: id });
    expect(view).toMatchObject({ entryId: id, openType: 'UNCONDITIONAL', article: '23', dataVersion: 1, rows: 12, openedAt: '2026-03-02T01:00:00.000Z', provider: providerOrg });
    expect(await t.ask(getOpenDataSet, { entryId: id })).toEqual(view);
    await t.eventually(() => t.seen(dataSetOpened).some(({ subject }) => subject === id));
    expect(t.seen(dataSetOpened).filter(({ subject }) => subject === id).map(({ data }) => data)).toEqual([{ entryId: id, openType: 'UNCONDITIONAL', article: '23' }]);

    await t.announce(versionCompleted, id, { entryId: id, version: 3, rows: 40, digest: 'd', cause: 'UPLOAD' });
    await t.announce(versionCompleted, id, { entryId: id, version: 2, rows: 20, digest: 'd', cause: 'UPLOAD' });
    await t.eventually(async () => (await t.ask(getOpenDataSet, { entryId: id })).dataVersion === 3);
    expect((await t.ask(getOpenDataSet, { entryId: id })).rows).toBe(40);
  });

  it('is the provider’s data administrator’s act alone', async () => {
    const { id } = await published();
    await expect(open({ entryId: id }, stranger)).rejects.toMatchObject({ definition: { code: 'open-data/not-your-data', status: 404 } });
    await expect(open({ entryId: id }, { ...provider, roles: ['DATA_AUTHORITY'] })).rejects.toMatchObject({ definition: { status: 403 } });
    await expect(t.ask(openDataSet, { entryId: id })).rejects.toMatchObject({ definition: { status: 401 } });
    await t.announce(entryWithdrawn, id, { id, node: '371000', version: 1, withdrawnAt: '2026-03-02T01:00:00.000Z' });
    await t.eventually(async () => (await t.query('SELECT 1 FROM openable_entry WHERE entry_id = $1 AND withdrawn', [id])).length === 1);
    await expect(open({ entryId: id })).rejects.toMatchObject({ definition: { code: 'open-data/not-your-data' } });
    await expect(open({ entryId: randomUUID() })).rejects.toMatchObject({ definition: { code: 'open-data/not-your-data' } });
  });

  it('is refused twice, but repeated under one idempotency key', async () => {
    const { id } = await published();
    const options = { idempotencyKey: randomUUID() };
    const first = await t.ask(openDataSet, { entryId: id }, provider, options);
    expect(await t.ask(openDataSet, { entryId: id }, provider, options)).toEqual(first);
    await expect(open({ entryId: id })).rejects.toMatchObject({ definition: { code: 'open-data/already-open', status: 409 } });
  });

  it('happens once when asked for twice at the same instant', async () => {
    const { id } = await published();
    const outcomes = await Promise.allSettled([open({ entryId: id }), open({ entryId: id })]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('needs data, and data without personal information', async () => {
    const empty = await published({}, null);
    await expect(open({ entryId: empty.id })).rejects.toMatchObject({ definition: { code: 'open-data/no-data', status: 409 } });
    const personal = await published({ personalData: true });
    await expect(open({ entryId: personal.id })).rejects.toMatchObject({ definition: { code: 'open-data/personal-data', status: 422 } });
  });
});

describe('the open type', () => {
  it('is one of the three the regulation knows [WEI-23-1]', async () => {
    const { id } = await published();
    await expect(open({ entryId: id, openType: 'ON_APPLICATION' })).rejects.toMatchObject({
      definition: { code: 'open-data/refused-by-law', status: 422 },
      parts: { article: { pack: 'weihai', article: '23' }, errors: [{ pointer: '/openType', code: 'value-not-admissible' }] },
    });
    await expect(open({ entryId: id, openType: 'SECRET' })).rejects.toMatchObject({ definition: { code: 'input/invalid' }, parts: { errors: [{ pointer: '/openType' }] } });
    for (const openType of ['UNCONDITIONAL', 'CONDITIONAL']) {
      const entry = await published();
      expect((await open({ entryId: entry.id, openType })).openType).toBe(openType);
    }
  });

  it('is not open only on the basis of a law, a regulation or a national rule [WEI-23-3]', async () => {
    const { id } = await published({ openType: 'NOT_OPEN' }, null);
    const basis = { level: 'LAW', title: '中华人民共和国统计法', article: '9' };
    await expect(open({ entryId: id })).rejects.toMatchObject({ parts: { article: { article: '23' }, errors: [{ pointer: '/legalBasis', code: 'field-required' }] } });
    await expect(open({ entryId: id, legalBasis: { ...basis, level: 'POLICY' } })).rejects.toMatchObject({
      parts: { article: { article: '23', quote: expect.stringContaining('禁止开放') as unknown }, errors: [{ pointer: '/legalBasis/level', code: 'basis-not-admissible' }] },
    });
    expect((await open({ entryId: id, legalBasis: basis })).openType).toBe('NOT_OPEN');
    await expect(t.ask(getOpenDataSet, { entryId: id })).rejects.toMatchObject({ definition: { status: 404 } });
    expect(t.seen(dataSetOpened).filter(({ subject }) => subject === id)).toEqual([]);
  });

  it('is loosened from not open only after a release [WEI-23-6]', async () => {
    const { id } = await published({ openType: 'NOT_OPEN' });
    await open({ entryId: id, legalBasis: { level: 'LAW', title: '中华人民共和国统计法', article: '9' } });
    await expect(open({ entryId: id, openType: 'UNCONDITIONAL' })).rejects.toMatchObject({ parts: { article: { article: '23' }, errors: [{ pointer: '/releaseBasis', code: 'field-required' }] } });
    await expect(open({ entryId: id, openType: 'UNCONDITIONAL', releaseBasis: 'BECAUSE' })).rejects.toMatchObject({ parts: { errors: [{ code: 'value-not-admissible' }] } });
    await open({ entryId: id, openType: 'UNCONDITIONAL', releaseBasis: 'DEIDENTIFIED' });
    expect((await t.ask(getOpenDataSet, { entryId: id })).openType).toBe('UNCONDITIONAL');
  });
});

describe('the open catalogue', () => {
  it('is searched by name, abstract and item, and read in pages from the newest', async () => {
    const word = randomUUID();
    const ids = [await opened({ name: `甲${word}` }), await opened({ abstract: `乙${word.toUpperCase()}丙` }), await opened({ items: [{ column: 'a', name: `丁${word}`, type: 'TEXT' }] })];
    await published({ name: `未开放${word}` });
    const first = await t.ask(findOpenDataSets, { q: word, limit: 2 });
    const rest = await t.ask(findOpenDataSets, { q: word, limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...rest.items].map(({ entryId }) => entryId)).toEqual([...ids].reverse());
    expect(rest.nextCursor).toBeNull();
    expect((await t.ask(findOpenDataSets, { q: '%' })).items).toEqual([]);
    await expect(t.ask(findOpenDataSets, { cursor: '-1' })).rejects.toMatchObject({ definition: { status: 422 }, parts: { errors: [{ pointer: '/cursor' }] } });
  });

  it('shows what is open without conditions only', async () => {
    const { id } = await published();
    await open({ entryId: id, openType: 'CONDITIONAL' });
    await expect(t.ask(getOpenDataSet, { entryId: id })).rejects.toMatchObject({ definition: { status: 404 } });
    expect((await t.ask(findOpenDataSets, { limit: 200 })).items.map(({ entryId }) => entryId)).not.toContain(id);
  });

  it('drops a data set whose entry has come to hold personal information', async () => {
    const id = await opened();
    await t.announce(entryPublished, id, { ...entryOf(providerOrg), id, version: 2, personalData: true });
    await t.eventually(() => t.ask(getOpenDataSet, { entryId: id }).then(() => false, () => true));
    const { answers } = await t.ask(takeOpenTickets, { entryIds: [id] });
    expect(answers[0]).toMatchObject({ ticket: null, problem: { status: 404 } });
    expect(await fetches(id)).toBe(0);
  });
});

describe('tickets for open data', () => {
  it('let out all columns for thirty seconds, one answer for each ask in order, each fetch counted [WEI-24-2]', async () => {
    const [one, other] = [await opened(), await opened()];
    const { answers } = await t.ask(takeOpenTickets, { entryIds: [one, other, one] });
    expect(answers.map(({ columns, problem }) => [columns, problem])).toEqual(Array(3).fill([['station', 'aqi'], null]));
    const now = t.clock.now();
    const ticket = openTicket('test-data-plane-secret', answers[1]?.ticket ?? '', now);
    expect(ticket).toEqual({ permit: other, grantId: null, entryId: other, columns: ['station', 'aqi'], rowFilter: [], mostRows: null, form: null, issuedAt: now });
    expect(openTicket('another-secret', answers[1]?.ticket ?? '', now)).toBeNull();
    expect([await fetches(one), await fetches(other)]).toEqual([2, 1]);
  });

  it('are refused for data on conditions (403) and for what is not open, unknown or no id at all (404), without counting', async () => {
    const { id: conditional } = await published();
    await open({ entryId: conditional, openType: 'CONDITIONAL' });
    const { id: notOpened } = await published();
    const { answers } = await t.ask(takeOpenTickets, { entryIds: [conditional, notOpened, randomUUID(), "'; DROP TABLE x"] });
    expect(answers.map(({ problem }) => (problem as { code: string; status: number }).code)).toEqual(['open-data/needs-application', ...Array<string>(3).fill('access/not-found')]);
    expect(answers.every(({ ticket, columns }) => ticket === null && columns.length === 0)).toBe(true);
    expect(await fetches(conditional)).toBe(0);
  });

  it('are counted exactly when many messages ask for the same data sets in different orders', async () => {
    const ids = [await opened(), await opened(), await opened()];
    await Promise.all(Array.from({ length: 30 }, (_, n) => t.ask(takeOpenTickets, { entryIds: n % 2 === 0 ? ids : [...ids].reverse() })));
    expect(await Promise.all(ids.map(fetches))).toEqual([30, 30, 30]);
  });
});

describe('the entries the service keeps', () => {
  it('are this node’s own, the newest version of each', async () => {
    const foreign = entryOf({ ...providerOrg, node: '370000' });
    await t.announce(entryPublished, foreign.id, foreign, { node: '370000' });
    const { id } = await published({ version: 2, name: '新名' });
    await t.announce(entryPublished, id, { ...entryOf(providerOrg), id, version: 1, name: '旧名' });
    await published();
    expect(await t.query('SELECT name FROM openable_entry WHERE entry_id = $1', [id])).toEqual([{ name: '新名' }]);
    expect(await t.query('SELECT FROM openable_entry WHERE entry_id = $1', [foreign.id])).toEqual([]);
  });
});

describe('where the regulation provides for no opening', () => {
  it('a declaration is refused with the article that says so', async () => {
    const node = { code: '130000', name: '河北省', level: 'PROVINCE', pack: 'hebei' };
    const hebei = await startTestService(openDataService, { node });
    try {
      const owner = organisationOf(node);
      const { id } = await published({ node: node.code, provider: owner }, 1, hebei);
      await expect(hebei.ask(openDataSet, { entryId: id, openType: 'UNCONDITIONAL' }, person(owner, 'DATA_ADMINISTRATOR'))).rejects.toMatchObject({
        definition: { code: 'open-data/not-regulated', status: 422 },
        parts: { article: { pack: 'default', article: 'DEFAULT-27', quote: '条文未规定数据开放的,不启用开放服务' } },
      });
      await hebei.eventually(() => hebei.seen(actRefused['open-data']).some(({ data }) => data.article === 'DEFAULT-27'));
      expect((await hebei.ask(findOpenDataSets, {})).items).toEqual([]);
    } finally {
      await hebei.stop();
    }
  });
});
