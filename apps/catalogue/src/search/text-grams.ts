/*
 * How text becomes what can be searched: Chinese has no blanks, and word cutters cut queries and texts differently, so every pair of neighbouring characters is a token.
 * Widths, forms and case are folded (Unicode NFKC, lower case); traditional and simplified characters are not.
 */

/** A run of Chinese characters, or of letters, digits and their marks. Everything else separates. */
const RUN = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+/gu;
const HAN = /^\p{Script=Han}/u;
/** Characters of a letter or digit run that are kept as a token. */
const LONGEST_TOKEN = 60;

/** The form in which texts are compared. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** The runs of a folded text, in order. */
export function runsOf(folded: string): string[] {
  return folded.match(RUN) ?? [];
}

export function isHan(run: string): boolean {
  return HAN.test(run);
}

function pairs(run: string): string[] {
  const characters = Array.from(run);
  return characters.slice(1).map((character, n) => `${characters[n] ?? ''}${character}`);
}

/** By whole characters: half of one is no text. */
function cut(run: string): string {
  return run.length <= LONGEST_TOKEN ? run : Array.from(run).slice(0, LONGEST_TOKEN).join('');
}

/** Tokens a text is found by: pairs of Chinese characters and the last one of each run, so that each one begins a token; letters and digits by the run. */
export function tokensOf(text: string): string[] {
  return runsOf(fold(text)).flatMap((run) => (isHan(run) ? [...pairs(run), Array.from(run).at(-1) ?? ''] : [cut(run)]));
}

/** One token a query demands; `prefix`: any token that begins so. */
export interface WantedToken {
  readonly token: string;
  readonly prefix: boolean;
}

/** What a folded run demands, all of it: the pairs, or the beginning of a token for a single Chinese character and for letters and digits. */
export function wantedTokens(run: string): WantedToken[] {
  if (!isHan(run)) return [{ token: cut(run), prefix: true }];
  const tokens = pairs(run);
  return tokens.length === 0 ? [{ token: run, prefix: true }] : tokens.map((token) => ({ token, prefix: false }));
}
