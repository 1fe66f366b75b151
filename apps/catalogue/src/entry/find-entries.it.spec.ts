import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actOnEntry, compileEntry, entryPublished, entryStepOverdue, findEntries, getEntry, type EntryContent, type EntryPage, type EntryPublished, type EntryView, type FindEntries, type Party, type Role } from '@gongshu/contracts';
import { publishedEntry, sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const party = (client: string, organisation: string, roles: Role[]): TestParty => ({ client, organisation, name: organisation, division: '130000', level: 'PROVINCE', roles, node: '130000' });
const COMPILER = party('minzheng-1', 'minzheng', ['DATA_ADMINISTRATOR']);
const REVIEWER = party('minzheng-2', 'minzheng', ['CATALOGUE_REVIEWER']);
const AUTHORITY = party('shujuju-1', 'shujuju', ['DATA_AUTHORITY']);
const READER = party('jiaoyu-1', 'jiaoyu', ['APPLICANT']);

let t: TestService;
beforeAll(async () => {
  t = await startTestService(catalogueService);
});
afterAll(() => t.stop());

async function underAuthority(differs: Partial<EntryContent>): Promise<string> {
  const { id } = await t.ask(compileEntry, sampleEntry(differs), COMPILER);
  await t.ask(actOnEntry, { act: 'submit', id }, COMPILER);
  await t.ask(actOnEntry, { id, act: 'pass' }, REVIEWER);
  return id;
}
async function published(differs: Partial<EntryContent>): Promise<EntryView> {
  return t.ask(actOnEntry, { id: await underAuthority(differs), act: 'publish' }, AUTHORITY);
}
const find = async (search: FindEntries, by = READER): Promise<EntryView[]> => (await t.ask(findEntries, search, by)).items;

const CITY: Party = { id: 'minzheng', name: '石家庄市民政局', division: '130100', level: 'CITY', node: '130100' };
const neighbourEntry = (differs: Partial<EntryPublished> = {}): EntryPublished => publishedEntry(CITY, differs);
const fromCity = (data: EntryPublished, how: { id?: string; node?: string } = {}): Promise<unknown> => t.announce(entryPublished, data.id, data, { node: '130100', ...how });
const deadLetters = async (): Promise<number> => Number((await t.query<{ count: string }>("SELECT count(*) FROM dead_letter WHERE reaction = 'when-neighbour-entry-published'"))[0]?.count);

describe('the catalogue', () => {
  it('is searched by words in name, abstract and names of items, all of which must be there', async () => {
    const { id } = await published({ name: 'GPS轨迹 丁', abstract: '公交车辆位置', items: [{ column: 'plate', name: '车牌号', type: 'TEXT' }] });
    for (const q of ['gps', '公交', '车牌', '  丁　位置 车牌号 ']) expect((await find({ q })).map((entry) => entry.id)).toEqual([id]);
    for (const q of ['GPS 地铁', 'plate', '号公', '%', '_', "'", '\\']) expect(await find({ q })).toEqual([]);
  });

  it('shows published entries only, and narrows by sharing type and node', async () => {
    const draft = await t.ask(compileEntry, sampleEntry({ name: '窄 草稿' }), COMPILER);
    const open = await published({ name: '窄 无条件', sharingType: 'UNCONDITIONAL' });
    await published({ name: '窄 有条件' });
    expect((await find({ q: '窄' }, COMPILER)).map(({ name }) => name).sort()).toEqual(['窄 无条件', '窄 有条件']);
    expect((await find({ q: '窄', sharingType: 'UNCONDITIONAL' })).map(({ id }) => id)).toEqual([open.id]);
    expect(await find({ q: '窄', node: '130100' })).toEqual([]);
    expect(await find({ q: '窄', node: '130000' })).toHaveLength(2);
    expect((await find({ q: '窄', scope: 'mine' }, COMPILER)).map(({ id }) => id)).toContain(draft.id);
  });

  it('is read page by page, newest first, nothing twice and nothing left out, whatever is published meanwhile', async () => {
    const names: string[] = [];
    for (const n of [1, 2, 3, 4, 5]) {
      // Two share an instant: the id decides between them.
      if (n !== 3) t.clock.advance(1_000);
      names.push((await published({ name: `翻页 ${String(n)}` })).name);
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: EntryPage = await t.ask(findEntries, { q: '翻页', limit: 2, ...(cursor === null ? {} : { cursor }) }, READER);
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ name }) => name));
      if (cursor === null) {
        t.clock.advance(1_000);
        await published({ name: '翻页 6' });
      }
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect([...seen].sort()).toEqual(names);
    expect([seen[0], seen[1], seen[4]]).toEqual(['翻页 5', '翻页 4', '翻页 1']);
  });

  it('gives shorter pages where entries are too long for one message', async () => {
    const items = Array.from({ length: 300 }, (_, n) => ({ column: `c${String(n)}`, name: '长'.repeat(200), type: 'TEXT' }));
    const ids = await Promise.all([1, 2, 3, 4, 5].map(async () => (await t.ask(compileEntry, sampleEntry({ name: '超长', items }), COMPILER)).id));
    const first = await t.ask(findEntries, { q: '超长', scope: 'mine' }, COMPILER);
    expect(first.items.length).toBeLessThan(5);
    const second = await t.ask(findEntries, { q: '超长', scope: 'mine', cursor: first.nextCursor ?? '' }, COMPILER);
    expect(second.nextCursor).toBeNull();
    expect([...first.items, ...second.items].map(({ id }) => id).sort()).toEqual([...ids].sort());
  });

  it('refuses a cursor it did not give, at /cursor', async () => {
    for (const cursor of ['x', '2026-13-45T99:00:00.000Z_00000000-0000-4000-8000-000000000001', `2026-03-02T01:00:00.000Z_' OR 1=1`]) {
      await expect(t.ask(findEntries, { cursor }, READER)).rejects.toMatchObject({ definition: { status: 422, code: 'input/invalid' }, parts: { errors: [{ pointer: '/cursor' }] } });
    }
  });

  it("lists what waits for the caller's role", async () => {
    const waiting = await underAuthority({ name: '待办 甲' });
    const { id } = await t.ask(compileEntry, sampleEntry({ name: '待办 乙' }), COMPILER);
    await t.ask(actOnEntry, { act: 'submit', id }, COMPILER);
    const lists = await Promise.all([AUTHORITY, REVIEWER, COMPILER, READER].map((by) => find({ q: '待办', scope: 'to-review' }, by)));
    expect(lists.map((list) => list.map((entry) => entry.id))).toEqual([[waiting], [id], [], []]);
  });
});

