import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actOnEntry, compileEntry, entryMoved, entryPublished, findEntries, getEntry, reviseEntry, type EntryContent, type EntryView, type Role } from '@gongshu/contracts';
import { sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const party = (client: string, organisation: string, roles: Role[], at = { division: '130000', level: 'PROVINCE' }): TestParty => ({ client, organisation, name: organisation, roles, node: '130000', ...at });
const COMPILER = party('minzheng-1', 'minzheng', ['DATA_ADMINISTRATOR']);
const REVIEWER = party('minzheng-2', 'minzheng', ['CATALOGUE_REVIEWER']);
const BOTH = party('minzheng-3', 'minzheng', ['DATA_ADMINISTRATOR', 'CATALOGUE_REVIEWER']);
const AUTHORITY = party('shujuju-1', 'shujuju', ['DATA_AUTHORITY']);
const CITY = { division: '130100', level: 'CITY' };
const CITY_COMPILER = party('shi-minzheng-1', 'shi-minzheng', ['DATA_ADMINISTRATOR'], CITY);
const CITY_REVIEWER = party('shi-minzheng-2', 'shi-minzheng', ['CATALOGUE_REVIEWER'], CITY);
const CITY_AUTHORITY = party('shi-shujuju-1', 'shi-shujuju', ['DATA_AUTHORITY'], CITY);
const OTHER_CITY_AUTHORITY = party('tangshan-1', 'tangshan', ['DATA_AUTHORITY'], { division: '130200', level: 'CITY' });
const OTHER = party('jiaoyu-1', 'jiaoyu', ['DATA_ADMINISTRATOR', 'CATALOGUE_REVIEWER']);

let t: TestService;
beforeAll(async () => {
  t = await startTestService(catalogueService);
});
afterAll(() => t.stop());

const compiled = (differs: Partial<EntryContent> = {}, by = COMPILER): Promise<EntryView> => t.ask(compileEntry, sampleEntry(differs), by);
async function submitted(differs: Partial<EntryContent> = {}, by = COMPILER): Promise<EntryView> {
  return t.ask(actOnEntry, { act: 'submit', id: (await compiled(differs, by)).id }, by);
}
async function underAuthority(differs: Partial<EntryContent> = {}): Promise<EntryView> {
  return t.ask(actOnEntry, { id: (await submitted(differs)).id, act: 'pass' }, REVIEWER);
}
const publish = (id: string): Promise<EntryView> => t.ask(actOnEntry, { id, act: 'publish' }, AUTHORITY);
const refusal = (status: number, code: string, parts: object = {}): unknown => expect.objectContaining({ definition: expect.objectContaining({ status, code }), parts: expect.objectContaining(parts) });
const fault = (pointer: string, code?: string): object => ({ errors: expect.arrayContaining([expect.objectContaining({ pointer, ...(code === undefined ? {} : { code }) })]) });

describe('the way of an entry', () => {
  it('[HEB-11-5] is draft, department review, authority review of 10 working days under article 11, publication', async () => {
    const draft = await compiled();
    expect(draft).toMatchObject({ state: 'DRAFT', code: null, version: 1, node: '130000', provider: { id: 'minzheng', node: '130000' }, step: { actorRole: 'DATA_ADMINISTRATOR', acts: ['submit'], dueOn: null } });
    const sent = await t.ask(actOnEntry, { act: 'submit', id: draft.id }, COMPILER);
    expect(sent).toMatchObject({ state: 'DEPARTMENT_REVIEW', step: { actorRole: 'CATALOGUE_REVIEWER', actorParty: 'owner' } });
    const passed = await t.ask(actOnEntry, { id: draft.id, act: 'pass' }, REVIEWER);
    expect(passed).toMatchObject({ state: 'AUTHORITY_REVIEW', step: { actorRole: 'DATA_AUTHORITY', dueOn: '2026-03-16', dueArticle: '11', overdue: false, pack: 'hebei' } });
    const published = await publish(draft.id);
    expect(published).toMatchObject({ state: 'PUBLISHED', step: { ended: true, acts: [], dueOn: null }, publishedAt: '2026-03-02T01:00:00.000Z' });
    expect(published.code).toMatch(/^1300001\/\d{6}$/);
    expect(published.history.map(({ act, actor, article, dueOn }) => [act, actor, article, dueOn])).toEqual([
      ['compile', 'minzheng-1', '9', null],
      ['submit', 'minzheng-1', '9', null],
      ['pass', 'minzheng-2', 'DEFAULT-25', '2026-03-16'],
      ['publish', 'shujuju-1', '11', null],
    ]);
    const told = await t.eventually(() => t.seen(entryPublished).find(({ data }) => data.id === draft.id));
    expect(told.data).toMatchObject({ code: published.code, version: 1, node: '130000', sharingType: 'CONDITIONAL', items: [{ column: 'code' }, { column: 'name' }, { column: 'level' }], packVersion: '1' });
    const moves = await t.eventually(() => {
      const seen = t.seen(entryMoved).filter(({ data }) => data.id === draft.id);
      return seen.length === 4 && seen.map(({ data }) => data.to);
    });
    expect(moves).toEqual(['DRAFT', 'DEPARTMENT_REVIEW', 'AUTHORITY_REVIEW', 'PUBLISHED']);
  });

  it('goes back to the draft with reasons only, may be revised there, and comes again', async () => {
    const { id } = await underAuthority();
    await expect(t.ask(actOnEntry, { id, act: 'return' }, AUTHORITY)).rejects.toEqual(refusal(422, 'catalogue/refused-by-law', { article: expect.objectContaining({ pack: 'hebei', article: '11' }), ...fault('/reasons', 'field-required') }));
    const returned = await t.ask(actOnEntry, { id, act: 'return', reasons: '更新频率有误' }, AUTHORITY);
    expect(returned).toMatchObject({ state: 'DRAFT', step: { dueOn: null } });
    expect(returned.history.at(-1)).toMatchObject({ act: 'return', reasons: '更新频率有误' });
    expect(await t.ask(reviseEntry, { id, ...sampleEntry({ updateCycle: 'MONTHLY' }) }, COMPILER)).toMatchObject({ state: 'DRAFT', updateCycle: 'MONTHLY' });
    await t.ask(actOnEntry, { act: 'submit', id }, COMPILER);
    expect(await t.ask(actOnEntry, { id, act: 'return', reasons: '再核' }, REVIEWER)).toMatchObject({ state: 'DRAFT' });
    await t.ask(actOnEntry, { act: 'submit', id }, COMPILER);
    await t.ask(actOnEntry, { id, act: 'pass' }, REVIEWER);
    const published = await publish(id);
    expect(published).toMatchObject({ state: 'PUBLISHED', updateCycle: 'MONTHLY' });
    const outside = await t.ask(getEntry, { id }, OTHER);
    expect(outside.history.map(({ act }) => act)).toEqual(['publish']);
  });

  it('does not allow an act before its turn', async () => {
    const { id } = await submitted();
    await expect(t.ask(actOnEntry, { act: 'submit', id }, COMPILER)).rejects.toEqual(refusal(409, 'catalogue/act-not-allowed', fault('', 'act-not-allowed')));
    await expect(t.ask(reviseEntry, { id, ...sampleEntry() }, COMPILER)).rejects.toEqual(refusal(409, 'catalogue/act-not-allowed'));
  });

  it('gives concurrent publications different codes', async () => {
    const entries = await Promise.all([1, 2, 3, 4].map(() => underAuthority({ entryClass: 'TOPIC', subclass: 'ECOLOGY' })));
    const codes = (await Promise.all(entries.map(({ id }) => publish(id)))).map(({ code }) => code);
    expect(new Set(codes).size).toBe(4);
    for (const code of codes) expect(code).toMatch(/^1300002\/\d{6}$/);
  });

  it('answers a repeated command with the first reply', async () => {
    const first = await t.ask(compileEntry, sampleEntry({ name: '幂等' }), COMPILER, { idempotencyKey: 'k-1' });
    expect(await t.ask(compileEntry, sampleEntry({ name: '幂等' }), COMPILER, { idempotencyKey: 'k-1' })).toEqual(first);
    const found = await t.ask(findEntries, { scope: 'mine', q: '幂等' }, COMPILER);
    expect(found.items.map(({ id }) => id)).toEqual([first.id]);
    await expect(t.ask(compileEntry, sampleEntry({ name: '别的' }), COMPILER, { idempotencyKey: 'k-1' })).rejects.toEqual(refusal(422, 'state/idempotency-key-reused'));
  });
});

describe('what an entry must say', () => {
  it('[HEB-35-1] is not submitted before its secrecy review', async () => {
    const { id } = await compiled({ secrecyReviewed: false });
    await expect(t.ask(actOnEntry, { act: 'submit', id }, COMPILER)).rejects.toEqual(refusal(422, 'catalogue/refused-by-law', { article: expect.objectContaining({ article: '35', quote: expect.stringContaining('保密审查') as string }), ...fault('/secrecyReviewed') }));
    await t.ask(reviseEntry, { id, ...sampleEntry() }, COMPILER);
    expect(await t.ask(actOnEntry, { act: 'submit', id }, COMPILER)).toMatchObject({ state: 'DEPARTMENT_REVIEW' });
  });

  it('names each column once', async () => {
    const item = { column: 'code', name: '代码', type: 'TEXT' };
    const twice = sampleEntry({ items: [item, item] });
    await expect(t.ask(compileEntry, twice, COMPILER)).rejects.toEqual(refusal(422, 'input/invalid', fault('/items/1/column', 'unique')));
    const { id } = await compiled();
    await expect(t.ask(reviseEntry, { id, ...twice }, COMPILER)).rejects.toEqual(refusal(422, 'input/invalid', fault('/items/1/column', 'unique')));
  });
});

describe('who may', () => {
  it('review: nobody who compiled or revised the entry', async () => {
    const { id } = await submitted({}, BOTH);
    await expect(t.ask(actOnEntry, { id, act: 'pass' }, BOTH)).rejects.toEqual(refusal(422, 'catalogue/refused-by-law', { article: expect.objectContaining({ pack: 'default', article: 'DEFAULT-25' }), ...fault('', 'four-eyes') }));
    const revised = await compiled();
    await t.ask(reviseEntry, { id: revised.id, ...sampleEntry() }, BOTH);
    await t.ask(actOnEntry, { act: 'submit', id: revised.id }, COMPILER);
    await expect(t.ask(actOnEntry, { id: revised.id, act: 'pass' }, BOTH)).rejects.toEqual(refusal(422, 'catalogue/refused-by-law', fault('', 'four-eyes')));
  });

  it('[HEB-10-1] decide on a provincial entry: only the provincial authority', async () => {
    const { id } = await underAuthority();
    await expect(t.ask(actOnEntry, { id, act: 'publish' }, CITY_AUTHORITY)).rejects.toEqual(refusal(403, 'catalogue/not-your-turn', { article: expect.objectContaining({ article: '11' }) }));
    await expect(t.ask(getEntry, { id }, CITY_AUTHORITY)).rejects.toEqual(refusal(404, 'access/not-found'));
    expect(await publish(id)).toMatchObject({ state: 'PUBLISHED' });
  });

  it("[HEB-10-4] decide on a city's entry: only that city's authority", async () => {
    const { id } = await submitted({}, CITY_COMPILER);
    await t.ask(actOnEntry, { id, act: 'pass' }, CITY_REVIEWER);
    for (const authority of [OTHER_CITY_AUTHORITY, AUTHORITY]) await expect(t.ask(actOnEntry, { id, act: 'publish' }, authority)).rejects.toEqual(refusal(403, 'catalogue/not-your-turn'));
    expect(await t.ask(actOnEntry, { id, act: 'publish' }, CITY_AUTHORITY)).toMatchObject({ state: 'PUBLISHED', code: expect.stringMatching(/^1301001\//) as string });
  });

  it('see and touch a draft: its organisation alone', async () => {
    const { id } = await compiled();
    for (const stranger of [OTHER, AUTHORITY]) await expect(t.ask(getEntry, { id }, stranger)).rejects.toEqual(refusal(404, 'access/not-found'));
    await expect(t.ask(actOnEntry, { act: 'submit', id }, OTHER)).rejects.toEqual(refusal(404, 'access/not-found'));
    await expect(t.ask(reviseEntry, { id, ...sampleEntry() }, OTHER)).rejects.toEqual(refusal(404, 'access/not-found'));
    await expect(t.ask(actOnEntry, { id, act: 'publish' }, AUTHORITY)).rejects.toEqual(refusal(404, 'access/not-found'));
    expect(await t.ask(getEntry, { id }, REVIEWER)).toMatchObject({ state: 'DRAFT' });
    expect((await t.ask(findEntries, { scope: 'mine', limit: 200 }, OTHER)).items).toEqual([]);
  });

  it('touch a published entry: nobody else', async () => {
    const { id } = await underAuthority();
    await publish(id);
    await expect(t.ask(actOnEntry, { act: 'submit', id }, OTHER)).rejects.toEqual(refusal(403, 'catalogue/not-your-turn'));
    await expect(t.ask(reviseEntry, { id, ...sampleEntry() }, OTHER)).rejects.toEqual(refusal(403, 'catalogue/not-your-turn'));
    await expect(t.ask(actOnEntry, { act: 'submit', id }, COMPILER)).rejects.toEqual(refusal(409, 'catalogue/act-not-allowed'));
  });

  it('ask at all: who has a token and the role', async () => {
    await expect(t.ask(compileEntry, sampleEntry())).rejects.toEqual(refusal(401, 'access/unauthenticated'));
    await expect(t.ask(findEntries, {})).rejects.toEqual(refusal(401, 'access/unauthenticated'));
    await expect(t.ask(compileEntry, sampleEntry(), REVIEWER)).rejects.toEqual(refusal(403, 'access/forbidden'));
    const { id } = await submitted();
    await expect(t.ask(actOnEntry, { id, act: 'pass' }, COMPILER)).rejects.toEqual(refusal(403, 'catalogue/not-your-turn'));
    await expect(t.ask(getEntry, { id: '00000000-0000-4000-8000-000000000000' }, COMPILER)).rejects.toEqual(refusal(404, 'access/not-found'));
  });
});
