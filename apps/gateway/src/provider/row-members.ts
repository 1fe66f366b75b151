/** What stands behind each name of a JSON object, as it was written: numbers keep all their digits. The last of several of one name counts, as it does for JSON.parse. */
export type Members = ReadonlyMap<string, string>;

const [QUOTE, BACKSLASH, COMMA, COLON, OPEN_LIST, CLOSE_LIST, OPEN_ROW, CLOSE_ROW] = [0x22, 0x5c, 0x2c, 0x3a, 0x5b, 0x5d, 0x7b, 0x7d];

/** @param text a JSON object; whoever calls has parsed it */
export function membersOf(text: string): Members {
  const members = new Map<string, string>();
  let at = text.indexOf('{') + 1;
  for (;;) {
    at = next(text, at, QUOTE);
    if (at === -1) return members;
    const nameEnd = endOfText(text, at);
    const name = text.slice(at + 1, nameEnd - 1);
    const from = next(text, nameEnd, COLON) + 1;
    const end = endOfValue(text, from);
    members.set(name.includes('\\') ? (JSON.parse(text.slice(at, nameEnd)) as string) : name, text.slice(from, end).trim());
    if (text.charCodeAt(end) !== COMMA) return members;
    at = end + 1;
  }
}

/** Where the character stands, when nothing but space is before it; -1 otherwise. */
function next(text: string, from: number, wanted: number): number {
  let at = from;
  while (text.charCodeAt(at) <= 0x20) at += 1;
  return text.charCodeAt(at) === wanted ? at : -1;
}

/** @param from where the text's first quote stands */
function endOfText(text: string, from: number): number {
  let at = from + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    at += code === BACKSLASH ? 2 : 1;
  }
}

/** Where the comma or bracket after the value stands. */
function endOfValue(text: string, from: number): number {
  let depth = 0;
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfText(text, at) - 1;
    else if (code === OPEN_ROW || code === OPEN_LIST) depth += 1;
    else if (code === CLOSE_ROW || code === CLOSE_LIST) {
      if (depth === 0) return at;
      depth -= 1;
    } else if (code === COMMA && depth === 0) return at;
    at += 1;
  }
}
