import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { callMarks } from './call-marks.js';

const marks = (target: string, headers: Record<string, string> = {}, method = 'GET') => callMarks({ target, request: { method, headers } as unknown as IncomingMessage });

describe('the marks of a call', () => {
  it('are the same for calls that ask for the same, and tell nothing of what', () => {
    const { query } = marks('/v1/data/g/rows?where.id=110101199001011234');
    expect(query).toMatch(/^[\w-]{22}$/);
    expect(marks('/v1/data/g/rows?where.id=110101199001011234', { 'x-business-case': '1' }).query).toBe(query);
    expect(marks('/v1/data/g/rows?where.id=110101199001011235').query).not.toBe(query);
  });

  it('tell parts of one file apart, so that a resumed download is no repetition', () => {
    const [first, second] = ['bytes=0-9', 'bytes=10-19'].map((range) => marks('/v1/data/g/file', { range }).query);
    expect(first).not.toBe(second);
  });

  it('carry the business case, and refuse one that is none', () => {
    expect(marks('/', {})).not.toHaveProperty('businessCase');
    expect(marks('/', { 'x-business-case': '2026-1' }).businessCase).toBe('2026-1');
    for (const wrong of ['', 'x'.repeat(201), 'a\u0007']) expect(() => marks('/', { 'x-business-case': wrong })).toThrow('input/invalid');
  });
});
