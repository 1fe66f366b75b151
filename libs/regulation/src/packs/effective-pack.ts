import type { Day } from '../calendar/day.js';
import type { LegalSource, Procedure } from '../procedure/procedure.js';
import type { Bilingual, Level, NodeKind, Unit } from '../vocabulary.js';
import type { PackCase } from './pack-case.js';

export type ParameterValue = number | boolean | string | readonly string[];

/** `text`: said by the regulation; `default`: chosen by the platform where texts are silent; `external`: taken from another instrument, to be checked; `derived`: the sum of others. */
export type ParameterStatus = 'text' | 'default' | 'external' | 'derived';

/** A parameter with the pack it came from. */
export interface EffectiveParameter {
  readonly label: Bilingual;
  readonly value: ParameterValue;
  readonly unit: Unit;
  readonly status: ParameterStatus;
  /** The platform's reading by which a word of the text got its number (`DEFAULT-9`); null where the text says it itself. */
  readonly reading: string | null;
  readonly source: LegalSource;
}

export interface NodeRule {
  readonly level: Level;
  readonly kind: NodeKind;
  readonly allowed: boolean;
  readonly requires: 'constructionPlanReviewed' | null;
  readonly source: LegalSource;
}

/** A pack with everything it inherits. Plain data: it can be shown as JSON. */
export interface EffectivePack {
  readonly id: string;
  readonly version: string;
  readonly title: Bilingual;
  readonly jurisdiction: Bilingual & { readonly division: string | null };
  readonly status: 'draft' | 'inForce';
  readonly inForceFrom: Day | null;
  readonly inForceTo: Day | null;
  /** This pack first, then its parents. */
  readonly lineage: readonly { readonly id: string; readonly version: string }[];
  readonly sharingTypes: readonly string[];
  readonly openTypes: readonly string[];
  /** What fields, classes, duties and domains are called, by their key. */
  readonly terms: Readonly<Record<string, Bilingual>>;
  readonly parameters: Readonly<Record<string, EffectiveParameter>>;
  /** Rules of the pack and of all its parents: each of them must allow, so that the stricter wins. */
  readonly nodes: readonly NodeRule[];
  readonly procedures: Readonly<Record<string, Procedure>>;
  /** The examples that the pack's own file carries. */
  readonly cases: readonly PackCase[];
}

/** Every pack of a folder, checked. */
export interface PackShelf {
  /** Pack ids, sorted. */
  readonly ids: readonly string[];
  /** The pack with what it inherits; without a version the highest one. Throws an Error for a pack that is not on the shelf. */
  effective(id: string, version?: string): EffectivePack;
  /** The highest version whose dates of force include the day (an absent date is open). Throws an Error when there is none. */
  inForceOn(id: string, day: Day): EffectivePack;
}
