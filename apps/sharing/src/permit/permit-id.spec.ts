import { describe, expect, it } from 'vitest';
import { isId } from '@gongshu/contracts';
import { permitId } from './permit-id.js';

describe('the id of a permit', () => {
  it('is a UUID of version 7 with the time it was taken in front', () => {
    const id = permitId(Date.parse('2022-02-22T19:22:22Z'));
    expect(isId(id)).toBe(true);
    expect(id).toMatch(/^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('is another each time, and sorts by time', () => {
    const ids = Array.from({ length: 100 }, (_, n) => permitId(1_700_000_000_000 + n));
    expect([...new Set(ids)].sort()).toEqual(ids);
    expect(new Set(Array.from({ length: 100 }, () => permitId(0))).size).toBe(100);
  });
});
