import { loadLabelledQueries } from '@gongshu/catalogue/search';

/** Short and broad words: many entries, and no whole trigram in most. */
const BROAD = ['税', '水', '婚姻', '社保', '年报', '许可', '企业', '登记', '车牌号', '身份证号码', '社会信用代码', '公安局', '石家庄', '13010', '办理机构'];

/** What is searched for: the labelled set and the broad words. */
export function benchQueries(): string[] {
  return [...loadLabelledQueries().map(({ q }) => q), ...BROAD];
}
