import { Buffer } from 'node:buffer';
import { strToU8, zipSync } from 'fflate';

const TITLES = [
  '信息资源名称', '信息资源提供方', '信息资源摘要', '信息资源分类', '信息资源格式', '信息项名称', '数据类型', '字段名称', '共享类型', '共享条件', '共享方式', '开放类型', '更新周期', '归集方式', '数据级别', '使用范围', '含个人信息',
  '已完成保密审查', '公开属性', '数据形式', '采集方式', '共享范围', '共享机构',
];

/** Rows of resources with so many data items each, all different; the resource's own cells stand in its first row. */
export function catalogueRows(count: number, items: number, provider: string): string[][] {
  const rows = Array.from({ length: count }, (_, n) => {
    const [resource, item] = [Math.floor(n / items), n % items];
    const own = item === 0;
    const say = (text: string): string => (own ? text : '');
    return [
      say(`第${String(resource)}号业务办理信息`), say(provider), say(`办理第${String(resource)}号业务时形成的记录,含申请人、事项和结果,编号${String((resource * 7_919) % 1_000_003)}`), say('部门信息资源'), say('数据库'),
      `信息项${String(item)}之${String(resource)}`, '字符型', `column_${String(item)}`, say('有条件共享'), say('用于履行职责'), say('服务接口、文件下载'), say('不予开放'), say('每月'), say('物理归集'), say('一般数据'), say('政务部门履行职责'), say('否'), say('是'),
      say('主动公开'), say('数据'), say('直接采集'), say('仅提供给部分机构'), say('依法履行职责的机构'),
    ];
  });
  return [TITLES, ...rows];
}

export function csvFile(rows: readonly (readonly string[])[]): Buffer {
  return Buffer.from(rows.map((values) => `${values.map((value) => (value.includes(',') ? `"${value}"` : value)).join(',')}\n`).join(''));
}

/** As Excel writes it: every text once, cells by its number. */
export function xlsxFile(rows: readonly (readonly string[])[]): Buffer {
  const texts = new Map<string, number>();
  const numberOf = (text: string): number => texts.get(text) ?? texts.set(text, texts.size).size - 1;
  const body = rows.map((values, row) => `<row r="${String(row + 1)}">${values.map((value, column) => (value === '' ? '' : `<c r="${String.fromCharCode(65 + column)}${String(row + 1)}" t="s"><v>${String(numberOf(value))}</v></c>`)).join('')}</row>`);
  const parts = {
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="目录" sheetId="1" r:id="s"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="s" Type="x/worksheet" Target="sheet.xml"/><Relationship Id="t" Type="x/sharedStrings" Target="texts.xml"/></Relationships>',
    'xl/sheet.xml': `<worksheet><sheetData>${body.join('')}</sheetData></worksheet>`,
    'xl/texts.xml': `<sst>${[...texts.keys()].map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`,
  };
  return Buffer.from(zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]))));
}
