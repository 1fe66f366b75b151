import { Problem, problems } from '@gongshu/contracts';
import { singleHeader } from '../reading/single-header.js';
import { rowsCall, type ExchangeCall } from './exchange-call.js';
import type { LaneCall } from './lane-call.js';
import { ownQuery } from './own-query.js';
import type { DataCall } from './read-data-call.js';

export interface ReadCall {
  readonly asked: DataCall;
  readonly through: ExchangeCall;
}
type ReadRest = (query: string) => DataCall;

/** While a package is made, the exchange says every ten seconds that bytes move. */
const PACKING_MILLISECONDS = 120_000;

/** The part of a file that is asked for, as the exchange understands it. */
function rangeHeaders({ request }: LaneCall): Record<string, string> {
  return Object.fromEntries((['range', 'if-range'] as const).flatMap((name) => {
    const value = singleHeader(request, name);
    return value === undefined ? [] : [[name, value] as const];
  }));
}

/**
 * A download: `format`, `version`, ranges and HEAD concern the whole file, which is made once and can be resumed. With filters or a limit the rows stream as CSV instead, as they
 * come.
 */
export function readFileCall(call: LaneCall, readRest: ReadRest): ReadCall {
  const { own, rest } = ownQuery(call.query, ['format', 'version', 'head']);
  const asked = readRest(rest);
  const filtered = asked.limit !== undefined || asked.offset !== undefined || asked.where.length > 0;
  const [useless] = [...own.keys()];
  if (filtered && useless !== undefined) throw new Problem(problems.invalidInput, { errors: [{ pointer: `/${useless}`, code: 'unknown', detail: 'filtered rows come as CSV of the current version' }] });
  return { asked, through: filtered ? rowsCall(asked, 'csv') : { method: 'GET', path: `/file?${wholeQuery(call, own)}`, headers: rangeHeaders(call) } };
}

/** An offline package: made of the whole file, or fetched. */
export function readPackageCall(call: LaneCall, packageId: string | undefined, readRest: ReadRest): ReadCall {
  const { own, rest } = ownQuery(call.query, packageId === undefined ? ['format', 'version'] : ['head']);
  const asked = readRest(rest);
  if (asked.limit !== undefined || asked.offset !== undefined || asked.where.length > 0) {
    throw new Problem(problems.invalidInput, { errors: [{ pointer: '/where', code: 'unknown', detail: 'a package holds all that the grant allows' }] });
  }
  if (packageId !== undefined) return { asked, through: { method: 'GET', path: `/packages/${packageId}?${wholeQuery(call, own)}`, headers: rangeHeaders(call) } };
  const authorization = singleHeader(call.request, 'authorization') ?? '';
  return { asked, through: { method: 'POST', path: `/packages?${own.toString()}`, headers: { authorization }, silenceMilliseconds: PACKING_MILLISECONDS } };
}

function wholeQuery({ request }: LaneCall, own: URLSearchParams): string {
  const query = new URLSearchParams(own);
  if (request.method === 'HEAD') query.set('head', 'true');
  return query.toString();
}
