import type { EffectivePack, EffectiveParameter } from '@gongshu/regulation';

/** A parameter that a pack without parent may leave out: what nobody demands is not demanded. */
export function optionalParameter(pack: EffectivePack, key: string): EffectiveParameter | undefined {
  return Object.hasOwn(pack.parameters, key) ? pack.parameters[key] : undefined;
}

/** The values of a list that a pack may leave out; empty then, and for a value that is no list. */
export function optionalList(pack: EffectivePack, key: string): readonly string[] {
  const value = optionalParameter(pack, key)?.value;
  return typeof value === 'object' ? value : [];
}
