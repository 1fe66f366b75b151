/** What stands behind each name of a JSON object, as it was written: numbers keep all their digits. The last of several of one name counts, as it does for JSON.parse. */
export type Members = ReadonlyMap<string, string>;

/** @param text a JSON object; whoever calls has parsed it */
export function membersOf(text: string): Members {
  const members = new Map<string, string>();
  let at = text.indexOf('{') + 1;
  for (;;) {
    at = afterSpace(text, at);
    if (text[at] !== '"') return members;
    const nameEnd = endOfText(text, at);
    const name = JSON.parse(text.slice(at, nameEnd)) as string;
    const from = afterSpace(text, afterSpace(text, nameEnd) + 1);
    const end = endOfValue(text, from);
    members.set(name, text.slice(from, end).trimEnd());
    if (text[end] !== ',') return members;
    at = end + 1;
  }
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (' \n\r\t'.includes(text[at] ?? '-')) at += 1;
  return at;
}

/** @param from where the text's first quote stands */
function endOfText(text: string, from: number): number {
  let at = from + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** Where the comma or bracket after the value stands. */
function endOfValue(text: string, from: number): number {
  let depth = 0;
  let at = from;
  for (;;) {
    const character = text[at] ?? '}';
    if (character === '"') at = endOfText(text, at) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      if (depth === 0) return at;
      depth -= 1;
    } else if (character === ',' && depth === 0) return at;
    at += 1;
  }
}
