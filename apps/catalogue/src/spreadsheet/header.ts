import { GUIDE_COLUMNS, type GuideColumn } from './guide-columns.js';
import { cellAddress, faultAt, UnreadableSpreadsheet, type FaultCode, type FoundFault } from './import-fault.js';
import { MOST_HEADER_ROWS } from './sheet-survey.js';
import { MOST_COLUMNS, type Sheet, type TableRow } from './table.js';

/** Which column of a sheet is which of the guide. */
export interface Header {
  readonly row: number;
  readonly places: ReadonlyMap<number, GuideColumn>;
}

/** Full-width letters, digits and signs as their usual forms, blanks and line breaks gone. Characters that only look alike stay what they are. */
export function folded(text: string): string {
  return text.replaceAll(/[\uff01-\uff5e]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0)).replaceAll(/[\s\u3000\u200b\ufeff]/g, '');
}

/** Titles carry marks such as * and (必填). */
const titleKey = (text: string): string => folded(text).replaceAll(/^\*|\*$|\((?:必填|选填)\)/g, '');

const BY_TITLE = new Map(GUIDE_COLUMNS.flatMap((column) => [column.title, ...column.aliases].map((title) => [title, column] as const)));

const shown = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ').slice(0, 60);

/**
 * The header of a sheet: its first row that holds anything. Null for a sheet that holds nothing.
 *
 * @throws UnreadableSpreadsheet with every fault of the header
 */
export async function headerOf(sheet: Sheet): Promise<Header | null> {
  const rows = sheet.rows();
  const first = await rows.next();
  await rows.return(undefined);
  const row = first.done === true ? undefined : first.value[0];
  return row === undefined ? null : readHeader(row, sheet);
}

function readHeader({ row, cells }: TableRow, { name: sheet, merged }: Pick<Sheet, 'name' | 'merged'>): Header {
  const faults: FoundFault[] = [];
  const add = (code: FaultCode, column: number | null, detail = ''): void => void faults.push(faultAt({ sheet, row: column === null ? null : row, column }, code, detail));
  if (row > MOST_HEADER_ROWS) add('no-header', null);
  for (const { text, firstRow, firstColumn } of merged) if (firstRow <= row) add('merged-header', firstColumn, text.slice(0, 40));
  if (cells.length > MOST_COLUMNS || cells.some(({ column }) => column > MOST_COLUMNS)) add('too-many-columns', null, String(MOST_COLUMNS));
  const places = new Map<number, GuideColumn>();
  let expected = 1;
  for (const { column, value, trouble } of cells.slice(0, MOST_COLUMNS)) {
    if (column > expected) add('header-empty', expected);
    expected = column + 1;
    const known = BY_TITLE.get(titleKey(value));
    if (trouble !== null) add(trouble, column);
    else if (known === undefined) addUnknown(value, column, add);
    else if ([...places.values()].includes(known)) add('header-repeated', column, known.title);
    else places.set(column, known);
  }
  for (const column of GUIDE_COLUMNS) if (column.required && ![...places.values()].includes(column)) add('header-missing', null, column.title);
  if (faults.length > 0) throw new UnreadableSpreadsheet(faults);
  return { row, places };
}

function addUnknown(value: string, column: number, add: (code: FaultCode, column: number, detail: string) => void): void {
  const similar = [...BY_TITLE.keys()].find((title) => looksLike(titleKey(value), title));
  if (similar === undefined) add('header-unknown', column, shown(value));
  else add('header-similar', column, similar);
}

/** Of four characters or more, one is another. */
function looksLike(text: string, title: string): boolean {
  const [one, other] = [[...text], [...title]];
  if (text.normalize('NFKC') === title) return true;
  return one.length === other.length && one.length >= 4 && one.filter((character, index) => character !== other[index]).length === 1;
}

/** Where a fault is, for a person. */
export function placeOf({ row, column }: FoundFault): string | null {
  return row === null || column === null ? null : cellAddress(column, row);
}
