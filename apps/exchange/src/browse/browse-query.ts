import { OwnParameters } from '../data-plane/own-parameters.js';
import type { RowOrder } from '../data-set/row-selection.js';
import { valueFault } from '../rows/value-fault.js';

export interface BrowseQuery {
  /** From 1. */
  readonly page: number;
  readonly size: number;
  readonly order: RowOrder | null;
  readonly filters: readonly { readonly column: string; readonly value: string }[];
}

export const MOST_PAGE_ROWS = 100;
const USUAL_PAGE_ROWS = 20;
const MOST_PAGE = 10_000;
const FILTER_PREFIX = 'where.';

/**
 * What a caller may say about the page it wants to look at. It sorts and filters by columns it may see and no others: an order tells about the column it follows.
 *
 * @throws Problem `input/invalid` with a pointer to each parameter at fault
 */
export function browseQuery(parameters: URLSearchParams, columns: readonly string[]): BrowseQuery {
  const own = new OwnParameters(parameters, (name) => ['page', 'size', 'sort'].includes(name) || name.startsWith(FILTER_PREFIX));
  const page = own.whole('page', 1, MOST_PAGE) ?? 1;
  const size = own.whole('size', 1, MOST_PAGE_ROWS) ?? USUAL_PAGE_ROWS;
  const filters: { column: string; value: string }[] = [];
  for (const [name, value] of parameters) {
    if (!name.startsWith(FILTER_PREFIX)) continue;
    const column = name.slice(FILTER_PREFIX.length);
    const fault = valueFault('TEXT', value);
    if (!columns.includes(column)) own.fault(name, 'unknown-column', 'not a column you may read');
    else if (fault !== null) own.fault(name, fault.code, fault.detail);
    else filters.push({ column, value });
  }
  const order = readOrder(own, columns);
  own.refuseFaults();
  return { page, size, order, filters };
}

/** `column`, `column:asc` or `column:desc`; a column's own name may hold a colon. */
function readOrder(own: OwnParameters, columns: readonly string[]): RowOrder | null {
  const text = own.get('sort');
  if (text === null) return null;
  const [, column = text, direction = 'asc'] = /^(.*):(asc|desc)$/s.exec(text) ?? [];
  if (columns.includes(column)) return { column, descending: direction === 'desc' };
  own.fault('sort', 'unknown-column', 'a column you may read, with :asc or :desc, is expected');
  return null;
}
