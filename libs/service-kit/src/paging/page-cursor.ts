import { Problem, problems, type PageQuery } from '@gongshu/contracts';

const USUAL_LIMIT = 50;

/** How a list runs. A cursor is the sort key of the last item shown; `start` is the key before the first. */
export interface PageOrder {
  readonly start: string;
  readonly isCursor: (text: string) => boolean;
}

const isWhole = (text: string): boolean => /^(?:0|[1-9]\d{0,17})$/.test(text);

/** By a bigint that grows with every item, the oldest first; numbers are 0 or more. Compare as bigint. */
export const OLDEST_FIRST: PageOrder = { start: '-1', isCursor: isWhole };

/** By a bigint that grows with every item, the newest first. Compare as bigint. */
export const NEWEST_FIRST: PageOrder = { start: '9223372036854775807', isCursor: isWhole };

/**
 * Where a page starts and how long it is; 50 items when the caller does not say.
 *
 * @throws Problem `input/invalid` at `/cursor` for text that no page of such a list has given
 */
export function pageStart({ cursor, limit = USUAL_LIMIT }: PageQuery, order: PageOrder): { after: string; limit: number } {
  if (cursor === undefined) return { after: order.start, limit };
  if (order.isCursor(cursor)) return { after: cursor, limit };
  throw new Problem(problems.invalidInput, { errors: [{ pointer: '/cursor', code: 'cursor', detail: 'not the nextCursor of a page' }] });
}

/** A page from rows of which one more than `limit` was read, so that it is known whether there is a next page. */
export function cutPage<R, V>(rows: readonly R[], limit: number, keyOf: (row: R) => string | number, viewOf: (row: R) => V): { items: V[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(viewOf), nextCursor: rows.length > limit && last !== undefined ? String(keyOf(last)) : null };
}
