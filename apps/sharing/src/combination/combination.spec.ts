import { describe, expect, it } from 'vitest';
import { concerns, isComplete } from './combination.js';

const rule = { parts: [{ entryId: 'a', column: 'address' }, { column: 'illness' }, { entryId: 'c' }] };

describe('a sensitive combination', () => {
  it('is complete when every part is held, by whichever holdings', () => {
    const held = [{ entryId: 'a', columns: ['name', 'address'] }, { entryId: 'b', columns: ['illness'] }];
    expect(isComplete(rule, held)).toBe(false);
    expect(isComplete(rule, [...held, { entryId: 'c', columns: ['x'] }])).toBe(true);
    expect(isComplete(rule, [{ entryId: 'a', columns: ['address'] }, { entryId: 'c', columns: ['illness'] }])).toBe(true);
    expect(isComplete(rule, [{ entryId: 'a', columns: ['name'] }, { entryId: 'c', columns: ['illness'] }])).toBe(false);
  });

  it('concerns what is one of its parts, and nothing else', () => {
    expect(concerns(rule, { entryId: 'z', columns: ['illness'] })).toBe(true);
    expect(concerns(rule, { entryId: 'z', columns: ['address'] })).toBe(false);
  });
});
