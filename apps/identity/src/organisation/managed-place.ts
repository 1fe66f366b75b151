import { LEVELS } from '@gongshu/contracts';
import { covers } from '@gongshu/service-kit';

/** Where an organisation stands: its division and level, and the development zone or other area it lies in. */
export interface Place {
  readonly division: string;
  readonly level: string;
  readonly area?: string | undefined;
}

const depth = (level: string): number => (LEVELS as readonly string[]).indexOf(level);

/** Whether a place lies in the territory of a data authority, at its level or below. A committee's territory is its area alone. */
export function overseesPlace(authority: Place, place: Place): boolean {
  if (authority.area !== undefined && place.area !== authority.area) return false;
  return covers(authority.division, place.division) && depth(place.level) >= depth(authority.level);
}

/** Whether a data authority manages organisations of a place: those of its territory, or only its own level's where the pack says so. */
export function managesPlace(authority: Place, place: Place, scope: string): boolean {
  if (!overseesPlace(authority, place)) return false;
  return scope !== 'OWN_LEVEL' || (place.division === authority.division && place.level === authority.level);
}
