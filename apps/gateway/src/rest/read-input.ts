import type { FieldKind } from '@gongshu/contracts';

/** Query parameters as the types of the input's fields. What does not fit stays text, and the contract refuses it with a pointer. */
export function readQuery(parameters: readonly (readonly [name: string, value: string])[], kinds: ReadonlyMap<string, FieldKind>): Record<string, unknown> {
  const values = new Map<string, string[]>();
  for (const [name, value] of parameters) values.set(name, [...(values.get(name) ?? []), value]);
  return Object.fromEntries([...values].map(([name, given]) => [name, convert(given, kinds.get(name))]));
}

function convert(given: readonly string[], kind: FieldKind | undefined): unknown {
  if (kind === 'texts') return given.length === 1 ? given[0]?.split(',') : given;
  if (given.length > 1) return given;
  const text = given[0] ?? '';
  if (kind === 'whole' && /^-?[0-9]{1,15}$/.test(text)) return Number(text);
  if (kind === 'flag' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/** Parameters of a route's path. */
export function readPath(parameters: Readonly<Record<string, string>>, wildcard: string | null, kinds: ReadonlyMap<string, FieldKind>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => {
      const field = name === '*' && wildcard !== null ? wildcard : name;
      return [field, convert([value], kinds.get(field))];
    }),
  );
}
