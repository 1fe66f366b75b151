import { exchangeProblems, Problem, type RowCondition } from '@gongshu/contracts';
import { conditionSql } from './row-condition.js';
import { columnAt, tableOf } from './table-names.js';
import type { Version } from './data-set.js';
import type { Column } from '../rows/value-fault.js';
import type { SqlQuery } from '../streams/cursor-batches.js';

export interface RowOrder {
  readonly column: string;
  readonly descending: boolean;
}

/** What is wanted of a version: named columns of the rows that meet all conditions. */
export interface RowSelection {
  readonly version: Version;
  readonly columns: readonly string[];
  readonly conditions: readonly RowCondition[];
}

export interface SelectedPage {
  readonly order: RowOrder | null;
  readonly limit: number;
  readonly offset: number;
}

const NUMERIC: ReadonlySet<string> = new Set(['INTEGER', 'NUMBER']);

/** The place of a column in its version. @throws Problem `exchange/unknown-column`: the version may be older or newer than the entry that was granted */
function placeOf(version: Version, name: string): number {
  const place = version.columns.findIndex(({ column }) => column === name);
  if (place < 0) throw new Problem(exchangeProblems.unknownColumn, { errors: [{ pointer: '/columns', code: 'unknown-column', detail: `version ${String(version.version)} has no column ${name}` }] });
  return place;
}

export function columnsOf({ version, columns }: RowSelection): readonly Column[] {
  return columns.flatMap((name) => version.columns[placeOf(version, name)] ?? []);
}

/** SQL for a selection. Words from outside are parameters, never SQL; rows stand as in the file unless an order is asked for, and so do equal ones. */
export function selectRows(selection: RowSelection, page: SelectedPage | null): SqlQuery {
  const bound = new Bound();
  const list = selection.columns.map((name) => columnAt(placeOf(selection.version, name))).join(', ');
  const parts = [`SELECT ${list} FROM ${tableOf(selection.version.id)}${whereOf(selection, bound)}${orderOf(selection.version, page?.order ?? null)}`];
  if (page !== null) parts.push(`LIMIT ${bound.add(page.limit)} OFFSET ${bound.add(page.offset)}`);
  return { sql: parts.join(' '), parameters: bound.values, most: page?.limit ?? null };
}

/** SQL that counts the rows of a selection, but no further than `most`. */
export function countRows(selection: RowSelection, most: number): SqlQuery {
  const bound = new Bound();
  const where = whereOf(selection, bound);
  return { sql: `SELECT count(*)::text FROM (SELECT 1 FROM ${tableOf(selection.version.id)}${where} LIMIT ${bound.add(most)}) AS counted`, parameters: bound.values, most: 1 };
}

class Bound {
  readonly values: (string | number)[] = [];

  add(value: string | number): string {
    return `$${String(this.values.push(value))}`;
  }
}

function whereOf({ version, conditions }: RowSelection, bound: Bound): string {
  return conditions.length === 0 ? '' : ` WHERE ${conditions.map((condition) => conditionOf(version, condition, bound)).join(' AND ')}`;
}

function conditionOf(version: Version, condition: RowCondition, bound: Bound): string {
  const place = placeOf(version, condition.column);
  return conditionSql(columnAt(place), version.columns[place]?.type ?? '', condition, (value) => bound.add(value));
}

function orderOf(version: Version, order: RowOrder | null): string {
  if (order === null) return '';
  const place = placeOf(version, order.column);
  const value = `nullif(${columnAt(place)}, '')`;
  const key = NUMERIC.has(version.columns[place]?.type ?? '') ? `${value}::numeric` : value;
  return ` ORDER BY ${key} ${order.descending ? 'DESC' : 'ASC'} NULLS LAST, ctid`;
}
