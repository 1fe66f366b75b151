const DIGIT = /^\d$/;

/**
 * Whether a code has a shape: `#` is a digit, `?` one character, `*` any number of characters, everything else itself. Takes at most length × length steps: who writes a shape cannot
 * make it costly, as a regular expression could be.
 */
export function hasShape(code: string, shape: string): boolean {
  let [at, wanted] = [0, 0];
  let [star, resumeAt] = [-1, 0];
  while (at < code.length) {
    const sign = shape[wanted];
    if (sign === '*') {
      star = wanted;
      resumeAt = at;
      wanted += 1;
    } else if (sign !== undefined && fits(code[at] ?? '', sign)) {
      at += 1;
      wanted += 1;
    } else if (star >= 0) {
      // The last star takes one character more.
      resumeAt += 1;
      at = resumeAt;
      wanted = star + 1;
    } else return false;
  }
  return [...shape.slice(wanted)].every((sign) => sign === '*');
}

function fits(character: string, sign: string): boolean {
  return sign === '?' || (sign === '#' ? DIGIT.test(character) : sign === character);
}
