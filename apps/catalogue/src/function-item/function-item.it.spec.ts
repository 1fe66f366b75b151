import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileEntry, entryNeedsUpdate, findFunctionItems, findObligationCoverage, getEntry, openEntryChange, registerFunctionItem, withdrawFunctionItem } from '@gongshu/contracts';
import { partyOf, person, publishEntry, refusal, sampleEntry, startTestService, type TestService } from '@gongshu/testing';
import { catalogueService } from '../index.js';

const CITY = { division: '210400', level: 'CITY', node: '210400' };
const welfare = person({ id: 'minzheng', name: '市民政局', ...CITY }, 'DATA_ADMINISTRATOR');
const schools = person({ id: 'jiaoyu', name: '市教育局', ...CITY }, 'DATA_ADMINISTRATOR');
const authority = person({ id: 'dashuju', name: '市大数据局', ...CITY }, 'DATA_AUTHORITY');

describe('the duty list of a department in fushun', () => {
  let t: TestService;
  beforeAll(async () => {
    t = await startTestService(catalogueService, { node: { code: '210400', name: '抚顺市', level: 'CITY', pack: 'fushun' } });
  });
  afterAll(() => t.stop());

  it('[FUS-10-5] marks every entry linked to a function that is withdrawn as in need of an update, and tells so', async () => {
    const item = await t.ask(registerFunctionItem, { code: 'MZ-1', name: '福利彩票管理' }, welfare);
    const kept = await t.ask(registerFunctionItem, { code: 'MZ-2', name: '低保对象认定' }, welfare);
    const linked = [await publishEntry(t, partyOf(welfare), { name: '彩票站点信息', functionItem: item.id }), await publishEntry(t, partyOf(welfare), { name: '彩票销售信息', functionItem: item.id })];
    const other = await publishEntry(t, partyOf(welfare), { name: '低保对象信息', functionItem: kept.id });
    expect((await t.ask(findFunctionItems, { organisationId: 'minzheng' }, authority)).items.map(({ entries }) => entries.length)).toEqual([2, 1]);
    expect((await refusal(t.ask(withdrawFunctionItem, { id: item.id, reasons: '职能划转' }, schools))).definition.status).toBe(404);
    expect(await t.ask(withdrawFunctionItem, { id: item.id, reasons: '职能划转' }, welfare)).toMatchObject({ state: 'WITHDRAWN', withdrawalReasons: '职能划转' });
    const marks = await Promise.all([...linked, other].map(async ({ id }) => (await t.ask(getEntry, { id }, schools)).needsUpdate));
    const mark = { status: 'NEEDS_UPDATE', cause: 'FUNCTION_WITHDRAWN', since: '2026-03-02T01:00:00.000Z' };
    expect(marks).toEqual([mark, mark, null]);
    await t.eventually(() => t.seen(entryNeedsUpdate).length === 2);
    expect(t.seen(entryNeedsUpdate).map(({ data }) => data.id).sort()).toEqual(linked.map(({ id }) => id).sort());
    expect((await refusal(t.ask(withdrawFunctionItem, { id: item.id, reasons: '职能划转' }, welfare))).definition.status).toBe(409);
    const [first] = linked;
    expect(await t.ask(openEntryChange, { id: first?.id ?? '', cause: 'DUTY_CHANGE', changedOn: '2026-03-02', change: '职能划转' }, welfare)).toMatchObject({ version: 2, needsUpdate: null });
  });

  it('is what an entry may be linked to: functions in force of its own department', async () => {
    const withdrawn = (await t.ask(findFunctionItems, {}, welfare)).items.find(({ state }) => state === 'WITHDRAWN');
    const foreign = await t.ask(registerFunctionItem, { code: 'JY-1', name: '学籍管理' }, schools);
    for (const functionItem of [withdrawn?.id ?? '', foreign.id, '00000000-0000-4000-8000-000000000000']) {
      const { subclass: _noClass, ...content } = sampleEntry({ entryClass: 'TOPIC', functionItem });
      expect((await refusal(t.ask(compileEntry, content, welfare))).parts.errors).toMatchObject([{ pointer: '/functionItem', code: 'unknown-function' }]);
    }
    expect((await refusal(t.ask(registerFunctionItem, { code: 'JY-1', name: '重复' }, schools))).definition.status).toBe(409);
  });

  it('says what should be in the catalogue and is not, by department', async () => {
    const item = await t.ask(registerFunctionItem, { code: 'MZ-3', name: '婚姻登记', dataSets: ['结婚登记信息', '离婚登记信息'] }, welfare);
    await publishEntry(t, partyOf(welfare), { name: '结婚登记数据', functionItem: item.id });
    const coverage = await t.ask(findObligationCoverage, {}, authority);
    expect(coverage.items.map(({ department, functions, expected, present, missing }) => [department.id, functions, expected, present, missing.map(({ functionName, dataSet }) => [functionName, dataSet])])).toEqual([
      ['jiaoyu', 1, 1, 0, [['学籍管理', null]]],
      ['minzheng', 2, 3, 2, [['婚姻登记', '离婚登记信息']]],
    ]);
    expect((await t.ask(findObligationCoverage, {}, schools)).items.map(({ department }) => department.id)).toEqual(['jiaoyu']);
  });
});
