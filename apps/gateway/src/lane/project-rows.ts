import { UpstreamFailure } from '@gongshu/service-kit';

export interface Projected {
  readonly body: string;
  readonly rows: number;
}

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

/** The granted columns and nothing else, as a JSON array. What the provider leaves out is null. */
export function projectToJson(body: Buffer, columns: readonly string[]): Projected {
  const rows = rowsOf(body);
  return { body: JSON.stringify(rows.map((row) => Object.fromEntries(columns.map((column) => [column, cell(row, column)])))), rows: rows.length };
}

function csvField(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The granted columns as CSV (RFC 4180) with a header row. */
export function projectToCsv(body: Buffer, columns: readonly string[]): Projected {
  const rows = rowsOf(body);
  const lines = [columns.map(csvField), ...rows.map((row) => columns.map((column) => csvField(cell(row, column))))];
  return { body: lines.map((fields) => `${fields.join(',')}\r\n`).join(''), rows: rows.length };
}
