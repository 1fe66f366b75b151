import type { Bilingual } from '@gongshu/contracts';

/** A fault where it was found: row and column counted from 1, null for what concerns the sheet or the file. */
export interface FoundFault {
  readonly sheet: string | null;
  readonly row: number | null;
  readonly column: number | null;
  readonly title: string | null;
  readonly code: string;
  /** What a person reads of it. Names titles, limits and suggestions, never a cell's whole content. */
  readonly words: Bilingual;
}

type Place = Pick<FoundFault, 'sheet' | 'row' | 'column' | 'title'>;
const NOWHERE: Place = { sheet: null, row: null, column: null, title: null };

/** A fault of a known kind; `detail` is what its words name. */
export function faultAt(place: Partial<Place>, code: FaultCode, detail = ''): FoundFault {
  return { ...NOWHERE, ...place, code, words: WORDS[code](detail) };
}

/** A whole file or sheet that cannot be read: nothing more is found in it. */
export class UnreadableSpreadsheet extends Error {
  constructor(readonly faults: readonly FoundFault[]) {
    super(faults.map(({ code }) => code).join(', '));
  }
}

export function fileFault(code: FaultCode, detail = '', place: Partial<Place> = {}): UnreadableSpreadsheet {
  return new UnreadableSpreadsheet([faultAt(place, code, detail)]);
}

const words = (zh: string, en: string) => (detail: string): Bilingual => ({ zh: zh.replace('{}', () => detail), en: en.replace('{}', () => detail) });

const WORDS = {
  'not-a-spreadsheet': words('文件已损坏,或者不是 xlsx 表格{}', 'The file is damaged or no xlsx workbook{}'),
  encrypted: words('文件已加密,请去除密码后上传', 'The file is encrypted: take its password off'),
  macros: words('文件含有宏,请另存为 .xlsx 后上传', 'The file holds macros: save it as .xlsx'),
  'too-large-inside': words('文件解压后过大({})', 'The file is too large when unpacked ({})'),
  'document-type': words('文件内含有文档类型或者实体声明', 'The file declares a document type or entities'),
  encoding: words('文字编码不是 UTF-8 或者 GB18030', 'The text is neither UTF-8 nor GB18030'),
  'csv-form': words('CSV 格式错误:{}', 'Malformed CSV: {}'),
  'no-header': words('没有表头', 'There is no header row'),
  'no-rows': words('表头之下没有任何数据行', 'There are no rows below the header'),
  'too-many-columns': words('列数超过 {} 列', 'More than {} columns'),
  'merged-header': words('表头含有合并单元格 {}', 'The header has merged cells {}'),
  'header-empty': words('表头有空白单元格', 'A cell of the header is empty'),
  'header-unknown': words('不认识的列“{}”', 'Unknown column “{}”'),
  'header-similar': words('不认识的列,是否应为“{}”(检查是否混入形近字符)', 'Unknown column; should it be “{}”? Look for characters that only look alike'),
  'header-repeated': words('列“{}”重复', 'Column “{}” stands twice'),
  'header-missing': words('缺少必需的列“{}”', 'The required column “{}” is missing'),
  'too-many-hyperlinks': words('超链接超过 {} 个', 'More than {} hyperlinks'),
  formula: words('单元格是公式,请粘贴为数值', 'The cell is a formula: paste it as a value'),
  hyperlink: words('单元格含有超链接,请去除', 'The cell holds a hyperlink: remove it'),
  'error-value': words('单元格是错误值', 'The cell holds an error value'),
  'beyond-header': words('该列没有表头', 'The cell stands in a column without a title'),
  'other-provider': words('提供方应为本机构“{}”', 'The provider must be your own organisation “{}”'),
  'credit-code': words('统一社会信用代码不正确(长度、字符或者校验码)', 'No valid unified social credit code: length, characters or check digit'),
  day: words('不是日期(YYYY-MM-DD)', 'Not a day YYYY-MM-DD'),
  standards: words('应为“标准代码@版本”,多个之间用分号隔开', 'Expected code@version, several separated by semicolons'),
  'unknown-word': words('取值应为:{}', 'Expected one of: {}'),
  'field-required': words('必填项为空', 'A required cell is empty'),
  'too-long': words('内容过长,最多 {} 个字符', 'Too long: at most {} characters'),
  characters: words('含有不允许的字符', 'Characters that are not allowed'),
  'item-column': words('字段名称应以小写字母开头,仅含小写字母、数字和下划线,最多 63 个', 'A field name begins with a lower-case letter and has only lower-case letters, digits and underscores, at most 63'),
  'item-repeated': words('同一资源中字段名称重复', 'The field name stands twice in one resource'),
  'too-many-items': words('一个资源最多 {} 个信息项', 'A resource has at most {} data items'),
  'no-resource': words('该行没有信息资源名称,其上也没有资源', 'The row names no resource, and there is none above it'),
  invalid: words('内容不符合要求:{}', 'Invalid: {}'),
  unexpected: words('处理时发生意外错误,请联系运维人员', 'An unexpected error: ask your operator'),
} as const;
export type FaultCode = keyof typeof WORDS;

/** `C12`: the letters of a column, counted from 1, and the row. */
export function cellAddress(column: number, row: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return `${letters}${String(row)}`;
}

/** Column of an address such as `C12`, counted from 1; 0 for what is no address. */
export function columnOf(address: string): number {
  const letters = /^[A-Z]{1,3}/.exec(address)?.[0] ?? '';
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}
