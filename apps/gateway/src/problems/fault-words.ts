import type { FieldFault } from '@gongshu/contracts';
import type { Language } from './language.js';

/** What is wrong with a field, for people who read Chinese. The law's own refusals come in the caller's language already. */
const CHINESE: Readonly<Record<string, string>> = {
  required: '必填',
  isString: '须为文本',
  minLength: '过短',
  maxLength: '过长',
  matches: '格式不正确,或含有控制字符',
  isInt: '须为整数',
  min: '小于允许的最小值',
  max: '大于允许的最大值',
  isBoolean: '须为 true 或 false',
  isIn: '不在允许的取值之内',
  isDay: '须为存在的日期 YYYY-MM-DD',
  calendarYears: '年份须在 1900 至 2200 之间',
  oneForm: '须给出 pack 与 parameter,或者只给出 workingDays',
  'not-of-the-year': '不是该年的日期',
  'named-twice': '重复列出',
  'not-a-weekend': '本为工作日,无须调休',
  isDayOrInstant: '须为存在的日期 YYYY-MM-DD,或带时区偏移的时刻',
  isArray: '须为列表',
  arrayMinSize: '项数过少',
  arrayMaxSize: '项数过多',
  isObject: '须为 JSON 对象',
  nestedValidation: '内容不符合要求',
  whitelistValidation: '未知字段',
  cursor: '不是某一页的 nextCursor',
  gb32100: '统一社会信用代码的校验码不符',
  taken: '已被其他机构使用',
  territory: '不在本节点辖区内',
  'not-admissible': '该类机构不得登记',
  'contractor-only': '仅适用于受委托方',
  'unknown-act': '既不是接口的请求,也不是数据调用的种类',
  'not-of-the-duties': '超出该人员职责对应的角色',
  future: '不得晚于今天',
  past: '已经过去',
  'out-of-range': '超出允许的范围',
  'no-use': '此行为用不到该字段',
};

/** Where the English detail says in particular what would be right: admissible values, and bounds. */
const PARTICULARS: Readonly<Record<string, RegExp>> = {
  isIn: /values: (.+)$/,
  min: /(-?\d+)$/,
  max: /(-?\d+)$/,
  minLength: /(\d+) characters/,
  maxLength: /(\d+) characters/,
  arrayMinSize: /(\d+) elements/,
  arrayMaxSize: /(\d+) elements/,
  'out-of-range': /^from (\S+) to (\S+)$/,
};

/** A fault with its detail in the caller's language, where there are words for it. */
export function inWordsOf(language: Language, fault: FieldFault): FieldFault {
  const words = language === 'en' || !Object.hasOwn(CHINESE, fault.code) ? undefined : CHINESE[fault.code];
  if (words === undefined) return fault;
  const particulars = PARTICULARS[fault.code]?.exec(fault.detail)?.slice(1).join(' 至 ');
  return { ...fault, detail: particulars === undefined ? words : `${words}:${particulars}` };
}
