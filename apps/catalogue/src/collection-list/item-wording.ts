import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

interface WordingFile {
  readonly same: readonly (readonly string[])[];
  readonly generic: readonly string[];
  readonly endings: readonly string[];
}

const WORDING = new URL('../../collection/item-wording.yaml', import.meta.url);
const SYNONYMS = new URL('../../search/synonyms.yaml', import.meta.url);

/** Tells whether two names mean the same data item: by width, case, punctuation and administrative synonyms, not by meaning. */
export class ItemWording {
  /** Known words by their first character, the longest first, each with the one that stands for it. */
  private readonly words: ReadonlyMap<string, readonly (readonly [string, string])[]>;

  private constructor(
    same: readonly (readonly string[])[],
    private readonly generic: ReadonlySet<string>,
    private readonly endings: readonly string[],
  ) {
    const words = new Map<string, string>();
    for (const group of same.map((names) => names.map(bare))) for (const name of group) if (!words.has(name)) words.set(name, words.get(group[0] ?? name) ?? group[0] ?? name);
    const longestFirst = [...words].sort(([one], [other]) => other.length - one.length);
    this.words = new Map(longestFirst.map(([word]) => [word.charAt(0), longestFirst.filter(([other]) => other.startsWith(word.charAt(0)))]));
  }

  static load(): ItemWording {
    const [wording, synonyms] = [WORDING, SYNONYMS].map((file) => parse(readFileSync(file, 'utf8')) as WordingFile);
    if (wording === undefined || synonyms === undefined) throw new Error('no wording');
    return ItemWording.of({ ...wording, same: [...wording.same, ...synonyms.same] });
  }

  static of({ same, generic, endings }: WordingFile): ItemWording {
    return new ItemWording(same, new Set(generic.map(bare)), endings.map(bare));
  }

  /** What an item is called, whatever the wording. `subject` is what the item is of; it counts only for names that say nothing alone. */
  keyOf(name: string, subject = ''): string {
    const item = bare(name);
    return this.generic.has(item) ? `${this.subjectOf(subject)}/${item}` : this.canonical(item);
  }

  /** Whether two names of data sets mean the same. */
  isSameDataSet(one: string, other: string): boolean {
    return this.subjectOf(one) === this.subjectOf(other);
  }

  private subjectOf(name: string): string {
    const text = bare(name);
    const ending = this.endings.find((end) => text.endsWith(end) && text.length > end.length);
    return this.canonical(ending === undefined ? text : text.slice(0, -ending.length));
  }

  private canonical(text: string): string {
    let canonical = '';
    for (let at = 0; at < text.length; ) {
      const known = this.words.get(text.charAt(at))?.find(([word]) => text.startsWith(word, at));
      canonical += known?.[1] ?? text.charAt(at);
      at += known?.[0].length ?? 1;
    }
    return canonical;
  }
}

/** Without widths, case, blanks and punctuation. */
function bare(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}
