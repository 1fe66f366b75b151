import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, openCsv } from './csv-rows.js';
import { UnreadableSpreadsheet } from './import-fault.js';
import { fileOf } from './stand-ins/build-workbook.js';

async function rowsOf(bytes: Buffer): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (const sheet of await openCsv(fileOf(bytes, 7))) for await (const group of sheet.rows()) rows.push(...group.map(({ row, cells }) => [row, ...cells.map(({ value, trouble }) => trouble ?? value)]));
  return rows;
}

/** 目录 in GB18030, and 𠮷, which takes four bytes there. */
const GB18030 = Buffer.from([0xc4, 0xbf, 0xc2, 0xbc, 0x2c, 0x95, 0x34, 0xb2, 0x35]);

describe('a CSV file', () => {
  it('is read in UTF-8 with and without byte order mark, and in GB18030', async () => {
    for (const mark of ['', '\ufeff']) expect(await rowsOf(Buffer.from(`${mark}目录,"a\r\nb"\r\n\r\n,x\n`))).toEqual([[1, '目录', 'a\r\nb'], [3, 'x']]);
    expect(await rowsOf(GB18030)).toEqual([[1, '目录', '𠮷']]);
  });

  it.each([
    ['bytes of no encoding', Buffer.concat([Buffer.from('目录,a\n'), Buffer.from([0xff, 0xff, 0x41])]), 'encoding'],
    ['an open quote', Buffer.from('目录,"a\n'), 'csv-form'],
    ['a quote within', Buffer.from('目录,a"b\n'), 'csv-form'],
    ['a line without end', Buffer.from(`目录,${'长'.repeat(600_000)}`), 'csv-form'],
  ])('is refused for %s', async (_what, bytes, code) => {
    const refusal: unknown = await rowsOf(bytes).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UnreadableSpreadsheet);
    expect((refusal as UnreadableSpreadsheet).faults.map((fault) => fault.code)).toEqual([code]);
  });

  it('marks what an application would calculate', async () => {
    expect(await rowsOf(Buffer.from('目录,=1+1,-5,+8,@x\n'))).toEqual([[1, '目录', 'formula', '-5', '+8', '@x']]);
  });
});

describe('a line that is written', () => {
  it('begins no value as a formula does, and is read as what it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.stringMatching(/^['=+\-@\t\r,"\n ]{0,4}[a-z目]{1,3}$/u), { minLength: 1, maxLength: 5 }), async (values) => {
        for (const value of values) expect(csvLine([value])).not.toMatch(/^"?[=+\-@\t\r]/);
        expect(await rowsOf(Buffer.from(csvLine(values)))).toEqual([[1, ...values]]);
      }),
      { numRuns: 200 },
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', "'=1", '\t=1'])('%j gets an apostrophe', (value) => {
    expect(csvLine([value]).replace(/^"/, '')).toMatch(/^'/);
  });
});
