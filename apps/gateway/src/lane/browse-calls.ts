import type { LaneCall } from './lane-call.js';
import { ownQuery } from './own-query.js';
import { rowsQuery, type DataCall } from './read-data-call.js';
import type { ReadCall } from './file-calls.js';

const USUAL_PAGE_ROWS = 20;
const PAGE_SIZE = /^(?:[1-9][0-9]?|100)$/;

/** A page to look at. Its size is what the permit is asked for, so that looking takes no more of a row quota than it shows. */
export function readBrowseCall(call: LaneCall, readRest: (query: string) => DataCall): ReadCall {
  const { own, rest } = ownQuery(call.query, ['page', 'size', 'sort']);
  const read = readRest(rest);
  const size = own.get('size') ?? String(USUAL_PAGE_ROWS);
  const limit = PAGE_SIZE.test(size) ? Number(size) : USUAL_PAGE_ROWS;
  // What the exchange does not know of a page, another size, `limit` or `offset`, it refuses by name.
  const [, ...filters] = rowsQuery(read, 'json').split('&');
  return { asked: { ...read, limit }, through: { method: 'GET', path: `/browse?${[own.toString(), ...filters].filter((part) => part !== '').join('&')}`, headers: {} } };
}
