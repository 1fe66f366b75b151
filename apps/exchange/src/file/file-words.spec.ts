import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { digestField, statedDigest } from './content-digest.js';
import { isDocumentFormat } from './document-format.js';
import { attachment, readFileName } from './file-name.js';

const HEX = createHash('sha256').update('x').digest('hex');

describe('a name of a file', () => {
  it('is any text of a person', () => {
    expect(readFileName(encodeURIComponent('2026年 行政区划（征求意见）.pdf'))).toBe('2026年 行政区划（征求意见）.pdf');
  });

  it.each(['..%2F..%2Fetc%2Fpasswd', '..', '.', 'a%00b', 'a%0d%0aset-cookie: x', '%22x%22', 'a%5Cb', 'C%3Ax', '%ff', '%', '', '%20', 'x'.repeat(201), 'invoice%E2%80%AEfdp.exe', 'a%C2%85b'])('is never %j', (header) => {
    expect(() => readFileName(header)).toThrow('input/invalid');
  });

  it('stays one word of its header, whatever it holds', () => {
    const written = attachment('"\r\nx-evil: 1; filename*=\ud800(\'*)年.csv', 'a"b\r\n.csv');
    expect(written).toBe("attachment; filename=\"a_b__.csv\"; filename*=UTF-8''%22%0D%0Ax-evil%3A%201%3B%20filename%2A%3D%EF%BF%BD%28%27%2A%29%E5%B9%B4.csv");
    expect(written).not.toMatch(/[^\x20-\x7e]/);
  });
});

describe('a stated digest', () => {
  it('is read from either header, and must be one and the same in both', () => {
    expect(statedDigest(undefined, undefined)).toBeNull();
    expect(statedDigest(digestField(HEX), undefined)).toBe(HEX);
    expect(statedDigest(`sha-512=:AAAA:, ${digestField(HEX)}`, HEX.toUpperCase())).toBe(HEX);
    expect(() => statedDigest(digestField(HEX), '0'.repeat(64))).toThrow('input/invalid');
  });

  it.each(['', 'x', HEX.slice(1), `${HEX}0`, `md5=${HEX}`])('is refused when it is %j', (text) => {
    expect(() => statedDigest(undefined, text)).toThrow('input/invalid');
    expect(() => statedDigest(text, undefined)).toThrow('input/invalid');
  });
});

describe('the format of an entry', () => {
  it.each([
    ['数据库', 'ELECTRONIC_FILE', true],
    ['PDF', 'DATABASE', false],
    ['PDF', undefined, true],
    ['.ofd', undefined, true],
    ['JPG图片', undefined, true],
    ['数据库', undefined, false],
    ['CSV', undefined, false],
    ['xlsx', undefined, false],
  ])('%s of class %s holds documents: %s', (format, formatClass, document) => {
    expect(isDocumentFormat(format, formatClass)).toBe(document);
  });
});
