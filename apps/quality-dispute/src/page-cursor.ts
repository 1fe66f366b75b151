import { Problem, problems } from '@gongshu/contracts';

/** Lists run from the newest to the oldest; a cursor is the position of the last item shown. */
export interface Positioned {
  readonly position: string;
}

const POSITION = /^[1-9][0-9]{0,17}$/;

/** The position to go on from; null at the beginning. */
export function positionOf(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  if (!POSITION.test(cursor)) throw new Problem(problems.invalidInput, { errors: [{ pointer: '/cursor', code: 'cursor', detail: 'not a cursor of this list' }] });
  return cursor;
}

/** Cuts a page from rows of which one more than `limit` was read. */
export function pageOf<R extends Positioned, V>(rows: readonly R[], limit: number, view: (row: R) => V): { items: V[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  return { items: shown.map(view), nextCursor: rows.length > limit ? (shown.at(-1)?.position ?? null) : null };
}
