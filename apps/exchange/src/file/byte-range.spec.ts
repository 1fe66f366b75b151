import { describe, expect, it } from 'vitest';
import { judgeRange } from './byte-range.js';

const TAG = '"abc"';
const judge = (range: string | undefined, ifRange?: string, size = 100) => judgeRange({ range, ifRange }, size, TAG);

describe('a range of a file', () => {
  it.each([
    ['bytes=0-0', { first: 0, last: 0 }],
    ['bytes=10-19', { first: 10, last: 19 }],
    ['bytes=90-', { first: 90, last: 99 }],
    ['bytes=90-1000', { first: 90, last: 99 }],
    ['bytes=-1', { first: 99, last: 99 }],
    ['bytes=-1000', { first: 0, last: 99 }],
    ['BYTES=5-5', { first: 5, last: 5 }],
  ])('%s is a part of 100 bytes', (range, part) => {
    expect(judge(range)).toEqual(part);
  });

  it.each([['bytes=100-'], ['bytes=100-200'], ['bytes=-0']])('%s lies beyond 100 bytes', (range) => {
    expect(judge(range)).toBe('beyond');
  });

  it.each([[undefined], [''], ['bytes=-'], ['bytes=5-4'], ['bytes=0-1,5-6'], ['rows=0-1'], ['bytes=a-b'], ['bytes=0x1-2'], ['bytes=1e1-'], ['bytes=--1'], [`bytes=${'9'.repeat(30)}-`]])(
    '%s is left aside',
    (range) => {
      expect(judge(range)).toBe('whole');
    },
  );

  it('counts only for the very file whose beginning the caller has', () => {
    expect(judge('bytes=1-', TAG)).toEqual({ first: 1, last: 99 });
    for (const other of ['"abd"', `W/${TAG}`, 'Sun, 06 Nov 1994 08:49:37 GMT', '*']) expect(judge('bytes=1-', other)).toBe('whole');
  });
});
