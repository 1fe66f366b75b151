import type { FieldFault, RowCondition } from '@gongshu/contracts';

/** What is wrong with a row filter for an entry of these columns; null when nothing is. */
export function rowFilterFault(rows: readonly RowCondition[], columns: readonly string[]): FieldFault | null {
  for (const [at, { column, operator, values }] of rows.entries()) {
    if (!columns.includes(column)) return { pointer: `/rows/${String(at)}/column`, code: 'unknown-column', detail: column };
    if (operator !== 'IN' && values.length !== 1) return { pointer: `/rows/${String(at)}/values`, code: 'one-value', detail: `${operator} takes one value` };
  }
  return null;
}

const said = ({ column, operator, values }: RowCondition): string => JSON.stringify([column, operator, [...values].sort()]);

/** Whether every row that `inner` lets through passes `outer` for certain: each condition of `outer` is one of `inner`. */
export function isWithin(inner: readonly RowCondition[], outer: readonly RowCondition[]): boolean {
  const stated = new Set(inner.map(said));
  return outer.every((condition) => stated.has(said(condition)));
}
