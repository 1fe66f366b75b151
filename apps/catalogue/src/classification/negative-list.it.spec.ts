import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  actOnEntry, actOnNegativeListApplication, applyForNegativeList, compileEntry, declareTypeChange, entryPublished, findNegativeList, findNegativeListApplications, getEntry, getNegativeListApplication, negativeListMoved,
  type EntryView, type NegativeListApplicationView,
} from '@gongshu/contracts';
import { person, refusal, sampleEntry, startTestService, type TestParty, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const PROVINCE = { division: '130000', level: 'PROVINCE', node: '130000' };
const compiler = person({ id: 'minzheng', name: '省民政厅', ...PROVINCE }, 'DATA_ADMINISTRATOR');
const reviewer: TestParty = { ...person({ id: 'minzheng', name: '省民政厅', ...PROVINCE }, 'CATALOGUE_REVIEWER'), client: 'minzheng-reviewer' };
const authority = person({ id: 'shujuju', name: '省数据局', ...PROVINCE }, 'DATA_AUTHORITY');
const government = person({ id: 'zhengfu', name: '省人民政府', ...PROVINCE }, 'PEOPLES_GOVERNMENT');
const cityGovernment = person({ id: 'shizhengfu', name: '市人民政府', division: '130100', level: 'CITY', node: '130000' }, 'PEOPLES_GOVERNMENT');
const other = person({ id: 'jiaoyu', name: '省教育厅', ...PROVINCE }, 'DATA_ADMINISTRATOR');
const LAW = { level: 'LAW', title: '中华人民共和国统计法', article: '二十八' };

describe('the negative list', () => {
  let t: TestService;
  beforeAll(async () => {
    t = await startTestService(catalogueService);
  });
  afterAll(() => t.stop());

  async function published(): Promise<string> {
    const { id } = await t.ask(compileEntry, sampleEntry(), compiler);
    for (const [act, by] of [['submit', compiler], ['pass', reviewer], ['publish', authority]] as const) await t.ask(actOnEntry, { id, act }, by);
    return id;
  }
  const apply = (entryId: string, legalBasis = LAW, by = compiler): Promise<NegativeListApplicationView> => t.ask(applyForNegativeList, { entryId, reasons: '统计调查所得的单个对象资料', legalBasis }, by);
  const act = (id: string, name: string, by: TestParty, words: { reasons?: string; receipt?: string } = {}): Promise<NegativeListApplicationView> =>
    t.ask(actOnNegativeListApplication, { id, act: name, ...words }, by);
  const inForce = (id: string): Promise<EntryView> => t.ask(getEntry, { id }, other);
  const listing = async (entryId: string): Promise<unknown> => (await t.ask(findNegativeList, { limit: 200 }, other)).items.find((item) => item.entryId === entryId);

  it('[HEB-15-5] takes an application that cites a law or an administrative regulation, and none that cites less', async () => {
    const id = await published();
    for (const level of ['REGULATION', 'RULE', 'POLICY', 'NATIONAL_POLICY', 'OTHER']) {
      expect(await refusal(apply(id, { ...LAW, level }))).toMatchObject({ definition: { status: 422 }, parts: { article: { pack: 'hebei', article: '15' }, errors: [{ pointer: '/legalBasis/level', code: 'basis-not-admissible' }] } });
    }
    expect(await apply(id)).toMatchObject({ state: 'AUTHORITY_REVIEW', legalBasis: LAW, listNumber: null });
    expect(await apply(await published(), { ...LAW, level: 'ADMINISTRATIVE_REGULATION' })).toMatchObject({ state: 'AUTHORITY_REVIEW' });
  });

  it('[HEB-15-6] is the only way to data that are not shared: their type is not set directly, but applied for', async () => {
    const id = await published();
    expect(await refusal(t.ask(declareTypeChange, { id, sharingType: 'NOT_SHARED', reasons: '不宜共享', legalBasis: LAW }, compiler))).toMatchObject({
      definition: { status: 409, code: 'catalogue/negative-list-only' }, parts: { article: { pack: 'hebei', article: '15' } },
    });
    expect(await inForce(id)).toMatchObject({ version: 1, sharingType: 'CONDITIONAL' });
    const submitted = await apply(id);
    expect(submitted).toMatchObject({ state: 'AUTHORITY_REVIEW', formerType: 'CONDITIONAL', step: { actorRole: 'DATA_AUTHORITY', actorParty: 'owner-authority' }, history: [{ act: 'apply' }] });
    expect((await refusal(apply(id))).definition.code).toBe('catalogue/negative-list-application-under-way');
    expect((await refusal(apply(id, LAW, other))).definition.status).toBe(403);
    expect((await refusal(t.ask(getNegativeListApplication, { id: submitted.id }, other))).definition.status).toBe(404);
  });

  it('[HEB-15-7] is entered by the government’s approval alone: after the authority’s review the former type is still in force', async () => {
    const id = await published();
    const { id: application } = await apply(id);
    expect((await refusal(act(application, 'approve', government))).definition.status).toBe(409);
    expect(await act(application, 'pass', authority)).toMatchObject({ state: 'GOVERNMENT_APPROVAL', listNumber: null });
    expect(await inForce(id)).toMatchObject({ version: 1, sharingType: 'CONDITIONAL' });
    expect(await listing(id)).toBeUndefined();
    for (const by of [compiler, authority]) expect((await refusal(act(application, 'approve', by))).definition.status).toBe(403);
    expect((await refusal(act(application, 'approve', cityGovernment))).definition.status).toBe(404);
    const listed = await act(application, 'approve', government);
    expect(listed).toMatchObject({ state: 'LISTED', listNumber: expect.stringMatching(/^NL-130000-\d{6}$/) as string, receipt: null });
    expect(await inForce(id)).toMatchObject({ version: 2, state: 'PUBLISHED', sharingType: 'NOT_SHARED', notSharedBasis: LAW });
    expect(await listing(id)).toMatchObject({ listNumber: listed.listNumber, legalBasis: LAW, receipt: null });
    await t.eventually(() => t.seen(entryPublished).some(({ data }) => data.id === id && data.sharingType === 'NOT_SHARED'));
    await t.eventually(() => t.seen(negativeListMoved).some(({ data }) => data.entryId === id && data.to === 'LISTED' && data.listNumber === listed.listNumber));
  });

  it('is filed one level up with its receipt, is left the same way, and gives no number twice', async () => {
    const id = await published();
    const { id: application } = await apply(id);
    await act(application, 'pass', authority);
    const { listNumber } = await act(application, 'approve', government);
    expect((await refusal(act(application, 'file', authority))).parts.errors).toMatchObject([{ pointer: '/receipt' }]);
    expect(await act(application, 'file', authority, { receipt: '国备〔2026〕1号' })).toMatchObject({ state: 'FILED_UP', receipt: '国备〔2026〕1号' });
    expect(await listing(id)).toMatchObject({ receipt: '国备〔2026〕1号' });
    expect((await refusal(t.ask(declareTypeChange, { id, sharingType: 'UNCONDITIONAL' }, compiler))).definition.status).toBe(409);
    expect(await act(application, 'remove', authority, { reasons: '法律已修改' })).toMatchObject({ state: 'REMOVAL', listNumber, receipt: null });
    const restored = await inForce(id);
    expect(restored).toMatchObject({ version: 3, sharingType: 'CONDITIONAL', sharingCondition: '用于履行职责' });
    expect(restored.notSharedBasis).toBeUndefined();
    expect(await listing(id)).toBeUndefined();
    expect(await act(application, 'file', authority, { receipt: '国备〔2026〕2号' })).toMatchObject({ state: 'REMOVED', receipt: '国备〔2026〕2号' });
    const again = await apply(id);
    await act(again.id, 'pass', authority);
    const { listNumber: second } = await act(again.id, 'approve', government);
    expect(second).not.toBe(listNumber);
    expect((await t.ask(findNegativeListApplications, { entryId: id }, compiler)).items.map(({ state }) => state)).toEqual(['LISTED', 'REMOVED']);
  });

  it('stays without what the authority or the government rejects', async () => {
    const id = await published();
    const { id: application } = await apply(id);
    await act(application, 'pass', authority);
    expect((await refusal(act(application, 'reject', government))).parts.errors).toMatchObject([{ pointer: '/reasons' }]);
    expect(await act(application, 'reject', government, { reasons: '可以共享' })).toMatchObject({ state: 'REJECTED' });
    expect(await inForce(id)).toMatchObject({ version: 1, sharingType: 'CONDITIONAL' });
    expect(await listing(id)).toBeUndefined();
  });
});
