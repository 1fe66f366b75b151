/** Titles in another order than the guide's, with marks, full-width forms and an alias. */
export const TITLES = [
  '*信息资源名称', '信息资源提供方', '信息资源摘要（必填）', '信息资源分类', '信息资源格式', '数据项', '数据类型', '字段名称', '共享类型', '共享条件', '共享方式', '开放类型', '更新周期', '归集方式', '数据级别',
  '使用范围', '含个人信息', '已完成保密审查', '发布日期',
] as const;

const VALUES: Readonly<Record<string, string>> = {
  '*信息资源名称': '低保对象信息', 信息资源提供方: '省民政厅', '信息资源摘要（必填）': '全省低保对象', 信息资源分类: '部门信息资源', 信息资源格式: '数据库', 数据项: '姓名', 数据类型: '字符型', 字段名称: 'name',
  共享类型: '有条件共享', 共享条件: '用于履行职责', 共享方式: '服务接口、文件下载', 开放类型: '不予开放', 更新周期: '每月', 归集方式: '物理归集', 数据级别: '一般数据', 使用范围: '政务部门履行职责', 含个人信息: '是', 已完成保密审查: '是',
  发布日期: '',
};

/** The row of one resource with one data item, with what differs. */
export function rowOf(differs: Readonly<Partial<Record<(typeof TITLES)[number], string>>> = {}): string[] {
  return TITLES.map((title) => differs[title] ?? VALUES[title] ?? '');
}

/** A further data item of the resource above. */
export function itemRow(name: string, type: string, column: string): string[] {
  return TITLES.map((title) => (title === '数据项' ? name : title === '数据类型' ? type : title === '字段名称' ? column : ''));
}

/** Many resources, each different, two rows each. */
export function manyRows(count: number): string[][] {
  return Array.from({ length: count }, (_, n) => [
    rowOf({ '*信息资源名称': `资源${String(n)}`, '信息资源摘要（必填）': `第${String(n)}个资源的摘要,编号${String(n * 7919)}` }),
    itemRow(`数量${String(n)}`, '整型', 'quantity'),
  ]).flat();
}

export function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((values) => `${values.map((value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(',')}\r\n`).join('');
}
