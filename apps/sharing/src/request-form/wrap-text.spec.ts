import { describe, expect, it } from 'vitest';
import { wrapText } from './wrap-text.js';

/* Every character one wide. */
const wrap = (text: string, width: number): string[] => wrapText(text, width, (piece) => [...piece].length);

describe('wrapping', () => {
  it('breaks between Chinese characters and keeps words whole', () => {
    expect(wrap('核验户籍地', 2)).toEqual(['核验', '户籍', '地']);
    expect(wrap('列 code_value 与', 11)).toEqual(['列 ', 'code_value ', '与']);
  });

  it('breaks a word that is longer than a line, and keeps the lines of the text', () => {
    expect(wrap('abcdefg', 3)).toEqual(['abc', 'def', 'g']);
    expect(wrap('一\n\n二', 3)).toEqual(['一', '', '二']);
  });

  it('loses no character', () => {
    const text = '《条例》第15条:a-b.c_1,𠀀字、x';
    for (let width = 1; width < 20; width += 1) expect(wrap(text, width).join('')).toBe(text);
  });
});
