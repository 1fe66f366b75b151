import type { ByteRange } from '../file-store/file-store.js';

export interface RangeAsked {
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
}

/** `whole`: the range is to be left aside (RFC 9110, 14.2); `beyond`: nothing of it is in the file. */
export type RangeVerdict = 'whole' | 'beyond' | ByteRange;

const SINGLE = /^bytes=(\d{0,15})-(\d{0,15})$/i;

/**
 * What of a file to send. One range is served; several at once, or what is no range of bytes, are left aside as RFC 9110 allows. With `If-Range` the range counts only for the very
 * file that the caller has the beginning of.
 */
export function judgeRange({ range, ifRange }: RangeAsked, size: number, tag: string): RangeVerdict {
  const match = range === undefined ? null : SINGLE.exec(range.trim());
  if (match === null || (ifRange !== undefined && ifRange.trim() !== tag)) return 'whole';
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return 'whole';
  if (from === '') {
    const length = Math.min(Number(to), size);
    return length === 0 ? 'beyond' : { first: size - length, last: size - 1 };
  }
  const first = Number(from);
  if (to !== '' && Number(to) < first) return 'whole';
  return first >= size ? 'beyond' : { first, last: to === '' ? size - 1 : Math.min(Number(to), size - 1) };
}
