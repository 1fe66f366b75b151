import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { CorpusEntry } from './generate-corpus.js';

/** A query and what it means, in the generator's own terms. */
export interface LabelledQuery {
  readonly q: string;
  readonly things?: readonly string[];
  readonly subjects?: readonly string[];
  /** Territory. */
  readonly in?: string;
}

const FILE = new URL('../../../search/labelled-queries.yaml', import.meta.url);

/** The labelled set; the file says how it was labelled. */
export function loadLabelledQueries(): LabelledQuery[] {
  return parse(readFileSync(FILE, 'utf8')) as LabelledQuery[];
}

/** Whether an entry was made about what a query means. */
export function isRelevant({ things = [], subjects = [], in: territory }: LabelledQuery, entry: CorpusEntry): boolean {
  return (things.includes(entry.subject.thing) || subjects.includes(entry.subject.name)) && (territory === undefined || territory === entry.territory);
}
