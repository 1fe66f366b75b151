import { describe, expect, it } from 'vitest';
import type { Problem } from '@gongshu/contracts';
import { cutPage, NEWEST_FIRST, OLDEST_FIRST, pageStart, type PageOrder } from './page-cursor.js';

const rows = [{ key: 7, name: 'a' }, { key: 5, name: 'b' }, { key: 3, name: 'c' }];
const cut = (limit: number) => cutPage(rows, limit, ({ key }) => key, ({ name }) => name);

describe('a page', () => {
  it('ends at its last item, and says so while there are more', () => {
    expect(cut(2)).toEqual({ items: ['a', 'b'], nextCursor: '5' });
    expect(cut(3)).toEqual({ items: ['a', 'b', 'c'], nextCursor: null });
    expect(cutPage([], 3, String, String)).toEqual({ items: [], nextCursor: null });
  });

  it('starts where the one before ended, else at the beginning', () => {
    expect(pageStart({}, NEWEST_FIRST)).toEqual({ after: '9223372036854775807', limit: 50 });
    expect(pageStart({ cursor: '5', limit: 2 }, NEWEST_FIRST)).toEqual({ after: '5', limit: 2 });
    expect(pageStart({}, OLDEST_FIRST).after).toBe('-1');
  });

  it.each<[string, PageOrder]>([['', NEWEST_FIRST], ['-1', OLDEST_FIRST], ['07', NEWEST_FIRST], ['1e3', OLDEST_FIRST], ["1' OR true", NEWEST_FIRST], ['9'.repeat(19), OLDEST_FIRST]])(
    'refuses the cursor %j at /cursor',
    (cursor, order) => {
      expect(() => pageStart({ cursor }, order)).toThrow(expect.objectContaining({ parts: { errors: [expect.objectContaining({ pointer: '/cursor' })] } }) as Problem);
    },
  );
});
