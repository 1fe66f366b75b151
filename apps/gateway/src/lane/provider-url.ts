import { Problem, problems, sharingProblems, type FieldFault } from '@gongshu/contracts';
import type { DataCall } from './read-data-call.js';

/**
 * The provider's interface with a call's parameters as plain ones: `where.district=x` becomes `district=x`. A call may filter by granted columns only, because a filter tells about the
 * column it names, and cannot replace what the provider wrote into the registered address.
 *
 * @throws Problem `sharing/outside-grant`, `input/invalid`
 */
export function providerUrl(registered: string, granted: readonly string[], { limit, offset, where }: DataCall): URL {
  const url = new URL(registered);
  const outside = where.filter(([column]) => !granted.includes(column));
  if (outside.length > 0) throw new Problem(sharingProblems.outsideGrant, { errors: outside.map(([column]) => notAllowed(column, 'the column is not granted')) });
  const added: (readonly [string, string])[] = [
    ...(limit === undefined ? [] : [['limit', String(limit)] as const]),
    ...(offset === undefined ? [] : [['offset', String(offset)] as const]),
    ...where,
  ];
  for (const [name, value] of added) {
    if (url.searchParams.has(name)) throw new Problem(problems.invalidInput, { errors: [notAllowed(name, 'the interface’s address fixes this parameter')] });
    url.searchParams.append(name, value);
  }
  return url;
}

function notAllowed(column: string, detail: string): FieldFault {
  return { pointer: `/where.${column}`, code: 'notAllowed', detail };
}
