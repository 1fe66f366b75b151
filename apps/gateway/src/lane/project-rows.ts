import type { PermitAnswer, RowCondition } from '@gongshu/contracts';
import { UpstreamFailure } from '@gongshu/service-kit';

export interface Projected {
  readonly body: string;
  readonly rows: number;
}

/** What of a provider's answer may leave. */
export type LetOut = Pick<PermitAnswer, 'columns' | 'rowFilter' | 'mostRows'>;

/** Rows of a provider's answer. @throws UpstreamFailure `malformed` for anything but a JSON array of objects in UTF-8 */
function rowsOf(body: Buffer): Record<string, unknown>[] {
  let read: unknown;
  try {
    read = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new UpstreamFailure('malformed', 'the interface did not answer JSON');
  }
  if (!Array.isArray(read) || !read.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row))) {
    throw new UpstreamFailure('malformed', 'the interface did not answer an array of rows');
  }
  return read as Record<string, unknown>[];
}

function cell(row: Record<string, unknown>, column: string): unknown {
  return Object.hasOwn(row, column) ? row[column] : null;
}

/** Numbers compare as numbers, everything else as text; what is absent meets no condition. */
function meets(row: Record<string, unknown>, { column, operator, values }: RowCondition): boolean {
  const value = cell(row, column);
  if (value === null || value === undefined || value === '') return false;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const [bound = ''] = values;
  if (operator === 'EQUALS' || operator === 'IN') return values.includes(text);
  if (operator === 'STARTS_WITH') return text.startsWith(bound);
  const [own, limit] = typeof value === 'number' ? [value, Number(bound)] : [text, bound];
  return operator === 'FROM' ? own >= limit : operator === 'TO' && own <= limit;
}

function rowsLetOut(body: Buffer, { rowFilter, mostRows }: LetOut): Record<string, unknown>[] {
  const rows = rowsOf(body).filter((row) => rowFilter.every((condition) => meets(row, condition)));
  return mostRows === null ? rows : rows.slice(0, mostRows);
}

/** The granted columns and rows and nothing else, as a JSON array. What the provider leaves out is null. */
export function projectToJson(body: Buffer, letOut: LetOut): Projected {
  const rows = rowsLetOut(body, letOut);
  const { columns } = letOut;
  return { body: JSON.stringify(rows.map((row) => Object.fromEntries(columns.map((column) => [column, cell(row, column)])))), rows: rows.length };
}

function csvField(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The granted columns and rows as CSV (RFC 4180) with a header row. */
export function projectToCsv(body: Buffer, letOut: LetOut): Projected {
  const rows = rowsLetOut(body, letOut);
  const { columns } = letOut;
  const lines = [columns.map(csvField), ...rows.map((row) => columns.map((column) => csvField(cell(row, column))))];
  return { body: lines.map((fields) => `${fields.join(',')}\r\n`).join(''), rows: rows.length };
}
