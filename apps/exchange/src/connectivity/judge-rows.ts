import { valueFault, type Column } from '../rows/value-fault.js';

export interface Judged {
  readonly result: 'LOADED' | 'EMPTY' | 'INVALID';
  /** Valid records. */
  readonly records: number;
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** A record says something about every item of the entry, and nothing of another type than the item's; it may say more. */
function isValid(row: unknown, columns: readonly Column[]): boolean {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return false;
  const record = row as Readonly<Record<string, unknown>>;
  const values = columns.map(({ column }) => (Object.hasOwn(record, column) ? record[column] : undefined));
  return values.some((value) => value !== null) && columns.every(({ type }, at) => {
    const value = values[at];
    return isScalar(value) && valueFault(type, value === null ? '' : String(value)) === null;
  });
}

/** Whether what a service answered is data of the entry (fushun 10). Without columns, any list of objects is. */
export function judgeRows(rows: readonly unknown[], columns: readonly Column[]): Judged {
  if (rows.length === 0) return { result: 'EMPTY', records: 0 };
  const records = rows.filter((row) => (columns.length === 0 ? typeof row === 'object' && row !== null : isValid(row, columns))).length;
  return { result: records > 0 ? 'LOADED' : 'INVALID', records };
}
