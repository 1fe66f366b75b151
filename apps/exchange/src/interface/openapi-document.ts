import { exchangeProblems, Problem } from '@gongshu/contracts';

/** Deeper nesting than any description of a service has. */
const MOST_DEPTH = 64;

function refuse(pointer: string, code: string, detail: string): Problem {
  return new Problem(exchangeProblems.invalidOpenapi, { errors: [{ pointer, code, detail }] });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every object of the document, without recursion of our own depth being the caller's to choose. */
function* objectsOf(root: unknown): Generator<Record<string, unknown>> {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > MOST_DEPTH) throw refuse('/openapi', 'too-deep', `nested deeper than ${String(MOST_DEPTH)}`);
    if (isObject(value)) yield value;
    for (const inner of Object.values(value)) open.push({ value: inner, depth: depth + 1 });
  }
}

/**
 * Checks the description a provider hands in, and answers the names of the query parameters it describes.
 *
 * @throws Problem `exchange/invalid-openapi` for what is no OpenAPI 3.0 or 3.1 document in JSON, or refers to other documents, which nobody would have looked at
 */
export function queryParametersOf(text: string): ReadonlySet<string> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw refuse('/openapi', 'json', 'not JSON');
  }
  if (!isObject(document) || typeof document['openapi'] !== 'string' || !/^3\.[01]\.\d+$/.test(document['openapi'])) throw refuse('/openapi', 'version', 'OpenAPI 3.0 or 3.1 is expected');
  if (!isObject(document['paths'])) throw refuse('/openapi', 'paths', 'the document describes no path');
  const names = new Set<string>();
  for (const found of objectsOf(document)) {
    const { $ref: reference, in: place, name } = found;
    if (typeof reference === 'string' && !reference.startsWith('#/')) throw refuse('/openapi', 'external-reference', 'references lead within the document only');
    if (place === 'query' && typeof name === 'string') names.add(name);
  }
  return names;
}

/** @throws Problem `exchange/invalid-openapi` for a mapping to a parameter the document does not describe, or two mappings of one parameter */
export function checkMapping(openapi: string | null, parameters: readonly { readonly ours: string; readonly theirs: string }[]): void {
  const described = openapi === null ? null : queryParametersOf(openapi);
  parameters.forEach(({ ours, theirs }, at) => {
    if (described?.has(theirs) === false) throw refuse(`/parameters/${String(at)}/theirs`, 'not-described', 'the document describes no such query parameter');
    const twice = parameters.findIndex((other) => other.ours === ours || other.theirs === theirs) !== at;
    if (twice) throw refuse(`/parameters/${String(at)}`, 'twice', 'the parameter is mapped already');
  });
}