describe("a neighbour's published entry", () => {
  it('[HEB-10-3] is in the catalogue of this node with its origin, and changes with each newer version', async () => {
    const first = neighbourEntry({ name: '石家庄区划' });
    await fromCity(first);
    const view = await t.eventually(() => t.ask(getEntry, { id: first.id }, READER).catch(() => undefined));
    expect(view).toMatchObject({ node: '130100', code: '1301001/000001', state: 'PUBLISHED', provider: { name: '石家庄市民政局' }, step: { ended: true, acts: [] }, history: [], publishedAt: '2026-03-01T00:00:00.000Z' });
    expect((await find({ q: '石家庄区划', node: '130100' })).map(({ id }) => id)).toEqual([first.id]);
    await fromCity({ ...first, version: 3, name: '石家庄区划 三' });
    await fromCity({ ...first, version: 2, name: '石家庄区划 二' });
    const last = neighbourEntry();
    await fromCity(last);
    await t.eventually(() => t.ask(getEntry, { id: last.id }, READER).catch(() => undefined));
    expect(await t.ask(getEntry, { id: first.id }, READER)).toMatchObject({ version: 3, name: '石家庄区划 三' });
  });

  it('has its effect once, however often it is delivered', async () => {
    const entry = neighbourEntry();
    const id = randomUUID();
    await fromCity(entry, { id });
    await t.eventually(() => t.ask(getEntry, { id: entry.id }, READER).catch(() => undefined));
    // Were it handled again, this deletion would be undone.
    await t.query('DELETE FROM catalogue_entry WHERE id = $1', [entry.id]);
    await fromCity(entry, { id });
    const last = neighbourEntry();
    await fromCity(last);
    await t.eventually(() => t.ask(getEntry, { id: last.id }, READER).catch(() => undefined));
    await expect(t.ask(getEntry, { id: entry.id }, READER)).rejects.toMatchObject({ definition: { status: 404 } });
  });

  it('belongs to nobody here, even where an organisation has the same id', async () => {
    const entry = neighbourEntry({ name: '邻居的' });
    await fromCity(entry);
    await t.eventually(() => t.ask(getEntry, { id: entry.id }, READER).catch(() => undefined));
    await expect(t.ask(actOnEntry, { act: 'submit', id: entry.id }, COMPILER)).rejects.toMatchObject({ definition: { status: 403, code: 'catalogue/not-your-turn' } });
    expect(await find({ q: '邻居的', scope: 'mine' }, COMPILER)).toEqual([]);
  });

  it("does not write over this node's entries, nor speak for another node, nor hold up those behind it", async () => {
    const own = await published({ name: '自己的' });
    await fromCity(neighbourEntry({ id: own.id, version: 9, name: '冒名' }));
    await fromCity(neighbourEntry({ node: '130200' }));
    await fromCity(neighbourEntry({ publishedAt: 'soon' }));
    await fromCity(neighbourEntry({ sharingType: 'PERHAPS' }));
    await fromCity(neighbourEntry({ openCondition: '\u0000' }));
    const last = neighbourEntry();
    await fromCity(last);
    await t.eventually(() => t.ask(getEntry, { id: last.id }, READER).catch(() => undefined));
    expect(await t.ask(getEntry, { id: own.id }, READER)).toMatchObject({ node: '130000', name: '自己的', version: 1 });
    expect(await deadLetters()).toBe(4);
  });
});

