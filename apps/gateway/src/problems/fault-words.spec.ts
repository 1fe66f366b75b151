import { describe, expect, it } from 'vitest';
import { ActOnEntry, EntryDraft, PageQuery, Problem, type Constructor } from '@gongshu/contracts';
import { parseInput } from '@gongshu/service-kit';
import { inWordsOf } from './fault-words.js';

/** What the contract itself finds wrong, in Chinese words. */
function wordsFor(type: Constructor, input: object, pointer: string): string | undefined {
  try {
    parseInput(type, input);
  } catch (error) {
    const faults = error instanceof Problem ? (error.parts.errors ?? []) : [];
    return faults.map((fault) => inWordsOf('zh', fault)).find((fault) => fault.pointer === pointer)?.detail;
  }
  return undefined;
}

describe('the words for a fault', () => {
  it('say in Chinese what would be right: the admissible values and the bounds', () => {
    expect(wordsFor(EntryDraft, { publicityAttribute: 'INTERNAL' }, '/publicityAttribute')).toBe('不在允许的取值之内:PROACTIVE, ON_APPLICATION, NOT_PUBLIC');
    expect(wordsFor(PageQuery, { limit: 0 }, '/limit')).toBe('小于允许的最小值:1');
    expect(wordsFor(ActOnEntry, { act: 'submit', reasons: 'x'.repeat(2_001) }, '/reasons')).toBe('过长:2000');
    expect(inWordsOf('zh', { pointer: '/x', code: 'out-of-range', detail: 'from 2026-03-02 to 2026-03-09' }).detail).toBe('超出允许的范围:2026-03-02 至 2026-03-09');
  });

  it('stay as they are where there are none of ours, and in English', () => {
    const fault = { pointer: '/x', code: 'min', detail: 'limit must not be less than 1' };
    expect(inWordsOf('en', fault)).toEqual(fault);
    expect(inWordsOf('zh', { ...fault, code: 'constructor', detail: '应当明确' }).detail).toBe('应当明确');
  });
});
