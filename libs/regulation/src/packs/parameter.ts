import type { EffectivePack, EffectiveParameter } from './effective-pack.js';

/** A parameter with its origin. Throws an Error when neither the pack nor its parents have the key. */
export function parameter(pack: EffectivePack, key: string): EffectiveParameter {
  const found = Object.hasOwn(pack.parameters, key) ? pack.parameters[key] : undefined;
  if (found === undefined) throw new Error(`pack ${pack.id}@${pack.version} has no parameter ${key}`);
  return found;
}

/** The values of a parameter that is a list. Throws an Error for an unknown key or a value of another kind. */
export function listParameter(pack: EffectivePack, key: string): readonly string[] {
  const { value } = parameter(pack, key);
  if (typeof value !== 'object') throw new Error(`parameter ${key} of pack ${pack.id}@${pack.version} is not a list`);
  return value;
}

/** The value of a parameter that is a whole number, for example a count of working days. Throws an Error otherwise. */
export function numberParameter(pack: EffectivePack, key: string): number {
  const { value } = parameter(pack, key);
  if (typeof value !== 'number') throw new Error(`parameter ${key} of pack ${pack.id}@${pack.version} is not a number`);
  return value;
}
