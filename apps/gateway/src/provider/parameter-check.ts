import { Ajv, type ErrorObject } from 'ajv';
import type { FieldFault } from '@gongshu/contracts';

/** Patterns are simple enough for texts up to this length: the exchange lets no others in. */
const MOST_CHECKED_LENGTH = 256;

/** What is wrong with the query parameters of a call, by the service's own document; the pointer names the parameter as the service does. */
export type ParameterCheck = (parameters: Readonly<Record<string, string>>) => readonly FieldFault[];

export interface DescribedParameters {
  readonly names: ReadonlySet<string>;
  readonly check: ParameterCheck;
}

interface FlatSchema {
  readonly properties: Readonly<Record<string, { readonly pattern?: string }>>;
}

/** @param schema JSON Schema of one flat object, as the exchange made it of an OpenAPI document */
export function describedParameters(schema: string): DescribedParameters {
  const read = JSON.parse(schema) as FlatSchema;
  const validate = new Ajv({ allErrors: true, coerceTypes: true, strict: false, logger: false, ownProperties: true }).compile<Record<string, unknown>>(read);
  const patterned = new Set(Object.entries(read.properties).flatMap(([name, { pattern }]) => (pattern === undefined ? [] : [name])));
  return {
    names: new Set(Object.keys(read.properties)),
    check: (parameters) => {
      const long = Object.entries(parameters).filter(([name, value]) => patterned.has(name) && value.length > MOST_CHECKED_LENGTH);
      if (long.length > 0) return long.map(([name]) => ({ pointer: pointerTo(name), code: 'maxLength', detail: `at most ${String(MOST_CHECKED_LENGTH)} characters` }));
      return validate(Object.assign(Object.create(null) as Record<string, unknown>, parameters)) ? [] : (validate.errors ?? []).map(faultOf);
    },
  };
}

function pointerTo(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function faultOf({ instancePath, keyword, params, message = keyword }: ErrorObject): FieldFault {
  if (keyword === 'additionalProperties') return { pointer: pointerTo(String(params['additionalProperty'])), code: 'unknown', detail: 'the interface knows no such parameter' };
  if (keyword === 'required') return { pointer: pointerTo(String(params['missingProperty'])), code: 'required', detail: 'the interface needs this parameter' };
  const allowed: unknown = params['allowedValues'];
  return { pointer: instancePath, code: keyword, detail: Array.isArray(allowed) ? `one of ${allowed.map(String).join(', ')}` : message };
}
