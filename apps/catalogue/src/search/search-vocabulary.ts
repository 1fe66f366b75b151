import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { fold, isHan, runsOf } from './text-grams.js';

/** One thing a query asks for: found by any of the variants, the first of which is what was typed. Folded runs. */
export interface SearchWord {
  readonly variants: readonly string[];
}

interface VocabularyFile {
  /** Words that find each other. */
  readonly same: readonly (readonly string[])[];
  /** Words that find others but are not found by them. */
  readonly also: Readonly<Record<string, readonly string[]>>;
  readonly fillers: readonly string[];
  readonly askings: readonly string[];
}

const FILE = new URL('../../search/synonyms.yaml', import.meta.url);

/** An organisation's or place's name ends so; what is typed after it without a blank is another word. */
const ENDS_A_NAME = /(?<=\p{Script=Han}[省市县区旗局厅委办院会])(?=\p{Script=Han}{2})/u;

/** Administrative vocabulary: what words mean the same, and which say nothing. Expanded when asked, so that nothing stored depends on it. */
export class SearchVocabulary {
  private readonly longest: number;

  private constructor(
    private readonly variants: ReadonlyMap<string, readonly string[]>,
    private readonly trailing: readonly string[],
    private readonly leading: readonly string[],
  ) {
    this.longest = Math.max(0, ...[...variants.keys()].map(({ length }) => length));
  }

  static load(): SearchVocabulary {
    return SearchVocabulary.of(parse(readFileSync(FILE, 'utf8')) as VocabularyFile);
  }

  static of({ same, also, fillers, askings }: VocabularyFile): SearchVocabulary {
    const variants = new Map<string, Set<string>>();
    const add = (word: string, others: readonly string[]): void => void variants.set(fold(word), new Set([...(variants.get(fold(word)) ?? [fold(word)]), ...others.map(fold)]));
    for (const group of same) for (const word of group) add(word, group);
    for (const [word, others] of Object.entries(also)) add(word, others);
    return new SearchVocabulary(new Map([...variants].map(([word, found]) => [word, [...found]])), [...fillers, ...askings].map(fold), askings.map(fold));
  }

  /** The words of a query, in order, each once. None: nothing that could be found was typed. */
  wordsOf(query: string): SearchWord[] {
    const runs = runsOf(fold(query));
    const pieces = runs.flatMap((run) => (isHan(run) ? this.piecesOf(run) : [run]));
    return [...new Set(pieces.length === 0 ? runs : pieces)].map((piece) => ({ variants: this.variants.get(piece) ?? [piece] }));
  }

  private piecesOf(run: string): string[] {
    return this.stripped(run).split('的').filter((part) => part !== '').flatMap((part) => this.cut(part));
  }

  private stripped(run: string): string {
    const asking = this.leading.find((word) => run.startsWith(word));
    if (asking !== undefined) return this.stripped(run.slice(asking.length));
    const filler = this.variants.has(run) ? undefined : this.trailing.find((word) => run.endsWith(word));
    return filler === undefined ? run : this.stripped(run.slice(0, -filler.length));
  }

  /** Known words, the longest first from the left, and what stands between them. */
  private cut(run: string): string[] {
    const pieces: string[] = [];
    let free = '';
    for (let at = 0; at < run.length; ) {
      const known = this.knownAt(run, at);
      if (known === undefined) {
        free += run.charAt(at);
        at += 1;
        continue;
      }
      pieces.push(...free.split(ENDS_A_NAME), known);
      free = '';
      at += known.length;
    }
    return [...pieces, ...free.split(ENDS_A_NAME)].filter((piece) => piece !== '');
  }

  private knownAt(run: string, at: number): string | undefined {
    for (let length = Math.min(this.longest, run.length - at); length > 0; length -= 1) {
      const word = run.slice(at, at + length);
      if (this.variants.has(word)) return word;
    }
    return undefined;
  }
}
