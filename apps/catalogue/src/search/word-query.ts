import type { SearchWord } from './search-vocabulary.js';
import { runsOf, wantedTokens, type WantedToken } from './text-grams.js';

/** A piece of Chinese as long as this may be loosened: shorter would find too much, longer costs too much. */
const LOOSENED = { fewest: 3, most: 20 };

/**
 * The words as PostgreSQL `tsquery` text: all of them, each by any variant. Tokens hold letters, digits and marks only, so quoting is safe.
 *
 * `loose` lets each longer piece of Chinese be broken at one point, for what was typed without the blank or the character between two words.
 */
export function wordQuery(words: readonly SearchWord[], loose = false): string {
  return all(words.map(({ variants }) => any(shortest(variants).map((variant) => variantQuery(variant, loose)))));
}

/** What holds another variant is found with that one. */
export function shortest(variants: readonly string[]): string[] {
  return variants.filter((variant) => !variants.some((other) => other !== variant && variant.includes(other)));
}

function variantQuery(variant: string, loose: boolean): string {
  return all(runsOf(variant).map((run) => {
    const tokens = wantedTokens(run);
    if (!loose || tokens.length < LOOSENED.fewest || tokens.length > LOOSENED.most) return all(tokens.map(quoted));
    return any(tokens.map((_broken, n) => all(tokens.filter((_token, other) => other !== n).map(quoted))));
  }));
}

function quoted({ token, prefix }: WantedToken): string {
  return `'${token}'${prefix ? ':*' : ''}`;
}

function joined(parts: readonly string[], operator: string): string {
  return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(operator)})`;
}
const all = (parts: readonly string[]): string => joined(parts, ' & ');
const any = (parts: readonly string[]): string => joined(parts, ' | ');
