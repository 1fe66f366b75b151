import { parseArgs } from 'node:util';

/** What a default says of an option: a number is whole and at least 1 (at least 0 where that is the default), a boolean a flag, a text anything; null a number above 0 that may be left out. */
type Default = number | string | boolean | null;
type Read<D> = D extends number ? number : D extends string ? string : D extends boolean ? boolean : number | null;
export type Options<Spec extends Readonly<Record<string, Default>>> = { readonly [Name in keyof Spec]: Read<Spec[Name]> };

function read(name: string, standing: Default, text: string | boolean | undefined): number | string | boolean | null {
  if (typeof standing === 'boolean') return text === true;
  if (typeof standing === 'string' || text === undefined) return typeof text === 'string' ? text : standing;
  const value = Number(text);
  if (standing === null && !(value > 0)) throw new Error(`--${name} is a number above 0, not "${String(text)}"`);
  const least = standing === 0 ? 0 : 1;
  if (standing !== null && (!Number.isInteger(value) || value < least)) throw new Error(`--${name} is a whole number of at least ${String(least)}, not "${String(text)}"`);
  return value;
}

/** The options of a benchmark, by name and default. @throws Error in words for whoever typed them */
export function readOptions<const Spec extends Readonly<Record<string, Default>>>(spec: Spec, args: readonly string[] = process.argv.slice(2)): Options<Spec> {
  const entries = Object.entries(spec);
  const { values } = parseArgs({ args: [...args], options: Object.fromEntries(entries.map(([name, standing]) => [name, { type: typeof standing === 'boolean' ? ('boolean' as const) : ('string' as const) }])) });
  return Object.fromEntries(entries.map(([name, standing]) => [name, read(name, standing, values[name])])) as Options<Spec>;
}