describe('a review that lapses', () => {
  it('[HEB-11-5] is announced as overdue once and decides nothing', async () => {
    const id = await underAuthority({ name: '逾期' });
    const { dueOn } = (await t.ask(getEntry, { id }, COMPILER)).step;
    const other = await published({ name: '及时' });
    expect(await t.query('SELECT DISTINCT key FROM timer WHERE key IN ($1, $2)', [id, other.id])).toEqual([{ key: id }]);
    const seen = (): string[] => t.seen(entryStepOverdue).map(({ data }) => data.id);
    t.clock.travelTo(`${dueOn ?? ''}T23:59:59+08:00`);
    await t.fireDueTimers();
    expect(await t.ask(getEntry, { id }, COMPILER)).toMatchObject({ step: { overdue: false } });
    t.clock.advance(1_000);
    await t.fireDueTimers();
    await t.eventually(() => seen().includes(id));
    t.clock.advance(86_400_000);
    await t.fireDueTimers();
    expect(await t.ask(getEntry, { id }, COMPILER)).toMatchObject({ state: 'AUTHORITY_REVIEW', step: { overdue: true, dueOn, dueArticle: '11' } });
    expect(t.seen(entryStepOverdue).filter(({ data }) => data.id === id).map(({ data }) => data)).toEqual([{ id, step: 'AUTHORITY_REVIEW', dueOn, article: '11' }]);
    expect(seen()).not.toContain(other.id);
    expect(await t.ask(actOnEntry, { id, act: 'publish' }, AUTHORITY)).toMatchObject({ state: 'PUBLISHED' });
  });
});
