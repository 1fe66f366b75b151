import { describe, expect, it } from 'vitest';
import { entityTag, namesTag } from './entity-tag.js';

describe('an entity tag', () => {
  it('is quoted, the same for the same bytes and another for others', () => {
    expect(entityTag('{"dueOn":"2026-05-08"}')).toMatch(/^"[\w-]{27}"$/);
    expect(entityTag('一')).toBe(entityTag('一'));
    expect(entityTag('一')).not.toBe(entityTag('二'));
  });

  it.each([
    [undefined, false],
    ['', false],
    ['"a"', true],
    ['W/"a"', true],
    ['"b", "a"', true],
    ['"b" ,W/"a"', true],
    ['*', true],
    ['a', false],
    ['"A"', false],
    ['"b"', false],
  ])('"a" is named by %j: %s', (header, named) => {
    expect(namesTag(header, '"a"')).toBe(named);
  });
});
