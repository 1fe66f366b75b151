import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDataItems, Problem, searchCatalogue, suggestSearches, type EntryContent, type EntryHits, type Party, type SearchCatalogue } from '@gongshu/contracts';
import { platformContext, systemClock, type Transaction } from '@gongshu/service-kit';
import { person, sampleEntry, startTestService, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';
import { EntrySearchIndex, type PublishedEntry } from './entry-search-index.js';

const MINZHENG: Party = { id: 'minzheng', name: '河北省民政厅', division: '130000', level: 'PROVINCE', node: '130000' };
const GONGAN: Party = { id: 'gongan', name: '石家庄市公安局', division: '130100', level: 'CITY', node: '130100' };
const READER = person({ id: 'jiaoyu', name: '教育厅', division: '130000', level: 'PROVINCE', node: '130000' }, 'APPLICANT');
const NODE = { code: '130000', name: '河北省', level: 'PROVINCE', pack: 'hebei', parent: null };

const index = new EntrySearchIndex();
let t: TestService;
let sequence = 0;
beforeAll(async () => {
  t = await startTestService(catalogueService);
});
afterAll(() => t.stop());

const inTransaction = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => t.service.unitOfWork.run(platformContext(NODE, systemClock, 'test'), work);
function entry(content: Partial<EntryContent>, differs: Partial<PublishedEntry> = {}): PublishedEntry {
  sequence += 1;
  const publishedAt = new Date(Date.UTC(2026, 0, 1) + sequence * 1_000).toISOString();
  return { id: randomUUID(), node: '130000', provider: MINZHENG, code: `1300001/${String(sequence).padStart(6, '0')}`, content: sampleEntry({ abstract: '无', ...content }), publishedAt, ...differs };
}
async function put(content: Partial<EntryContent>, differs: Partial<PublishedEntry> = {}): Promise<PublishedEntry> {
  const published = entry(content, differs);
  await inTransaction((tx) => index.put(tx, published));
  return published;
}
const search = (asked: SearchCatalogue): Promise<EntryHits> => t.ask(searchCatalogue, asked, READER);
const namesOf = async (asked: SearchCatalogue): Promise<string[]> => (await search(asked)).items.map(({ name }) => name);
const outcomesOf = (q: string): Promise<unknown[]> => Promise.all([search({ q }), t.ask(suggestSearches, { q }, READER), t.ask(findDataItems, { q }, READER)].map(outcome));
const outcome = (asked: Promise<unknown>): Promise<unknown> => asked.catch((error: unknown) => (error instanceof Problem ? error.definition.status : error));

describe('a search', () => {
  it('finds words in name, abstract, items, columns, provider and code, and says where', async () => {
    const provider = { ...GONGAN, name: '雄安新区管委会' };
    const made = await put({ name: '轨迹甲', abstract: '公交车辆的实时位置', items: [{ column: 'plate_no', name: '车辆号牌', type: 'TEXT' }] }, { provider, node: '130100', code: '1301003/777001' });
    const fields = { 轨迹甲: 'name', 车辆的实时: 'abstract', 车辆号牌: 'item', 雄安新区: 'provider', '1301003/777001': 'code' };
    for (const [q, field] of Object.entries(fields)) {
      const { total, items } = await search({ q });
      expect([q, total, items[0]?.id]).toEqual([q, 1, made.id]);
      expect(items[0]?.fragments.map((fragment) => fragment.field)).toContain(field);
    }
    for (const q of ['plate_no', 'PLATE', '轨迹 雄安 公交', '777001', '１３０１００３／７７７００１']) expect([q, (await search({ q })).items.map(({ id }) => id)]).toEqual([q, [made.id]]);
    expect((await search({ q: '轨迹甲 地铁' })).total).toBe(0);
    expect((await search({ q: '轨迹甲' })).items[0]).toMatchObject({ name: '轨迹甲', code: '1301003/777001', provider, node: '130100', publishedAt: made.publishedAt, fragments: [{ field: 'name', text: '轨迹甲', marks: [{ from: 0, to: 3 }] }] });
  });

  it('finds by synonyms, by one character, and in any width and case', async () => {
    await put({ name: '乙类不动产权证书', items: [{ column: 'id_no', name: '公民身份号码', type: 'TEXT' }] });
    await put({ name: '乙类ABC卡' });
    expect(await namesOf({ q: '乙类 房产证' })).toEqual(['乙类不动产权证书']);
    expect(await namesOf({ q: '乙类 身份证号' })).toEqual(['乙类不动产权证书']);
    expect(await namesOf({ q: '乙类 书' })).toEqual(['乙类不动产权证书']);
    expect(await namesOf({ q: '乙类 ａｂｃ' })).toEqual(['乙类ABC卡']);
  });

  it('puts the name before the provider, the provider before the text, and the shorter name before the longer', async () => {
    await put({ name: '丙一', abstract: '寒武纪化石' });
    await put({ name: '化石寒武纪资料' });
    await put({ name: '丙二' }, { provider: { ...MINZHENG, id: 'hanwu', name: '寒武纪化石馆' } });
    await put({ name: '寒武纪化石目' });
    expect(await namesOf({ q: '寒武纪 化石' })).toEqual(['寒武纪化石目', '化石寒武纪资料', '丙二', '丙一']);
  });

  it('finds what was typed without the character between two words, when nothing holds it as typed', async () => {
    await put({ name: '喀斯特市溶洞调查' });
    expect(await namesOf({ q: '喀斯特溶洞调查' })).toEqual(['喀斯特市溶洞调查']);
  });

  it('counts by every facet what is found, and narrows by every filter', async () => {
    const open = { sharingType: 'UNCONDITIONAL', openType: 'UNCONDITIONAL', updateCycle: 'DAILY', entryClass: 'TOPIC', subclass: 'WEATHER' };
    await put({ name: '丁窄一', ...open });
    await put({ name: '丁窄二', ...open }, { provider: GONGAN, node: '130100' });
    await put({ name: '丁窄三', sharingType: 'NOT_SHARED', openType: 'NOT_OPEN', updateCycle: 'YEARLY', entryClass: 'BASE', subclass: 'POPULATION' }, { provider: GONGAN, node: '130100' });
    const { total, facets } = await search({ q: '丁窄', limit: 1 });
    expect(total).toBe(3);
    const counts = (name: keyof typeof facets): unknown[] => facets[name].map(({ value, label, count }) => [value, label, count]);
    expect(counts('sharingType')).toEqual([['UNCONDITIONAL', null, 2], ['NOT_SHARED', null, 1]]);
    expect(counts('provider')).toEqual([['130100/gongan', '石家庄市公安局', 2], ['130000/minzheng', '河北省民政厅', 1]]);
    expect(counts('node')).toEqual([['130100', null, 2], ['130000', null, 1]]);
    expect([counts('openType'), counts('updateCycle'), counts('entryClass'), counts('subclass')].map((list) => list[0])).toEqual([['UNCONDITIONAL', null, 2], ['DAILY', null, 2], ['TOPIC', null, 2], ['WEATHER', null, 2]]);
    const narrowed: [Partial<SearchCatalogue>, string[]][] = [
      [{ sharingType: 'NOT_SHARED' }, ['丁窄三']], [{ provider: '130000/minzheng' }, ['丁窄一']], [{ node: '130000' }, ['丁窄一']], [{ openType: 'NOT_OPEN' }, ['丁窄三']],
      [{ updateCycle: 'YEARLY' }, ['丁窄三']], [{ entryClass: 'BASE' }, ['丁窄三']], [{ subclass: 'POPULATION' }, ['丁窄三']], [{ node: '130100', updateCycle: 'DAILY' }, ['丁窄二']], [{ provider: '130000/gongan' }, []],
    ];
    for (const [filter, names] of narrowed) {
      const found = await search({ q: '丁窄', ...filter });
      expect([filter, found.items.map(({ name }) => name), found.total]).toEqual([filter, names, names.length]);
    }
  });

  it('gives everything page by page, each entry once, and the same total and facets on every page', async () => {
    await inTransaction((tx) => index.putAll(tx, Array.from({ length: 25 }, (_, n) => entry({ name: `翻页${'长'.repeat(n % 3)}` }))));
    for (const q of ['翻页', undefined]) {
      const seen: string[] = [];
      const totals = new Set<number>();
      let cursor: string | null = null;
      do {
        const page: EntryHits = await search({ ...(q === undefined ? {} : { q }), limit: 4, ...(cursor === null ? {} : { cursor }) });
        seen.push(...page.items.map(({ id }) => id));
        totals.add(page.total);
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect([q, new Set(seen).size, [...totals]]).toEqual([q, seen.length, [seen.length]]);
    }
  });

  it('without words shows everything, the newest first', async () => {
    const newest = await put({ name: '最新的' });
    expect((await search({ limit: 1 })).items.map(({ id }) => id)).toEqual([newest.id]);
  });
});

describe('what is published and withdrawn', () => {
  it('is found within a second of its commit, in its newest version only', async () => {
    const first = await put({ name: '戊旧名称', items: [{ column: 'old_item', name: '戊旧项', type: 'TEXT' }] });
    expect(await t.eventually(async () => (await namesOf({ q: '戊旧名称' })).length === 1, 1_000)).toBe(true);
    await inTransaction((tx) => index.put(tx, { ...first, content: sampleEntry({ name: '戊新名称' }) }));
    expect([(await search({ q: '戊旧' })).total, (await search({ q: '戊新' })).total]).toEqual([0, 1]);
    expect((await t.ask(findDataItems, { q: '戊旧项' }, READER)).items).toEqual([]);
  });

  it('leaves no trace in finds, counts, suggestions and items when it is withdrawn, nor when its transaction fails', async () => {
    const provider = { ...MINZHENG, id: 'jiting', name: '己厅' };
    const content = { name: '己秘密名称', subclass: 'SECRET_CLASS', items: [{ column: 'x', name: '己秘密项', type: 'TEXT' }] };
    const { id } = await put(content, { provider });
    const failing = inTransaction(async (tx) => {
      await index.put(tx, entry(content, { provider }));
      throw new Error('refused');
    });
    await expect(failing).rejects.toThrow('refused');
    expect((await search({ q: '己秘密' })).total).toBe(1);
    await inTransaction((tx) => index.remove(tx, id));
    for (const q of ['己秘密', '己厅', 'x']) expect((await search({ q })).total).toBe(0);
    const { facets } = await search({});
    expect(JSON.stringify(facets)).not.toMatch(/己|SECRET/u);
    for (const q of ['己秘密', '己厅', '己']) expect((await t.ask(suggestSearches, { q }, READER)).items).toEqual([]);
    expect((await t.ask(findDataItems, { q: '己秘密项' }, READER)).items).toEqual([]);
  });

  it('is written by many transactions at once that name the same new provider and facets', async () => {
    const provider = { ...MINZHENG, id: 'geng', name: '庚厅' };
    await Promise.all(Array.from({ length: 8 }, () => put({ name: '庚并发', subclass: 'GENG' }, { provider })));
    const { total, facets } = await search({ q: '庚并发' });
    expect([total, facets.provider, facets.subclass.map(({ count }) => count)]).toEqual([8, [{ value: '130000/geng', label: '庚厅', count: 8 }], [8]]);
  });
});

describe('suggestions', () => {
  it('are names of entries, those that begin so first, of items and of providers, each once', async () => {
    const provider = { ...MINZHENG, id: 'xinting', name: '辛厅' };
    for (const name of ['辛字头', '关于辛字头', '辛字头']) await put({ name, items: [{ column: 'a', name: '辛项一', type: 'TEXT' }, { column: 'b', name: '辛项二', type: 'TEXT' }] }, { provider });
    expect((await t.ask(suggestSearches, { q: '辛字' }, READER)).items).toEqual([{ kind: 'ENTRY', text: '辛字头' }, { kind: 'ENTRY', text: '关于辛字头' }]);
    expect((await t.ask(suggestSearches, { q: '辛项' }, READER)).items).toEqual([{ kind: 'ITEM', text: '辛项一' }, { kind: 'ITEM', text: '辛项二' }]);
    expect((await t.ask(suggestSearches, { q: '辛厅' }, READER)).items).toEqual([{ kind: 'PROVIDER', text: '辛厅' }]);
  });
});

describe('data items', () => {
  it('are found by name, column and synonym, with type, entry and provider, page by page', async () => {
    const made = await put({ name: '壬册', items: [{ column: 'ren_id', name: '壬身份证号', type: 'TEXT' }, { column: 'ren_day', name: '壬日', type: 'DATE' }] });
    const expected = { column: 'ren_day', name: '壬日', type: 'DATE', entryId: made.id, entryName: '壬册', entryCode: made.code, provider: MINZHENG };
    expect((await t.ask(findDataItems, { q: '壬日' }, READER)).items).toEqual([expected]);
    expect((await t.ask(findDataItems, { q: 'REN_DAY' }, READER)).items).toEqual([expected]);
    expect((await t.ask(findDataItems, { q: '壬 公民身份号码' }, READER)).items.map(({ column }) => column)).toEqual(['ren_id']);
    expect((await t.ask(findDataItems, { q: '壬 电话' }, READER)).items).toEqual([]);
    const first = await t.ask(findDataItems, { q: '壬', limit: 1 }, READER);
    const second = await t.ask(findDataItems, { q: '壬', limit: 1, cursor: first.nextCursor ?? '' }, READER);
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(['壬日', '壬身份证号']);
    expect(second.nextCursor).toBeNull();
  });
});

describe('whatever is typed', () => {
  it('is refused or finds nothing', async () => {
    for (const q of ["' OR 1=1 --", "'; DROP TABLE entry_search; --x", '"&|!<->():*"z', '\\\\z', '‮z‬z', "zq:*'qz", ')(zz', '%', '____', '，。！？「」', '   ', '🀄️🀄️']) {
      expect([q, await outcome(search({ q }).then(({ total }) => total))]).toEqual([q, 0]);
    }
    for (const q of ['\u0000', '税\u0000', '\ud800', '税'.repeat(10_000), '', Array.from('一二三四五六七八九十百').join(' ')]) {
      expect([q.slice(0, 20), ...(await outcomesOf(q))]).toEqual([q.slice(0, 20), 422, 422, 422]);
    }
  });

  it('never fails otherwise', async () => {
    const odd = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: fc.constantFrom(...`'"\\&|!():*<->税务局的信息ＡａΩßİﷺ‍\u0301 \t`), maxLength: 60 }));
    await fc.assert(fc.asyncProperty(odd, async (q) => {
      for (const found of await outcomesOf(q)) expect(found).toSatisfy(() => found === 422 || (typeof found === 'object' && !(found instanceof Error)));
    }), { numRuns: 150 });
  });

  it('is no cursor unless a page gave it', async () => {
    for (const cursor of ['x', "exact_0_1_1_' OR 1=1", 'exact_9_0_0_00000000-0000-0000-0000-000000000000', 'exact_-1_0_0_00000000-0000-0000-0000-000000000000_1']) {
      expect([cursor, await outcome(search({ cursor }))]).toEqual([cursor, 422]);
      expect([cursor, await outcome(t.ask(findDataItems, { q: '税', cursor }, READER))]).toEqual([cursor, 422]);
    }
  });

  it('is not answered without a role', async () => {
    expect(await outcome(t.ask(searchCatalogue, { q: '税' }))).toBe(401);
    expect(await outcome(t.ask(suggestSearches, { q: '税' }, { ...READER, roles: [] }))).toBe(403);
  });
});

