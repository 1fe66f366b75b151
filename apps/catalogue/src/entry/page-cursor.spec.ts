import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { Problem } from '@gongshu/contracts';
import { readCursor, writeCursor } from './page-cursor.js';

const END = { at: '2026-03-02T01:00:00.000Z', id: '00000000-0000-4000-8000-000000000001' };

describe('a page cursor', () => {
  it('says where the page ended, in at most 200 characters', () => {
    expect(readCursor(writeCursor(END))).toEqual(END);
    expect(writeCursor(END).length).toBeLessThanOrEqual(200);
  });

  it.each(['', 'x', `${END.at} ${END.id}`, Buffer.from(`${END.at} ' OR 1=1`).toString('base64url'), writeCursor({ ...END, at: '2026-13-45T99:00:00.000Z' })])('is refused when it is %j', (text) => {
    expect(() => readCursor(text)).toThrow(Problem);
  });
});
