import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  endCollectionItem,
  findCollectionItems,
  generateCollectionLists,
  registerCollectionItem,
  reviseCollectionItem,
  type CollectionItemContent,
  type CollectionItemView,
  type EntryView,
  type LegalBasis,
} from '@gongshu/contracts';
import { partyOf, person, publishEntry, refusal, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const item = (name: string, own: Partial<CollectionItemContent> = {}): CollectionItemContent => ({ name, form: 'DIGITAL', ...own });
const LAW: LegalBasis = { level: 'LAW', title: '婚姻登记条例', article: '4' };
const RULE: LegalBasis = { level: 'RULE', title: '某规章', article: '1' };

/** A node with two departments, one of which shares what it knows of businesses. */
async function nodeOf(code: string, level: string, pack: string): Promise<{ t: TestService; provider: TestParty; other: TestParty; shared: EntryView }> {
  const t = await startTestService(catalogueService, { node: { code, name: pack, level, pack } });
  const place = { division: code, level, node: code };
  const [provider, other] = [person({ id: 'shichang', name: '市场监督管理局', ...place }, 'DATA_ADMINISTRATOR'), person({ id: 'shangwu', name: '商务局', ...place }, 'DATA_ADMINISTRATOR')];
  const items = [{ column: 'uscc', name: '统一社会信用代码', type: 'TEXT', identifies: 'ORGANISATION' }, { column: 'representative', name: '法定代表人身份证号', type: 'TEXT' }, { column: 'name', name: '名称', type: 'TEXT' }];
  const shared = await publishEntry(t, partyOf(provider), { name: '企业基本信息', items });
  await t.eventually(async () => (await t.query('SELECT FROM source_item WHERE entry_id = $1', [shared.id])).length === 2);
  return { t, provider, other, shared };
}

describe('one source per data item in jian', () => {
  let node: Awaited<ReturnType<typeof nodeOf>>;
  const register = (content: CollectionItemContent, by = node.other): Promise<CollectionItemView> => node.t.ask(registerCollectionItem, content, by);
  beforeAll(async () => {
    node = await nodeOf('360800', 'CITY', 'jian');
  });
  afterAll(() => node.t.stop());

  it('[JIA-12-3] challenges an item that others share already, in whatever words, and lets it pass by a law or regulation', async () => {
    for (const name of ['法定代表人身份证号', '法人代表 公民身份号码', '法定代表人(身份证号码)']) {
      const refused = await refusal(register(item(name)));
      expect(refused).toMatchObject({ definition: { status: 409, code: 'catalogue/one-source' }, parts: { article: { pack: 'jian', article: '12' }, allowed: [node.shared.id] } });
      expect(refused.parts.errors).toEqual([{ pointer: '/name', code: 'one-source', detail: `市场监督管理局《企业基本信息》(${String(node.shared.code)}):法定代表人身份证号` }]);
    }
    expect((await refusal(register(item('法定代表人身份证号', { legalBasis: RULE })))).definition.status).toBe(409);
    expect(await register(item('法定代表人身份证号', { legalBasis: LAW }))).toMatchObject({ department: { id: 'shangwu' }, legalBasis: LAW });
    // What identifies a record is in every record, and the provider goes on with its own.
    expect(await register(item('社会信用代码'))).toMatchObject({ name: '社会信用代码' });
    expect(await register(item('法定代表人身份证号'), node.provider).catch((error: unknown) => error)).toMatchObject({ definition: { code: 'catalogue/one-source' } });
  });

  it('tells names that say nothing apart by what they are of', async () => {
    expect((await refusal(register(item('名称', { subject: '企业名录' })))).definition.code).toBe('catalogue/one-source');
    expect(await register(item('名称', { subject: '展会名录' }))).toMatchObject({ subject: '展会名录' });
  });

  it('[JIA-13-1] takes an item on paper only with a digitisation plan', async () => {
    expect(await refusal(register(item('外资备案回执', { form: 'PAPER' })))).toMatchObject({
      definition: { status: 422 }, parts: { article: { pack: 'jian', article: '13' }, errors: [{ pointer: '/digitisation', code: 'field-required' }] },
    });
    const digitisation = { plan: '高速扫描并识别', status: 'PLANNED', dueOn: '2026-12-31' };
    expect(await register(item('外资备案回执', { form: 'PAPER', digitisation }))).toMatchObject({ form: 'PAPER', digitisation });
  });

  it('has no responsibility list, which this pack does not know', async () => {
    const authority = person({ id: 'xinxiban', name: '市信息办', division: '360800', level: 'CITY', node: '360800' }, 'DATA_AUTHORITY');
    expect((await refusal(node.t.ask(generateCollectionLists, {}, authority))).definition).toMatchObject({ status: 409, code: 'catalogue/not-regulated' });
  });
});

describe('one source per data item in liaoning', () => {
  let node: Awaited<ReturnType<typeof nodeOf>>;
  beforeAll(async () => {
    node = await nodeOf('210000', 'PROVINCE', 'liaoning');
  });
  afterAll(() => node.t.stop());

  it('[LIA-4-5] refuses a second authoritative source and names the first, whatever its basis', async () => {
    const { t, provider, other } = node;
    const first = await t.ask(registerCollectionItem, item('餐饮服务许可编号'), provider);
    for (const legalBasis of [undefined, LAW]) {
      const refused = await refusal(t.ask(registerCollectionItem, item('餐饮服务 许可编号', legalBasis === undefined ? {} : { legalBasis }), other));
      expect(refused).toMatchObject({ definition: { status: 409 }, parts: { article: { pack: 'liaoning', article: '4' }, errors: [{ detail: '市场监督管理局:餐饮服务许可编号' }] } });
    }
    expect((await refusal(t.ask(endCollectionItem, { id: first.id }, other))).definition.status).toBe(403);
    await t.ask(endCollectionItem, { id: first.id }, provider);
    expect(await t.ask(registerCollectionItem, item('餐饮服务许可编号'), other)).toMatchObject({ department: { id: 'shangwu' } });
    expect((await t.ask(findCollectionItems, { organisationId: provider.organisation }, other)).items).toEqual([]);
  });

  it('lets one of two departments be first that register the same item at once', async () => {
    const { t, provider, other } = node;
    const outcomes = await Promise.allSettled([provider, other].map((by) => t.ask(registerCollectionItem, item('展会备案号'), by)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('one source per data item in weihai', () => {
  let node: Awaited<ReturnType<typeof nodeOf>>;
  const complete = (name: string, own: Partial<CollectionItemContent> = {}): CollectionItemContent => item(name, { legalBasis: RULE, necessity: '用于商务统计', ...own });
  beforeAll(async () => {
    node = await nodeOf('371000', 'CITY', 'weihai');
  });
  afterAll(() => node.t.stop());

  it('[WEI-11-1] takes no item without its legal basis and why it is necessary', async () => {
    const refused = await refusal(node.t.ask(registerCollectionItem, item('外贸订单'), node.other));
    expect(refused).toMatchObject({ definition: { status: 422 }, parts: { article: { pack: 'weihai', article: '11' } } });
    expect(refused.parts.errors?.map(({ pointer }) => pointer)).toEqual(['/legalBasis', '/necessity']);
    expect((await refusal(node.t.ask(registerCollectionItem, complete('外贸订单', { necessity: ' ' }), node.other))).parts.errors).toMatchObject([{ pointer: '/necessity' }]);
    const registered = await node.t.ask(registerCollectionItem, complete('外贸订单'), node.other);
    expect((await refusal(node.t.ask(reviseCollectionItem, { id: registered.id, ...item('外贸订单') }, node.other))).definition.status).toBe(422);
  });

  it('[WEI-11-2] challenges an item equal to a shareable one, and lets it pass by a law or regulation', async () => {
    const refused = await refusal(node.t.ask(registerCollectionItem, complete('法人代表身份证号码'), node.other));
    expect(refused).toMatchObject({ definition: { status: 409 }, parts: { article: { pack: 'weihai', article: '11' }, allowed: [node.shared.id] } });
    expect(await node.t.ask(registerCollectionItem, complete('法人代表身份证号码', { legalBasis: { level: 'REGULATION', title: '某条例', article: '9' } }), node.other)).toMatchObject({ name: '法人代表身份证号码' });
  });
});
