import { columnOf, fileFault, UnreadableSpreadsheet } from './import-fault.js';
import type { CellRange } from './table.js';
import { FileAway } from './stored-file.js';

/** The header stands within these rows. */
export const MOST_HEADER_ROWS = 20;
const MOST_HYPERLINKS = 1_000;
const LONGEST_TAG = 4_096;
const TAG = /<(?:\w+:)?(mergeCell|hyperlink)\s[^<>]*>/g;
const REFERENCE = /\bref=["']([^"']{1,40})["']/;

export interface SheetSurvey {
  readonly merged: readonly CellRange[];
  readonly hyperlinks: readonly CellRange[];
}

/** What stands behind a sheet's rows, and must be known before them: merged cells of the header and hyperlinks. Looked for in the text as it is, which is much faster than parsing it. */
export async function surveySheet(part: AsyncIterable<Buffer>, sheet: string): Promise<SheetSurvey> {
  const merged: CellRange[] = [];
  const hyperlinks: CellRange[] = [];
  let rest = '';
  try {
    for await (const chunk of part) {
      // What is looked for is ASCII; other characters only must not be lost.
      const text = rest + chunk.toString('latin1');
      for (const [tag, name] of text.matchAll(TAG)) {
        const range = rangeOf(REFERENCE.exec(tag)?.[1] ?? '');
        if (range === null) continue;
        if (name === 'hyperlink') hyperlinks.push(range);
        else if (range.firstRow <= MOST_HEADER_ROWS) merged.push(range);
        if (hyperlinks.length > MOST_HYPERLINKS) throw fileFault('too-many-hyperlinks', String(MOST_HYPERLINKS), { sheet });
      }
      const open = text.lastIndexOf('<');
      rest = open >= 0 && open >= text.length - LONGEST_TAG && !text.includes('>', open) ? text.slice(open) : '';
    }
  } catch (error) {
    throw error instanceof UnreadableSpreadsheet || error instanceof FileAway ? error : fileFault('not-a-spreadsheet');
  }
  return { merged: merged.slice(0, MOST_HYPERLINKS), hyperlinks };
}

/** `B2:D4`, or one cell; null for what is no range. */
export function rangeOf(text: string): CellRange | null {
  const [first = '', last = first] = text.replaceAll('$', '').split(':');
  const rowOf = (address: string): number => Number(/[0-9]{1,7}$/.exec(address)?.[0] ?? '0');
  const range = { text, firstColumn: columnOf(first), firstRow: rowOf(first), lastColumn: columnOf(last), lastRow: rowOf(last) };
  return range.firstColumn > 0 && range.firstRow > 0 ? range : null;
}
