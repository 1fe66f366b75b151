const MOST_LENGTH = 200;
/** Texts that are checked have 256 characters at most. Where a match may begin, and each repetition, is one of so many choices: 2 to the power of 8. */
const BITS_OF_A_PLACE = 8;
/** The choices of a whole pattern: at worst some ten million steps. */
const MOST_BITS = 24;

/**
 * Whether a regular expression somebody else wrote may be run on the platform: a short one without look-around, back-references and repeated groups, whose choices are so few that no text of 256
 * characters makes it run for long.
 */
export function isSimplePattern(pattern: string): boolean {
  if (pattern.length > MOST_LENGTH || /\{\d{4}/.test(pattern)) return false;
  try {
    new RegExp(pattern, 'u').test('');
  } catch {
    return false;
  }
  // What stands in a class or behind a backslash is one character.
  const bare = pattern.replace(/\\(?:[pP]\{[^}]*\}|[^\dk])/g, 'c').replace(/\[[^\]]*\]/g, 'c');
  if (/\\/.test(bare) || /\(\?(?!:)/.test(bare) || /\)[*+{]/.test(bare)) return false;
  const plain = bare.replaceAll('(?:', '(');
  const places = (plain.match(/[*+]|\{\d+,\d*\}/g) ?? []).length + (plain.startsWith('^') && !plain.includes('|') ? 0 : 1);
  const forks = (plain.match(/[?|]/g) ?? []).length;
  return places * BITS_OF_A_PLACE + forks <= MOST_BITS;
}
