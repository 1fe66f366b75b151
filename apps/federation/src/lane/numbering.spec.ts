import { describe, expect, it } from 'vitest';
import { BATCH_BYTES, type NumberedEvent } from '@gongshu/contracts';
import { fitting } from './numbering.js';

const event = (seq: number, bytes: number): NumberedEvent => [seq, 'x'.repeat(bytes - 2)];

describe('fitting', () => {
  it('takes what fills a batch exactly and leaves the next', () => {
    expect(fitting([event(1, BATCH_BYTES / 2), event(2, BATCH_BYTES / 2), event(3, 3)]).map(([seq]) => seq)).toEqual([1, 2]);
  });
  it('lets an event larger than a batch pass alone', () => {
    expect(fitting([event(1, BATCH_BYTES * 2), event(2, 3)]).map(([seq]) => seq)).toEqual([1]);
  });
  it('counts bytes, not characters', () => {
    const chinese: NumberedEvent[] = [[1, '数'.repeat(BATCH_BYTES / 3 - 2)], [2, '据'.repeat(10)]];
    expect(fitting(chinese)).toHaveLength(1);
  });
});
