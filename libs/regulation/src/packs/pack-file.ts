import type { Day } from '../calendar/day.js';
import type { ActorRule, Choice, Condition } from '../procedure/procedure.js';
import type { Bilingual, Level, NodeKind, Unit } from '../vocabulary.js';
import type { ParameterStatus, ParameterValue } from './effective-pack.js';
import type { PackCase } from './pack-case.js';

/** One pack as its file says it, shape checked, nothing inherited. An `article` is an article, `DEFAULT-n`, or a parameter key whose article is meant. */
export interface PackFile {
  readonly file: string;
  readonly id: string;
  readonly version: string;
  readonly title: Bilingual;
  readonly jurisdiction: Bilingual & { readonly division: string | null };
  readonly status: 'draft' | 'inForce';
  readonly inForceFrom: Day | null;
  readonly inForceTo: Day | null;
  /** `id@version`: pinned, so that a pack never changes under a running procedure. */
  readonly parent: string | null;
  readonly sharingTypes: readonly string[] | null;
  readonly openTypes: readonly string[] | null;
  readonly articles: Readonly<Record<string, string>>;
  readonly terms: Readonly<Record<string, Bilingual>>;
  /** What a parameter is called, by its key. */
  readonly labels: Readonly<Record<string, Bilingual>>;
  readonly parameters: Readonly<Record<string, ParameterText>>;
  readonly nodes: readonly NodeText[];
  readonly procedures: Readonly<Record<string, ProcedureText>>;
  readonly cases: readonly PackCase[];
}

export interface ParameterText {
  /** Null where the value is the sum of other parameters. */
  readonly value: ParameterValue | null;
  readonly sumOf: readonly string[];
  /** Item of the platform's readings by which a word of the text got its number. */
  readonly reading: string | null;
  readonly unit: Unit;
  readonly article: string;
  readonly quote: string;
  readonly status: ParameterStatus;
}

export interface NodeText {
  readonly level: Level;
  readonly kind: NodeKind;
  readonly allowed: boolean;
  readonly requires: 'constructionPlanReviewed' | null;
  readonly article: string;
}

/** Either one field, or `fieldsOf`: every field that a list parameter names. */
export interface RequirementText {
  readonly field: string | null;
  readonly fieldsOf: string | null;
  readonly article: string | null;
  readonly message: Bilingual | null;
  readonly when: Condition | null;
  /** `sharingTypes`, `openTypes` or the key of a list parameter. */
  readonly oneOf: string | null;
  readonly optional: boolean;
}

export interface ProhibitionText {
  readonly code: string;
  readonly field: string | null;
  readonly when: Condition;
  readonly enabledBy: string | null;
  readonly article: string;
  readonly message: Bilingual;
}

export interface ActText {
  readonly label: Bilingual;
  readonly article: string;
  readonly actors: readonly ActorRule[] | null;
  readonly requires: readonly RequirementText[];
  readonly forbids: readonly ProhibitionText[];
  readonly basis: { readonly levels: string; readonly when: Condition | null } | null;
  readonly to: readonly Choice[];
  readonly extension: { readonly days: string; readonly count: string } | null;
  readonly appliesForExtension: boolean;
}

export interface StepText {
  readonly label: Bilingual;
  readonly article: string;
  readonly actors: readonly ActorRule[];
  readonly period: string | null;
  readonly periodSetBy: string | null;
  readonly startsOn: string;
  readonly onLapse: string;
  readonly acts: Readonly<Record<string, ActText>>;
}

export interface EndText {
  readonly label: Bilingual;
  readonly article: string | null;
  readonly actors: readonly ActorRule[];
  readonly acts: Readonly<Record<string, ActText>>;
}

export interface ProcedureText {
  readonly label: Bilingual;
  readonly article: string;
  readonly enabledBy: string | null;
  readonly begin: ActText & { readonly act: string };
  readonly steps: Readonly<Record<string, StepText>>;
  readonly ends: Readonly<Record<string, EndText>>;
}
