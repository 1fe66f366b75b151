import { exchangeProblems, Problem } from '@gongshu/contracts';
import { isSimplePattern } from './simple-pattern.js';

type Json = Readonly<Record<string, unknown>>;
const MOST_PARAMETERS = 100;
const MOST_LENGTH = 16_384;
const MOST_STEPS = 8;
const TYPES: readonly unknown[] = ['string', 'integer', 'number', 'boolean'];
const NUMBERS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minLength', 'maxLength'] as const;

function refuse(code: string, detail: string): Problem {
  return new Problem(exchangeProblems.invalidOpenapi, { errors: [{ pointer: '/openapi', code, detail }] });
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a reference within the document leads to; at most some steps, because references may run in a circle. */
function resolved(document: Json, value: unknown): Json | null {
  let found = value;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (!isObject(found)) return null;
    const { $ref: reference } = found;
    if (typeof reference !== 'string') return found;
    found = reference.replace(/^#\//, '').split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')).reduce<unknown>((at, part) => (isObject(at) && Object.hasOwn(at, part) ? at[part] : undefined), document);
  }
  return null;
}

/** The one GET of the document that the address leads to: the path it ends with, or the only one there is. */
function operationFor(document: Json, address: string): { readonly path: Json; readonly operation: Json } | null {
  const reading = Object.entries(isObject(document['paths']) ? document['paths'] : {}).flatMap(([name, item]) => {
    const path = resolved(document, item);
    const operation = path === null ? null : resolved(document, path['get']);
    return path === null || operation === null ? [] : [{ name, path, operation }];
  });
  const { pathname } = new URL(address);
  const [longest] = reading.filter(({ name }) => pathname.endsWith(name)).sort((a, b) => b.name.length - a.name.length);
  return longest ?? (reading.length === 1 ? (reading[0] ?? null) : null);
}

/** The rules for one value that are understood here; all else a document may say of it is the service's own affair. */
function valueSchema(name: string, schema: Json): Json {
  const { type, enum: allowed, pattern } = schema;
  if (pattern !== undefined && (typeof pattern !== 'string' || !isSimplePattern(pattern))) throw refuse('unsafe-pattern', `${name}: a short pattern without nested repetition, look-around and back-references is expected`);
  const numbers = NUMBERS.flatMap((keyword) => {
    const bound = schema[keyword];
    const fits = typeof bound === 'number' && Number.isFinite(bound) && (keyword === 'multipleOf' ? bound > 0 : !keyword.endsWith('Length') || (Number.isInteger(bound) && bound >= 0));
    return fits ? [[keyword, bound] as const] : [];
  });
  const scalars = Array.isArray(allowed) && allowed.length > 0 ? [...new Set(allowed.filter((value) => ['string', 'number', 'boolean'].includes(typeof value)))] : [];
  return { ...(TYPES.includes(type) ? { type } : {}), ...(scalars.length === 0 ? {} : { enum: scalars }), ...(pattern === undefined ? {} : { pattern }), ...Object.fromEntries(numbers) };
}

/**
 * What the service's OpenAPI document says of the query parameters of the registered address, as a JSON Schema of one flat object. Null without a document, or when it describes no GET of that
 * address.
 *
 * @param openapi checked before to be an OpenAPI document
 * @throws Problem `exchange/invalid-openapi` for a pattern that may run for long, and for more than can be kept
 */
export function parameterSchemaOf(openapi: string | null, address: string | null): string | null {
  if (openapi === null || address === null) return null;
  const document = JSON.parse(openapi) as Json;
  const found = operationFor(document, address);
  if (found === null) return null;
  const properties = new Map<string, Json>();
  const required = new Set<string>();
  // The operation's own word goes before its path's.
  for (const { parameters } of [found.path, found.operation]) {
    for (const listed of Array.isArray(parameters) ? parameters : []) {
      const parameter = resolved(document, listed);
      if (parameter === null || parameter['in'] !== 'query' || typeof parameter['name'] !== 'string') continue;
      const { name } = parameter;
      properties.set(name, valueSchema(name, resolved(document, parameter['schema']) ?? {}));
      if (parameter['required'] === true) required.add(name);
      else required.delete(name);
    }
  }
  if (properties.size > MOST_PARAMETERS) throw refuse('too-many-parameters', `at most ${String(MOST_PARAMETERS)} query parameters`);
  const schema = JSON.stringify({ type: 'object', additionalProperties: false, properties: Object.fromEntries(properties), required: [...required] });
  if (schema.length > MOST_LENGTH) throw refuse('too-long', `what it says of query parameters is longer than ${String(MOST_LENGTH)} characters`);
  return schema;
}
