import { describe, expect, it } from 'vitest';
import { ItemWording } from './item-wording.js';

const wording = ItemWording.load();

describe('the wording of data items', () => {
  it.each([
    ['身份证号', '公民身份号码'],
    ['居民身份证号码', '身份证号码'],
    ['法人代表身份证号', '法定代表人公民身份号码'],
    ['统一社会信用代码', '社会信用代码'],
    ['ＩＤ卡号', 'id卡号码'],
    ['车牌 号', '号牌号码'],
    ['「出生日期」', '出生年月日'],
  ])('%s is the same item as %s', (one, other) => {
    expect(wording.keyOf(one, '甲')).toBe(wording.keyOf(other, '乙'));
  });

  it.each([
    ['户籍地址', '居住地址'],
    ['婚姻登记日期', '出生日期'],
    ['企业名称', '学校名称'],
  ])('%s is another item than %s', (one, other) => {
    expect(wording.keyOf(one)).not.toBe(wording.keyOf(other));
  });

  it('tells names that say nothing apart by what they are of', () => {
    expect(wording.keyOf('名称', '学校名录')).toBe(wording.keyOf('名称', '学校基本信息'));
    expect(wording.keyOf('名称', '学校名录')).not.toBe(wording.keyOf('名称', '医院名录'));
  });

  it('compares data sets without the ends that say nothing', () => {
    expect(wording.isSameDataSet('低保对象信息', '最低生活保障对象名单')).toBe(false);
    expect(wording.isSameDataSet('低保对象信息', '低保对象名单')).toBe(true);
    expect(wording.isSameDataSet('信息', '数据')).toBe(false);
  });
});
