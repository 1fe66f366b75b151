import { describe, expect, it } from 'vitest';
import { fitOf, whyOf } from './fit.js';
import { bareName, likeness, piecesOf, piecesOfAll } from './likeness.js';

describe('the likeness of names', () => {
  it('looks at what they are about, not at width, case, punctuation or kind', () => {
    expect(bareName('户口簿(复印件)')).toBe('户口簿');
    expect(bareName('婚姻登记 信息表')).toBe('婚姻登记');
    expect(bareName('ID Number')).toBe('idnumber');
    expect(bareName('信息')).toBe('信息');
    expect(likeness('婚姻登记信息', '婚姻登记数据')).toBe(100);
    expect(likeness('婚姻登记', '离婚登记')).toBeLessThan(60);
  });

  it('counts two-character pieces that both have; one character is a piece of its own', () => {
    expect(piecesOf('户籍地址')).toEqual(['户籍', '籍地', '地址']);
    expect(piecesOf('税')).toEqual(['税']);
    expect(piecesOfAll(['户籍', '户籍信息'])).toEqual(['户籍']);
    expect(likeness('户籍地址', '户籍所在地址')).toBe(50);
    expect(likeness('结婚证编号', '结婚证编号码')).toBe(89);
    expect(likeness('', '')).toBe(0);
    expect(likeness('户籍', '税')).toBe(0);
  });

  it('is 100 for nothing but the same', () => {
    expect(likeness('人人人', '人人')).toBe(99);
  });
});

describe('whether an entry supplies what is wanted', () => {
  const marriages = { name: '婚姻登记信息', itemNames: ['结婚证编号', '登记日期', '男方姓名', '女方姓名'] };

  it('is decided by most of the items where the name says nothing, and by a third of them where it is alike', () => {
    expect(fitOf({ name: '监护核验', dataItems: ['结婚证编号', '登记日期'] }, marriages)).toMatchObject({ fits: true, nameLikeness: 0, score: 67 });
    expect(fitOf({ name: '监护核验', dataItems: ['结婚证编号', '户籍地址'] }, marriages).fits).toBe(false);
    expect(fitOf({ name: '婚姻登记', dataItems: ['结婚证编号', '户籍地址'] }, marriages)).toMatchObject({ fits: true, nameLikeness: 100 });
    expect(fitOf({ name: '婚姻登记', dataItems: ['户籍地址'] }, marriages).fits).toBe(false);
  });

  it('is decided by the name alone where no items are wanted', () => {
    expect(fitOf({ name: '婚姻登记证明', dataItems: [] }, marriages)).toMatchObject({ fits: true, score: 100 });
    expect(fitOf({ name: '纳税证明', dataItems: [] }, marriages).fits).toBe(false);
  });

  it('says why, in both languages', () => {
    const why = whyOf(fitOf({ name: '婚姻登记', dataItems: ['结婚证编号码', '户籍地址'] }, marriages));
    expect(why).toEqual({ zh: '名称相似度100%;2个数据项中有1个相近:结婚证编号码→结婚证编号', en: 'Names 100 % alike; 1 of 2 data items found: 结婚证编号码→结婚证编号' });
  });
});
