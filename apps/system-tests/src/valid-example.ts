import { fieldsOf, type Constructor, type FieldDescription } from '@gongshu/contracts';

/** Texts for the patterns of the contracts: the first that fits is taken. */
const CANDIDATES = ['0b9e5a3c-59b1-4b9e-9a55-b36c5d6a1d10', 'some-slug', '130000', '2026-03-02', 'https://example.org/rows', 'code', 'limit', '0', '000', 'POPULATION', 'sharing.get-grant', '1300001/000007', '130000/natural-resources', '0'.repeat(64), 'some text', '08:00'];

function textOf(schema: FieldDescription['schema']): string {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern, format, anyOf, enum: words } = schema as { minLength?: number; maxLength?: number; pattern?: string; format?: string; anyOf?: { format?: string }[]; enum?: string[] };
  if (words?.[0] !== undefined) return words[0];
  if (format === 'date' || anyOf?.[0]?.format === 'date') return '2026-03-02';
  const found = [...CANDIDATES, 'x'.repeat(minLength)].find((text) => text.length >= minLength && text.length <= maxLength && (pattern === undefined || new RegExp(pattern, 'u').test(text)));
  if (found === undefined) throw new Error(`no text fits ${String(pattern)}: add one to CANDIDATES`);
  return found;
}

function valueOf({ kind, schema, part }: FieldDescription): unknown {
  if (part !== null) return schema['type'] === 'array' ? [exampleOf(part())] : exampleOf(part());
  if (kind === 'whole') return schema['minimum'];
  if (kind === 'flag') return true;
  if (kind === 'texts') return [textOf(schema['items'] as FieldDescription['schema'])];
  return textOf(schema);
}

/** A value for every field of an input class, as its contract describes it. */
export function exampleOf(type: Constructor): Record<string, unknown> {
  return Object.fromEntries([...fieldsOf(type)].map(([name, field]) => [name, valueOf(field)]));
}

const WRONG_DAYS = {
  'a day that does not exist': '2026-02-30', 'an instant that does not exist': '2026-02-30T10:00:00+08:00', 'the year 0': '0000-01-01', 'the year 1': '0001-01-01', 'the year 9999': '9999-12-31', 'a day beyond': '10000-01-01',
};

/** One thing wrong with an input, and where an answer must point. */
export interface Fault {
  readonly what: string;
  readonly pointer: string;
  readonly input: Record<string, unknown>;
}

function wrongValues({ kind, schema, part }: FieldDescription): Record<string, unknown> {
  if (schema['type'] === 'array') return { 'no list': 'x', 'an object for a list': {}, 'null': null, 'a list of null': [null], 'a list of lists': [[]], 'too many': Array.from({ length: 600 }, () => 'x') };
  if (part !== null) return { 'a text for an object': 'x', 'a list for an object': [], 'null': null };
  if (kind === 'whole') return { 'a text': 'x', 'a fraction': 1.5, 'null': null, 'too small': Number(schema['minimum']) - 1, 'too large': Number(schema['maximum']) + 1, 'far too large': 1e300, 'a list': [1] };
  if (kind === 'flag') return { 'a text': 'x', 'a number': 1, 'null': null };
  const length = Number(schema['maxLength'] ?? 4_000) + 1;
  const days = /^date/.test(String(schema['format'] ?? (schema['anyOf'] as { format: string }[] | undefined)?.[0]?.format)) ? WRONG_DAYS : {};
  return { 'a number': 7, 'null': null, 'a list': ['x'], 'an object': {}, 'a flag': true, 'too long': 'x'.repeat(length), 'NUL': 'a\u0000b', 'a control character': 'a\u0007b', 'half a character': '\ud800', ...days };
}

/** Every field of a class wrong in every way, one at a time, those of nested parts too. */
export function faultsIn(type: Constructor): Fault[] {
  const valid = exampleOf(type);
  return [...fieldsOf(type)].flatMap(([name, field]) => {
    const pointer = `/${name}`;
    const { [name]: _left, ...without } = valid;
    const missing = field.required ? [{ what: `${name}: missing`, pointer, input: without }] : [];
    const wrong = Object.entries(wrongValues(field)).map(([what, value]) => ({ what: `${name}: ${what}`, pointer, input: { ...valid, [name]: value } }));
    const nested = field.part === null ? [] : faultsIn(field.part()).map((fault) => within(valid, name, field.schema['type'] === 'array', fault));
    return [...missing, ...wrong, ...nested];
  });
}

function within(valid: Record<string, unknown>, name: string, list: boolean, { what, pointer, input }: Fault): Fault {
  return { what: `${name}: ${what}`, pointer: `/${name}${list ? '/0' : ''}${pointer}`, input: { ...valid, [name]: list ? [input] : input } };
}
