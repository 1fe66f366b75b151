/* Code 39 (ISO/IEC 16388): nine elements, bar and space in turn, three of them wide (w). */
const ELEMENTS: Readonly<Record<string, string>> = {
  '0': 'nnnwwnwnn', '1': 'wnnwnnnnw', '2': 'nnwwnnnnw', '3': 'wnwwnnnnn', '4': 'nnnwwnnnw', '5': 'wnnwwnnnn', '6': 'nnwwwnnnn', '7': 'nnnwnnwnw', '8': 'wnnwnnwnn', '9': 'nnwwnnwnn',
  '-': 'nwnnnnwnw', '*': 'nwnnwnwnn',
};
const WIDE = 2.5;

export interface Bar {
  readonly at: number;
  readonly width: number;
}

/** The bars of a request's number, in widths of the narrowest bar, and how long the whole line is. Throws a RangeError for what is neither digit nor hyphen. */
export function codeLine(number: string): { readonly bars: readonly Bar[]; readonly length: number } {
  const bars: Bar[] = [];
  let at = 0;
  for (const character of `*${number}*`) {
    const elements = ELEMENTS[character];
    if (elements === undefined) throw new RangeError(`no code for ${JSON.stringify(character)}`);
    for (const [index, element] of [...elements].entries()) {
      const width = element === 'w' ? WIDE : 1;
      if (index % 2 === 0) bars.push({ at, width });
      at += width;
    }
    at += 1;
  }
  return { bars, length: at - 1 };
}
