import type { Members } from './row-members.js';

/** How rows are written to a caller. */
export interface RowForm {
  readonly contentType: string;
  /** End of a file's name. */
  readonly extension: string;
  readonly before: (columns: readonly string[]) => string;
  readonly between: string;
  readonly after: string;
  readonly row: (columns: readonly string[], members: Members) => string;
  /** The provider's own form: what may leave whole may leave byte for byte. */
  readonly isAsTaken: boolean;
}

function objectOf(columns: readonly string[], members: Members): string {
  let text = '';
  for (const column of columns) text += `${text === '' ? '{' : ','}${nameOf(column)}:${members.get(column) ?? 'null'}`;
  return `${text === '' ? '{' : text}}`;
}

/** Most columns are plain words. */
function nameOf(column: string): string {
  return /^\w+$/.test(column) ? `"${column}"` : JSON.stringify(column);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function csvField(member: string | undefined): string {
  if (member === undefined || member === 'null') return '';
  return quoted(member.startsWith('"') ? (JSON.parse(member) as string) : member);
}

const JSON_ROWS: RowForm = { contentType: 'application/json; charset=utf-8', extension: 'json', before: () => '[', between: ',', after: ']', row: objectOf, isAsTaken: true };

/** Line ends in a row stand outside of its texts, where any space may. */
const NDJSON_ROWS: RowForm = {
  contentType: 'application/x-ndjson; charset=utf-8', extension: 'ndjson', before: () => '', between: '', after: '',
  row: (columns, members) => `${objectOf(columns, members).replace(/[\r\n]+/g, ' ')}\n`,
  isAsTaken: false,
};

/** RFC 4180 with a header row. */
const CSV_ROWS: RowForm = {
  contentType: 'text/csv; charset=utf-8', extension: 'csv', before: (columns) => `${columns.map(quoted).join(',')}\r\n`, between: '', after: '',
  row: (columns, members) => {
    const line = columns.map((column) => csvField(members.get(column))).join(',');
    // A lone empty value would be an empty line, which many readers skip.
    return line === '' ? '""\r\n' : `${line}\r\n`;
  },
  isAsTaken: false,
};

export const ROW_FORMS = { json: JSON_ROWS, ndjson: NDJSON_ROWS, csv: CSV_ROWS } as const;
export type RowFormName = keyof typeof ROW_FORMS;
