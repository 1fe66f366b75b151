import { describe, expect, it } from 'vitest';
import { headerOf, type Header } from './header.js';
import { faultAt, type FoundFault } from './import-fault.js';
import { contentOf } from './resource-content.js';
import { ResourceGathering } from './resource.js';
import { itemRow, rowOf, TITLES } from './stand-ins/catalogue-rows.js';
import type { Sheet, TableRow } from './table.js';

const ORGANISATION = { name: '省民政厅' };

function tableOf(rows: readonly (readonly string[])[]): TableRow[] {
  return rows.map((values, index) => ({ row: index + 1, cells: values.flatMap((value, place) => (value.trim() === '' ? [] : [{ column: place + 1, value, trouble: null }])) }));
}
async function headerFor(titles: readonly string[]): Promise<Header> {
  const sheet: Sheet = { name: '目录', merged: [], rows: async function* () { yield await Promise.resolve(tableOf([titles])); } };
  const header = await headerOf(sheet);
  if (header === null) throw new Error('no header');
  return header;
}
async function read(rows: readonly (readonly string[])[], titles: readonly string[] = TITLES): Promise<({ content: object } | { faults: unknown[] })[]> {
  const header = await headerFor(titles);
  const gathering = new ResourceGathering(header);
  const resources = [...tableOf([titles, ...rows]).slice(1).map((row) => gathering.add(row)), gathering.take()].filter((resource) => resource !== null);
  return resources.map((resource) => {
    const reading = contentOf(resource, header, '目录', ORGANISATION);
    return 'faults' in reading ? { faults: reading.faults.map(({ row, column, code }: FoundFault) => [row, TITLES[(column ?? 0) - 1], code]) } : { content: { ...reading.content, items: reading.content.items.map((item) => ({ ...item })) } };
  });
}

describe('a resource', () => {
  it('takes a row for each data item: with empty cells as merged ones have, or with all repeated', async () => {
    const repeated = { 数据项: '身份证号', 字段名称: 'id_number' };
    const readings = await read([rowOf(), itemRow('级别', '整型', 'level'), rowOf(repeated), rowOf({ '*信息资源名称': '别的' })]);
    expect(readings).toEqual([
      {
        content: {
          name: '低保对象信息', abstract: '全省低保对象', entryClass: 'DEPARTMENT', format: '数据库', sharingType: 'CONDITIONAL', sharingCondition: '用于履行职责', provisionModes: ['INTERFACE', 'FILE_DOWNLOAD'],
          openType: 'NOT_OPEN', updateCycle: 'MONTHLY', aggregation: 'PHYSICAL', securityLevel: 'GENERAL', scopeOfUse: '政务部门履行职责', personalData: true, secrecyReviewed: true,
          items: [{ column: 'name', name: '姓名', type: 'TEXT' }, { column: 'level', name: '级别', type: 'INTEGER' }, { column: 'id_number', name: '身份证号', type: 'TEXT' }],
        },
      },
      { content: expect.objectContaining({ name: '别的' }) as object },
    ]);
  });

  it('takes the words and numbers of the guide, full-width and with blanks', async () => {
    const [reading] = await read([rowOf({ 数据类型: 'Ｃ', 共享类型: '２', 共享方式: '接口 ;文件', 更新周期: ' 每 月', 含个人信息: '０', 字段名称: '' })]);
    expect(reading).toEqual({ content: expect.objectContaining({ sharingType: 'CONDITIONAL', provisionModes: ['INTERFACE', 'FILE_DOWNLOAD'], personalData: false, items: [{ column: 'item_1', name: '姓名', type: 'TEXT' }] }) as object });
  });
});

describe('a fault', () => {
  it.each<[string, Parameters<typeof rowOf>[0], unknown[]]>([
    ['another provider', { 信息资源提供方: '省教育厅' }, [[2, '信息资源提供方', 'other-provider']]],
    ['no provider', { 信息资源提供方: ' ' }, [[2, '信息资源提供方', 'field-required']]],
    ['no name', { '*信息资源名称': '' }, [[2, '*信息资源名称', 'field-required']]],
    ['a name that is too long', { '*信息资源名称': '长'.repeat(201) }, [[2, '*信息资源名称', 'too-long']]],
    ['control characters', { 使用范围: 'a\u0007' }, [[2, '使用范围', 'characters']]],
    ['NUL', { 使用范围: 'a\u0000' }, [[2, '使用范围', 'characters']]],
    ['a word that is none of the list', { 共享类型: '部分共享' }, [[2, '共享类型', 'unknown-word']]],
    ['one of several words', { 共享方式: '服务接口、邮件' }, [[2, '共享方式', 'unknown-word']]],
    ['no day', { 发布日期: '去年' }, [[2, '发布日期', 'day']]],
    ['no item', { 数据项: '', 数据类型: '', 字段名称: '' }, [[2, '数据项', 'field-required']]],
    ['an item without type', { 数据类型: '' }, [[2, '数据类型', 'field-required']]],
    ['a column no table may have', { 字段名称: 'Name' }, [[2, '字段名称', 'item-column']]],
    ['several at once', { 共享类型: '?', 更新周期: '', 字段名称: '1' }, [[2, '共享类型', 'unknown-word'], [2, '字段名称', 'item-column'], [2, '更新周期', 'field-required']]],
  ])('of %s is named at its cell', async (_what, differs, faults) => {
    const [reading] = await read([rowOf(differs)]);
    expect(reading).toEqual({ faults: expect.arrayContaining(faults) as unknown[] });
    expect((reading as { faults: unknown[] }).faults).toHaveLength(faults.length);
  });

  it('of a further row is named there', async () => {
    expect(await read([rowOf(), itemRow('级别', '整数', 'level'), itemRow('姓名二', '字符型', 'name')])).toEqual([{ faults: expect.arrayContaining([[3, '数据类型', 'unknown-word']]) as unknown[] }]);
    expect(await read([rowOf(), itemRow('姓名二', '字符型', 'name')])).toEqual([{ faults: [[3, '字段名称', 'item-repeated']] }]);
    expect(await read([itemRow('级别', '整型', 'level')])).toEqual([{ faults: expect.arrayContaining([[2, '*信息资源名称', 'no-resource']]) as unknown[] }]);
  });

  it('of too many items is one', async () => {
    const items = Array.from({ length: 1_000 }, (_, n) => itemRow(`项${String(n)}`, '字符型', `c${String(n)}`));
    expect(await read([rowOf(), ...items])).toEqual([{ faults: [[2, '数据项', 'too-many-items']] }]);
  });

  it.each([['91350100M000100Y43', true], ['11320000MB151840XJ', true], ['11130000MB00000090', true], ['91350100M000100Y4Z', false], ['９１３５０１００Ｍ０００１００Ｙ４３', true], ['91350100M000I00Y43', false]])('of a credit code is found by its check character: %s', async (code, right) => {
    const [reading] = await read([[...rowOf(), code]], [...TITLES, '信息资源提供方代码']);
    expect('content' in (reading ?? {})).toBe(right);
  });

  it('is told in both languages, without the cell’s content', () => {
    expect(faultAt({}, 'unknown-word', '是、否').words).toEqual({ zh: '取值应为:是、否', en: 'Expected one of: 是、否' });
    expect(faultAt({}, 'header-unknown', '$&$1').words).toMatchObject({ en: 'Unknown column “$&$1”' });
  });
});
