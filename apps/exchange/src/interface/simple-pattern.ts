const MOST_LENGTH = 200;
/** Repetitions of no fixed number. Text that is checked has 256 characters at most: two of them cost at most some million steps. */
const MOST_REPETITIONS = 2;

/**
 * Whether a regular expression somebody else wrote may be run on the platform: a short one without look-around, back-references and repeated groups, so that no text makes it run for long.
 */
export function isSimplePattern(pattern: string): boolean {
  if (pattern.length > MOST_LENGTH) return false;
  try {
    new RegExp(pattern, 'u');
  } catch {
    return false;
  }
  // What stands in a class or behind a backslash is one character.
  const bare = pattern.replace(/\\(?:[pP]\{[^}]*\}|[^\dk])/g, 'c').replace(/\[[^\]]*\]/g, 'c');
  if (/\\/.test(bare) || /\(\?(?!:)/.test(bare) || /\)[*+{]/.test(bare)) return false;
  return (bare.match(/[*+]|\{\d+,\d*\}/g) ?? []).length <= MOST_REPETITIONS;
}
