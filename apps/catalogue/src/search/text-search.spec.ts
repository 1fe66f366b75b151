import { describe, expect, it } from 'vitest';
import { fragmentOf } from './fragments.js';
import { SearchVocabulary } from './search-vocabulary.js';
import { fold, tokensOf } from './text-grams.js';
import { wordQuery } from './word-query.js';

const vocabulary = SearchVocabulary.of({
  same: [['房产证', '不动产权证书'], ['身份证号', '公民身份号码']],
  also: { 结婚证: ['婚姻登记'] },
  fillers: ['信息', '名单'],
  askings: ['查询'],
});
/** Of a surrogate pair. */
const HALF = /\p{Surrogate}/u;
const words = (query: string): string[][] => vocabulary.wordsOf(query).map(({ variants }) => [...variants]);

describe('tokens of a text', () => {
  it('are pairs of neighbouring Chinese characters and the last of each run', () => {
    expect(tokensOf('不动产、税')).toEqual(['不动', '动产', '产', '税']);
  });

  it('are whole runs of letters and digits, in one width and case', () => {
    expect(tokensOf('ＧＰＳ轨迹 id_card 1300001/000012')).toEqual(['gps', '轨迹', '迹', 'id', 'card', '1300001', '000012']);
  });

  it('cut long runs by whole characters', () => {
    const [token] = tokensOf('\u{1e900}'.repeat(70));
    expect(Array.from(token ?? '')).toHaveLength(60);
    expect(token).not.toMatch(HALF);
  });

  it('are none in a text of punctuation', () => {
    expect(tokensOf(`,.!'"&|():*\\%_ —「」`)).toEqual([]);
  });
});

describe('words of a query', () => {
  it('are known words with what means the same, and what stands between them', () => {
    expect(words('石家庄房产证编号')).toEqual([['石家庄'], ['房产证', '不动产权证书'], ['编号']]);
    expect(words('婚姻登记')).toEqual([['婚姻登记']]);
    expect(words('结婚证')).toEqual([['结婚证', '婚姻登记']]);
  });

  it('leave out what is said around them, but not all that was said', () => {
    expect(words('查询低保户的名单')).toEqual([['低保户']]);
    expect(words('信息')).toEqual([['信息']]);
    expect(words('信息化建设')).toEqual([['信息化建设']]);
  });

  it('part the name of an organisation from what follows without a blank', () => {
    expect(words('石家庄市民政局婚姻登记')).toEqual([['石家庄市'], ['民政局'], ['婚姻登记']]);
  });

  it('stand once each', () => {
    expect(words('税 税　税')).toEqual([['税']]);
  });

  it('come from the file with 60 pairs of synonyms and more', () => {
    const found = SearchVocabulary.load().wordsOf('身份证号')[0]?.variants;
    expect(found).toContain('公民身份号码');
    expect(found?.[0]).toBe('身份证号');
  });
});

describe('a query to the database', () => {
  it('demands every pair of a word', () => {
    expect(wordQuery([{ variants: ['婚姻登记'] }])).toBe("('婚姻' & '姻登' & '登记')");
  });

  it('takes a single character, letters and digits as a beginning', () => {
    expect(wordQuery([{ variants: ['税'] }, { variants: ['gps'] }])).toBe("('税':* & 'gps':*)");
  });

  it('takes any variant, but none that another one finds too', () => {
    expect(wordQuery([{ variants: ['社保', '社会保险', '社保卡'] }])).toBe("('社保' | ('社会' & '会保' & '保险'))");
  });

  it('may break a longer word at one point when loose', () => {
    expect(wordQuery([{ variants: ['石家庄民'] }], true)).toBe("(('家庄' & '庄民') | ('石家' & '庄民') | ('石家' & '家庄'))");
    expect(wordQuery([{ variants: ['石家庄'] }], true)).toBe("('石家' & '家庄')");
  });
});

describe('a fragment', () => {
  it('marks every word where it stands in the text as it was written', () => {
    expect(fragmentOf('name', '全省ＧＰＳ轨迹与gps设备', ['gps', '轨迹'])).toEqual({ field: 'name', text: '全省ＧＰＳ轨迹与gps设备', marks: [{ from: 2, to: 5 }, { from: 5, to: 7 }, { from: 8, to: 11 }] });
  });

  it('is the part of a long text around the first word, and never half a character', () => {
    const fragment = fragmentOf('abstract', `${'𠮷'.repeat(60)}婚姻登记${'𠮷'.repeat(200)}`, [fold('婚姻')]);
    expect(fragment?.text.length).toBeLessThanOrEqual(122);
    expect(fragment?.text).not.toMatch(HALF);
    const [mark] = fragment?.marks ?? [];
    expect(fragment?.text.slice(mark?.from, mark?.to)).toBe('婚姻');
  });

  it('marks a few places of a word that is repeated over and over', () => {
    expect(fragmentOf('name', '税'.repeat(200), ['税'])?.marks).toHaveLength(8);
  });

  it('marks the longer of two words at one place, and is none where no word stands', () => {
    expect(fragmentOf('name', '婚姻登记', ['婚姻', '婚姻登记'])?.marks).toEqual([{ from: 0, to: 4 }]);
    expect(fragmentOf('name', '婚姻登记', ['户籍'])).toBeNull();
  });
});
