import { isUtf8 } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { asUtf8, statedCharacterSet } from './character-set.js';

/** 河北,"㐀","𠮷",€ in GB 18030: characters of two and of four bytes. */
const GB18030 = Buffer.from('bad3b1b12c228139ee39222c229534b235222ca2e30a', 'hex');
const [LEAD, TRAIL] = [0xba, 0xd3];

async function read(...chunks: readonly Buffer[]): Promise<Buffer> {
  const parts: Buffer[] = [];
  async function* arriving(): AsyncGenerator<Buffer> {
    for (const chunk of chunks) yield await Promise.resolve(chunk);
  }
  for await (const part of asUtf8('gb18030', arriving())) parts.push(part);
  return Buffer.concat(parts);
}

describe('the character set of rows', () => {
  it.each([
    ['text/csv', 'utf-8'], ['text/csv; charset=utf-8', 'utf-8'], ['text/csv;header=present; Charset = "UTF-8" ', 'utf-8'],
    ['text/csv; charset=gb18030', 'gb18030'], ['text/csv;charset=GBK', 'gb18030'], ['application/x-ndjson; charset="gb2312"', 'gb18030'],
  ])('that %s states is %s', (contentType, characterSet) => {
    expect(statedCharacterSet(contentType)).toBe(characterSet);
  });

  it.each(['utf-7', 'utf-16', 'big5', 'iso-8859-1', '', 'utf-8; charset=gbk', 'constructor'])('is refused with those that are taken: %s', (name) => {
    expect(() => statedCharacterSet(`text/csv; charset=${name}`)).toThrow(expect.objectContaining({ definition: expect.objectContaining({ status: 415 }) as object, parts: expect.objectContaining({ allowed: ['utf-8', 'gb18030', 'gbk', 'gb2312'] }) as object }) as Error);
  });

  it('is read wherever a chunk ends', async () => {
    const whole = (await read(GB18030)).toString();
    expect(whole).toContain('河北,"');
    expect([...whole].filter((character) => (character.codePointAt(0) ?? 0) > 0xff)).toHaveLength(5);
    for (let cut = 0; cut <= GB18030.length; cut += 1) expect((await read(GB18030.subarray(0, cut), GB18030.subarray(cut))).toString()).toBe(whole);
    expect((await read(...[...GB18030].map((byte) => Buffer.from([byte])))).toString()).toBe(whole);
  });

  it.each([[[0xff]], [[LEAD]], [[0x81, 0x30]], [[0x84, 0x31, 0xa4, 0x37]], [[0xfe, 0x39, 0xfe, 0x39]]])('leaves what is no character of it no text, and the line end after it one: %j', async (wrong) => {
    const [first, second, ...more] = (await read(Buffer.from([LEAD, TRAIL, 0x0a, ...wrong, 0x0a, LEAD, TRAIL]))).toString('latin1').split('\n');
    expect([first, isUtf8(Buffer.from(second ?? '', 'latin1')), more]).toEqual([Buffer.from('河').toString('latin1'), false, [Buffer.from('河').toString('latin1')]]);
    expect(isUtf8(await read(Buffer.from([TRAIL, LEAD])))).toBe(true);
    expect(isUtf8(await read(Buffer.from([LEAD, TRAIL, LEAD])))).toBe(false);
  });
});
