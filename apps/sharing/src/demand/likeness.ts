/** Words that say of what kind something is, not what it is about; cut from the end of a name, one after the other. */
const ENDINGS = ['复印件', '扫描件', '原件', '证明', '材料', '信息', '数据', '资料', '清单', '目录', '表'];

/** A name without widths, case, blanks, punctuation and endings of its kind. */
export function bareName(name: string): string {
  let bare = name.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  for (let ending = endingOf(bare); ending !== undefined; ending = endingOf(bare)) bare = bare.slice(0, -ending.length);
  return bare;
}

function endingOf(bare: string): string | undefined {
  return ENDINGS.find((ending) => bare.endsWith(ending) && bare.length > ending.length);
}

/** The two-character pieces of a bare name; a name of one character is its own piece. */
export function piecesOf(bare: string): string[] {
  const signs = [...bare];
  return signs.length < 2 ? signs : [...new Set(signs.slice(1).map((sign, at) => `${signs[at] ?? ''}${sign}`))];
}

/** The pieces of several names together, by which candidates are found. */
export function piecesOfAll(names: readonly string[]): string[] {
  return [...new Set(names.flatMap((name) => piecesOf(bareName(name))))];
}

/** How like two names are, in percent: the share of pieces that both have (Dice). 100 only for names that are the same without their endings. */
export function likeness(one: string, other: string): number {
  const [a, b] = [bareName(one), bareName(other)];
  if (a === b) return a === '' ? 0 : 100;
  const [ofA, ofB] = [piecesOf(a), new Set(piecesOf(b))];
  const common = ofA.filter((piece) => ofB.has(piece)).length;
  return Math.min(99, Math.round((200 * common) / Math.max(1, ofA.length + ofB.size)));
}
