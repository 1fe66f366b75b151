import { Problem, problems, sharingProblems, type FieldFault, type PermitAnswer } from '@gongshu/contracts';
import type { InterfaceTerms } from '../provider/interface-terms.js';
import type { DataCall } from './read-data-call.js';

export interface ProviderCall {
  readonly url: URL;
  /** Rows the provider was not asked to pass over: to be passed over here. */
  readonly skip: number;
  /** Most rows that may leave; null: all. Held here, whatever the provider makes of it. */
  readonly most: number | null;
}

/** What of a permit decides how the provider is asked. */
export type AskedUnder = Pick<PermitAnswer, 'columns' | 'rowFilter' | 'mostRows'>;

interface Sent {
  /** As the caller wrote it. */
  readonly ours: string;
  readonly theirs: string;
  readonly value: string;
}

/**
 * The provider's interface with a call's parameters under the names it has for them, `where.district=x` as `district=x` unless its registration says otherwise, checked against its own document. A
 * call may filter by granted columns only, because a filter tells about the column it names, and cannot replace what the provider wrote into the registered address.
 *
 * Paging goes to the provider where it can page: not when a row filter comes after it, and not when its document knows no such parameter.
 *
 * @throws Problem `sharing/outside-grant`, `input/invalid` with a pointer to each parameter at fault
 */
export function providerCall(registered: string, { columns, rowFilter, mostRows }: AskedUnder, asked: DataCall, { names, described }: InterfaceTerms): ProviderCall {
  const { limit, offset, where } = asked;
  const url = new URL(registered);
  const outside = where.filter(([column]) => !columns.includes(column));
  if (outside.length > 0) throw new Problem(sharingProblems.outsideGrant, { errors: outside.map(([column]) => notAllowed(`where.${column}`, 'the column is not granted')) });

  const theirs = (ours: string): string => names.get(ours) ?? ours.replace(/^where\./, '');
  const pages = (ours: string): boolean => rowFilter.length === 0 && described?.names.has(theirs(ours)) !== false;
  const most = least(limit, mostRows);
  const pagesOn = offset !== undefined && pages('offset');
  const sent: Sent[] = [
    // Rows that are passed over here must come first.
    ...(limit === undefined || most === null || !pages('limit') || (offset !== undefined && !pagesOn) ? [] : [{ ours: 'limit', theirs: theirs('limit'), value: String(most) }]),
    ...(pagesOn ? [{ ours: 'offset', theirs: theirs('offset'), value: String(offset) }] : []),
    ...where.map(([column, value]) => ({ ours: `where.${column}`, theirs: theirs(`where.${column}`), value })),
  ];
  const faults: FieldFault[] = [];
  for (const { ours, theirs: name, value } of sent) {
    if (url.searchParams.has(name)) faults.push(notAllowed(ours, 'the interface’s address fixes this parameter, or another one has taken it'));
    else url.searchParams.append(name, value);
  }
  faults.push(...faultsByDocument(url, registered, sent, { names, described }));
  if (faults.length > 0) throw new Problem(problems.invalidInput, { errors: faults });
  return { url, skip: offset === undefined || pagesOn ? 0 : offset, most };
}

function least(limit: number | undefined, mostRows: number | null): number | null {
  if (limit === undefined) return mostRows;
  return mostRows === null ? limit : Math.min(limit, mostRows);
}

/** What the provider wrote into its address is its own affair; what a call adds, and what is missing then, is the call's. */
function faultsByDocument(url: URL, registered: string, sent: readonly Sent[], { names, described }: Pick<InterfaceTerms, 'names' | 'described'>): FieldFault[] {
  if (described === null) return [];
  const fixed = new URL(registered).searchParams;
  const ours = new Map([...[...names].map(([name, theirs]) => [theirs, name] as const), ...sent.map(({ theirs, ours: name }) => [theirs, name] as const)]);
  return described
    .check(Object.fromEntries(url.searchParams))
    .filter(({ pointer }) => !fixed.has(nameIn(pointer)))
    .map((fault) => ({ ...fault, pointer: `/${ours.get(nameIn(fault.pointer)) ?? `where.${nameIn(fault.pointer)}`}` }));
}

function nameIn(pointer: string): string {
  return pointer.slice(1).replaceAll('~1', '/').replaceAll('~0', '~');
}

function notAllowed(name: string, detail: string): FieldFault {
  return { pointer: `/${name}`, code: 'notAllowed', detail };
}
