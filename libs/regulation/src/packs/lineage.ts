import type { LegalSource } from '../procedure/procedure.js';
import type { Bilingual } from '../vocabulary.js';
import type { EffectiveParameter } from './effective-pack.js';

/** What the parts of a pack look up while it is joined with its parents. */
export interface Lineage {
  readonly parameters: Readonly<Record<string, EffectiveParameter>>;
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly terms: Readonly<Record<string, Bilingual>>;
  fault(path: string, reason: string): void;
  /** The provision behind an article, a default or a parameter key, seen from the pack that cites it. */
  cite(citation: string, path: string): LegalSource;
}
