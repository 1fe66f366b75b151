import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actOnEntry, compileEntry, entryPublished, entryStepOverdue, findEntries, findReviewVerdicts, getEntry, reviseEntry, type EntryContent, type EntryView, type ItemVerdict } from '@gongshu/contracts';
import { departmentEntry, passedItems, person, putSourceBehind, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const JIAN = { division: '360800', level: 'CITY', node: '360800' };
const compiler = person({ id: 'minzheng', name: '市民政局', ...JIAN }, 'DATA_ADMINISTRATOR');
const reviewer: TestParty = { ...person({ id: 'minzheng', name: '市民政局', ...JIAN }, 'CATALOGUE_REVIEWER'), client: 'minzheng-reviewer' };
const authority = person({ id: 'xinxiban', name: '市信息化工作办公室', ...JIAN }, 'DATA_AUTHORITY');
const otherReviewer = person({ id: 'jiaoyu', name: '市教育局', ...JIAN }, 'CATALOGUE_REVIEWER');
const ITEMS = Array.from({ length: 10 }, (_none, n) => ({ column: `item_${String(n)}`, name: `信息项${String(n)}`, type: 'TEXT' }));
const START = '2026-03-02T09:00:00+08:00';

describe('a review that goes item by item', () => {
  let t: TestService;
  beforeAll(async () => {
    t = await startTestService(catalogueService, { node: { code: '360800', name: '吉安市', level: 'CITY', pack: 'jian' }, startAt: START });
  });
  beforeEach(() => t.clock.travelTo(START));
  afterAll(() => t.stop());

  const content = (own: Partial<EntryContent> = {}): EntryContent => departmentEntry({ items: ITEMS, ...own });
  const ALL = passedItems({ items: ITEMS });
  async function submitted(): Promise<string> {
    const { id } = await t.ask(compileEntry, content(), compiler);
    await t.ask(actOnEntry, { id, act: 'submit' }, compiler);
    await putSourceBehind(t, id);
    return id;
  }
  const pass = (id: string, verdicts?: ItemVerdict[], by = reviewer): Promise<EntryView> => t.ask(actOnEntry, { id, act: 'pass', ...(verdicts === undefined ? {} : { verdicts }) }, by);
  const stateOf = async (id: string): Promise<string> => (await t.ask(getEntry, { id }, compiler)).state;

  it('[JIA-11-2] is for the reviewer of the department alone', async () => {
    const id = await submitted();
    for (const by of [compiler, authority]) expect((await refusal(pass(id, ALL, by))).definition.status).toBe(403);
    expect((await refusal(pass(id, ALL, otherReviewer))).definition.status).toBe(404);
    expect(await stateOf(id)).toBe('DEPARTMENT_REVIEW');
    expect(await pass(id, ALL)).toMatchObject({ state: 'PUBLISHED' });
  });

  it('[JIA-11-3] passes no entry of ten items on nine verdicts, and lets each item follow its own', async () => {
    const id = await submitted();
    for (const verdicts of [undefined, ALL.slice(0, 9)]) {
      expect(await refusal(pass(id, verdicts))).toMatchObject({ definition: { status: 409, code: 'catalogue/verdicts-missing' }, parts: { article: { pack: 'jian', article: '11' } } });
    }
    expect((await refusal(pass(id, ALL.slice(0, 9)))).parts.errors).toMatchObject([{ pointer: '/verdicts', detail: expect.stringContaining('item_9') as string }]);
    expect(await stateOf(id)).toBe('DEPARTMENT_REVIEW');
    const failing = ALL.map((verdict, n) => (n === 3 ? { ...verdict, accurate: false, reasons: '类型应为日期' } : verdict));
    const returned = await pass(id, failing);
    expect(returned).toMatchObject({ state: 'RETURNED', publishedAt: null });
    expect(returned.history.at(-1)).toMatchObject({ act: 'return', reasons: '信息项3(item_3):类型应为日期', actor: 'minzheng-reviewer' });
    const { items } = await t.ask(findReviewVerdicts, { id }, compiler);
    expect(items.filter(({ passed }) => !passed)).toMatchObject([{ column: 'item_3', accurate: false, complete: true, compliant: true, reasons: '类型应为日期', reviewer: 'minzheng-reviewer' }]);
    expect(items).toHaveLength(10);
    await t.ask(reviseEntry, { id, ...content({ abstract: '已更正' }) }, compiler);
    await t.ask(actOnEntry, { id, act: 'submit' }, compiler);
    expect(await pass(id, ALL)).toMatchObject({ state: 'PUBLISHED', abstract: '已更正' });
    expect((await refusal(t.ask(findReviewVerdicts, { id }, otherReviewer))).definition.status).toBe(404);
  });

  it('[JIA-11-4] takes no verdict without the results for accuracy, completeness and compliance', async () => {
    const id = await submitted();
    for (const check of ['accurate', 'complete', 'compliant'] as const) {
      const bare = ALL.map((verdict, n) => (n === 0 ? (Object.fromEntries(Object.entries(verdict).filter(([name]) => name !== check)) as unknown as ItemVerdict) : verdict));
      expect(await refusal(pass(id, bare))).toMatchObject({ definition: { status: 422 }, parts: { errors: [{ pointer: `/verdicts/0/${check}` }] } });
    }
    expect(await stateOf(id)).toBe('DEPARTMENT_REVIEW');
  });

  it('takes no verdict on what is not there, none twice, no failure without its reasons, and none with another act', async () => {
    const id = await submitted();
    const [first] = ALL as [ItemVerdict, ...ItemVerdict[]];
    const pointers = async (verdicts: ItemVerdict[], act = 'pass'): Promise<unknown> => (await refusal(t.ask(actOnEntry, { id, act, verdicts, reasons: '退回' }, reviewer))).parts.errors?.map(({ pointer }) => pointer);
    expect(await pointers([...ALL, { ...first, column: 'elsewhere' }])).toEqual(['/verdicts/10/column']);
    expect(await pointers([...ALL, first])).toEqual(['/verdicts/10/column']);
    expect(await pointers([{ ...first, complete: false }, ...ALL.slice(1)])).toEqual(['/verdicts/0/reasons']);
    expect(await pointers([first], 'return')).toEqual(['/verdicts/0']);
  });

  it('[JIA-11-5] publishes at once what passes; what waits longer than the prompt period is overdue, and listed', async () => {
    const id = await submitted();
    t.clock.travelTo('2026-03-09T23:59:00+08:00');
    await t.fireDueTimers();
    expect(await t.ask(getEntry, { id }, compiler)).toMatchObject({ step: { dueOn: '2026-03-09', dueArticle: '11', overdue: false } });
    expect(t.seen(entryStepOverdue).some(({ data }) => data.id === id)).toBe(false);
    t.clock.travelTo('2026-03-10T00:00:00+08:00');
    await t.fireDueTimers();
    await t.eventually(() => t.seen(entryStepOverdue).some(({ data }) => data.id === id));
    const listed = (await t.ask(findEntries, { scope: 'to-review', limit: 200 }, reviewer)).items.find((entry) => entry.id === id);
    expect(listed).toMatchObject({ state: 'DEPARTMENT_REVIEW', step: { overdue: true } });
    expect(await pass(id, ALL)).toMatchObject({ state: 'PUBLISHED' });
    await t.eventually(() => t.seen(entryPublished).some(({ data }) => data.id === id));
  });
});
