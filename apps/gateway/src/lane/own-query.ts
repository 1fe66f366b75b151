import { Problem, problems } from '@gongshu/contracts';
import { parseParameters } from '../reading/parse-parameters.js';

/** A query taken apart: what the named kind of call alone knows, and the rest. The exchange judges the values; here nothing but their number counts. */
export interface OwnQuery {
  readonly own: URLSearchParams;
  readonly rest: string;
}

/** @throws Problem `input/invalid` for a parameter given twice */
export function ownQuery(query: string, names: readonly string[]): OwnQuery {
  const own = new URLSearchParams();
  const rest = new URLSearchParams();
  for (const [name, value] of parseParameters(query)) {
    if (!names.includes(name)) rest.append(name, value);
    else if (own.has(name)) throw new Problem(problems.invalidInput, { errors: [{ pointer: `/${name}`, code: 'repeated', detail: 'given more than once' }] });
    else own.append(name, value);
  }
  return { own, rest: rest.toString() };
}
