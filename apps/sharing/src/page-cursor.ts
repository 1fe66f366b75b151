import { Problem, problems, type PageQuery } from '@gongshu/contracts';

const USUAL_LIMIT = 50;

/** Where a page starts and how long it is. Cursors are positions; the first page starts at `start`. */
export function pageOf(query: PageQuery, start: number): { after: number; limit: number } {
  const { cursor, limit = USUAL_LIMIT } = query;
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) {
    throw new Problem(problems.invalidInput, { errors: [{ pointer: '/cursor', code: 'cursor', detail: 'not the nextCursor of a page' }] });
  }
  return { after: cursor === undefined ? start : Number(cursor), limit };
}

/** Cuts the one item too many that tells whether there is a next page. */
export function cutPage<T>(found: readonly T[], limit: number, positionOf: (item: T) => number): { items: T[]; nextCursor: string | null } {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: found.length > limit && last !== undefined ? String(positionOf(last)) : null };
}
