import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { printForm } from './print-form.js';
import type { RequestForm } from './request-form.js';

const FORM: RequestForm = {
  title: '政务数据共享需求申请表', number: '360800-2026-000001', basis: '依据:《某办法》第15条', filedAt: '2026-03-02T01:00:00.000Z',
  rows: [['申请编号', '360800-2026-000001'], ['使用用途', '核验申请人户籍所在行政区划']], signatures: ['需求部门(盖章)'],
};

/** Every line of text on the pages, read as a program reads the file: glyphs looked up in the tables of each embedded font. */
function linesOf(pdf: Buffer): string[] {
  const streams = [...pdf.toString('latin1').matchAll(/\/Filter \/FlateDecode\n>>\nstream\n/g)].map(({ index, 0: { length } }) => {
    const start = index + length;
    return inflateSync(pdf.subarray(start, pdf.indexOf('\nendstream', start))).toString('latin1');
  });
  const units = (hex: string): number[] => (hex.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16));
  const tables = streams.filter((stream) => stream.includes('beginbfrange')).map((stream) =>
    [...(/\[([^\]]*)\]/.exec(stream.slice(stream.indexOf('beginbfrange')))?.[1] ?? '').matchAll(/<([0-9a-f]*)>/g)].map(([, hex = '']) => String.fromCharCode(...units(hex))));
  const shown = streams.flatMap((stream) => [...stream.matchAll(/\[([^\]]*)\] TJ/g)].map(([, list = '']) => [...list.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex = '']) => units(hex))));
  return shown.flatMap((glyphs) => tables.map((table) => glyphs.map((glyph) => table[glyph] ?? '\ufffd').join('')));
}

const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;

describe('a printed form', () => {
  it('is an A4 page in Chinese whose fonts are embedded, with its number in the title, as a bar code and in the text', async () => {
    const pdf = await printForm(FORM);
    const source = pdf.toString('latin1');
    expect(source.startsWith('%PDF-1.')).toBe(true);
    expect(source).toContain('/MediaBox [0 0 595.28 841.89]');
    expect(pagesOf(pdf)).toBe(1);
    expect(source.match(/\/FontFile3/g)).toHaveLength(2);
    expect(source).toMatch(/\/BaseFont \/[A-Z]{6}\+NotoSansHans-Regular/);
    const title = Buffer.from(`\ufeff${FORM.title} ${FORM.number}`, 'utf16le').swap16();
    expect(pdf.includes(title)).toBe(true);
    const lines = linesOf(pdf);
    for (const text of [FORM.title, FORM.number, '使用用途', '核验申请人户籍所在行政区划', '需求部门(盖章)']) expect(lines).toContain(text);
    expect(lines.some((line) => line.includes('第 1 页,共 1 页'))).toBe(true);
  });

  it('is the same bytes for the same request, and others for another one', async () => {
    const pdf = await printForm(FORM);
    expect((await printForm(FORM)).equals(pdf)).toBe(true);
    expect((await printForm({ ...FORM, number: '360800-2026-000002' })).equals(pdf)).toBe(false);
  });

  it('wraps long texts and goes on with them on further pages, without losing any of it', async () => {
    const pieces = Array.from({ length: 300 }, (_, at) => `column_${String(at)}`);
    const pdf = await printForm({ ...FORM, rows: [...FORM.rows, ['申请的数据项', pieces.join('、')]] });
    expect(pagesOf(pdf)).toBeGreaterThan(1);
    const found = linesOf(pdf).filter((line) => !line.includes('\ufffd')).join('');
    for (const piece of pieces) expect(found).toContain(piece);
    expect(found).toContain(`第 2 页,共 ${String(pagesOf(pdf))} 页`);
  });
});
