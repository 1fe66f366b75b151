import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fileOf, shelfInMemory } from './stand-ins/build-workbook.js';
import { openWorkbook } from './workbook.js';
import { xlsxPart, type XlsxState } from './xlsx-form.js';

/** A workbook made as the parts of an export are: each by somebody who knows nothing but the state. */
function workbookOf(parts: readonly (readonly (readonly string[])[])[]): Buffer {
  let state: XlsxState | null = null;
  const chunks = parts.map((rows, index) => {
    const part = xlsxPart(state, rows, index === parts.length - 1);
    state = JSON.parse(JSON.stringify(part.state)) as XlsxState;
    return part.bytes;
  });
  return Buffer.concat(chunks);
}

async function textsOf(bytes: Buffer): Promise<string[][]> {
  const texts: string[][] = [];
  for (const sheet of await openWorkbook(fileOf(bytes, 333), shelfInMemory())) for await (const group of sheet.rows()) texts.push(...group.map(({ cells }) => cells.map(({ value }) => value)));
  return texts;
}

it('parts of a workbook are one workbook, with every character as it was', async () => {
  const value = fc.oneof(fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }), fc.constantFrom('=1+1', '-2', '@x', "'a", '_x000D_', 'a\r\nb', '<&>"', '\ufffe')).filter((text) => text.trim() !== '' && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.array(value, { minLength: 1, maxLength: 4 }), { maxLength: 5 }), { minLength: 1, maxLength: 4 }), async (parts) => {
      expect(await textsOf(workbookOf(parts))).toEqual(parts.flat());
    }),
    { numRuns: 150 },
  );
});

it('holds no formula and keeps empty cells in their places', async () => {
  const bytes = workbookOf([[['a', '', '=1+1']], [['', 'b']]]);
  const rows = [];
  for (const sheet of await openWorkbook(fileOf(bytes), shelfInMemory())) for await (const group of sheet.rows()) rows.push(...group);
  expect(rows.map(({ row, cells }) => [row, ...cells.map(({ column, value, trouble }) => [column, value, trouble])])).toEqual([
    [1, [1, 'a', null], [3, '=1+1', null]],
    [2, [2, 'b', null]],
  ]);
});
