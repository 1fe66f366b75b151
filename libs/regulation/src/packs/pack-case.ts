import type { Day, Instant } from '../calendar/day.js';
import type { Content, Facts } from '../procedure/procedure.js';
import type { Bilingual } from '../vocabulary.js';

/** A worked example that a pack carries: what its author expects of it, run whenever the pack is checked. */
export type PackCase = PeriodCase | ProcedureCase;

/** A period of the pack and where it must end. */
export interface PeriodCase {
  readonly kind: 'period';
  readonly title: Bilingual;
  readonly parameter: string;
  readonly startedAt: Instant;
  readonly dueOn: Day;
}

/** A way through a procedure, act by act. */
export interface ProcedureCase {
  readonly kind: 'procedure';
  readonly title: Bilingual;
  readonly procedure: string;
  readonly acts: readonly CaseAct[];
}

/** One act of a case: either it leads `to` a step, or it is `refused` with a code. What is null is not looked at. */
export interface CaseAct {
  readonly act: string;
  readonly role: string;
  readonly party: string;
  readonly at: Instant;
  readonly facts: Facts;
  readonly content: Content;
  readonly to: string | null;
  readonly refused: string | null;
  readonly dueOn: Day | null;
  readonly article: string | null;
}
