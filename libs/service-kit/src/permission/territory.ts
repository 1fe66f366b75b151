import { Problem, problems } from '@gongshu/contracts';

/** The part of a division code that names its territory: 130000 → 13, 130100 → 1301, 130123 → 130123. */
export function territoryPrefix(division: string): string {
  return division.endsWith('0000') ? division.slice(0, 2) : division.endsWith('00') ? division.slice(0, 4) : division;
}

/** Whether a division lies in the territory of a node; its own code does. */
export function covers(node: string, division: string): boolean {
  return division.startsWith(territoryPrefix(node));
}

/**
 * A child node may bring cases of organisations below it, never in the name of others.
 *
 * @param places nodes and divisions the case names
 * @throws Problem `access/forbidden` otherwise
 */
export function childSpeaksForItsTerritory(child: string, own: string, places: readonly string[]): void {
  if (child !== own && covers(own, child) && places.every((place) => covers(child, place))) return;
  throw new Problem(problems.forbidden, { detail: `node ${child} forwards for ${places.join(', ')}` });
}