describe('content of any kind', () => {
  it('can be published', async () => {
    const content = fc.record({ name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), abstract: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 2_000 }) });
    await fc.assert(fc.asyncProperty(content, async (differs) => {
      await put({ ...differs, name: differs.name.slice(0, 200).replaceAll(/\p{Surrogate}/gu, '') });
    }), { numRuns: 40 });
  });

  it('fits a page on the bus at its longest', async () => {
    const long = '癸'.repeat(200);
    const provider = { ...MINZHENG, id: 'gui', name: long };
    const items = Array.from({ length: 4 }, (_, n) => ({ column: `c${String(n)}`, name: long, type: 'TEXT' }));
    await inTransaction((tx) => index.putAll(tx, Array.from({ length: 110 }, (_, n) => entry({ name: long, abstract: '癸'.repeat(2_000), subclass: `癸${String(n)}${'类'.repeat(190)}`, items }, { provider }))));
    expect((await search({ q: '癸', limit: 100 })).items).toHaveLength(100);
    expect((await t.ask(findDataItems, { q: '癸', limit: 200 }, READER)).items).toHaveLength(200);
    expect(await outcome(search({ q: '癸', limit: 101 }))).toBe(422);
  });

  it('may be as long as an entry may be', async () => {
    const distinct = (n: number): string => Array.from({ length: 200 }, (_, k) => String.fromCodePoint(0x4e00 + ((n * 200 + k) * 7919) % 20_900)).join('');
    const items = Array.from({ length: 300 }, (_, n) => ({ column: `c${String(n)}`, name: distinct(n), type: 'TEXT' }));
    await put({ name: '最长的', abstract: distinct(301).repeat(10), items });
    expect(await namesOf({ q: '最长的' })).toEqual(['最长的']);
    expect(await namesOf({ q: distinct(17) })).toEqual(['最长的']);
  });
});
