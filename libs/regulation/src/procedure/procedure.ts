import type { Day, Instant } from '../calendar/day.js';
import type { Bilingual } from '../vocabulary.js';

/** What the service knows about the case (never what a caller claims): decides branches and forbids acts. */
export type Facts = Readonly<Record<string, string | boolean>>;

/** What the caller of an act sends; checked for required fields and legal bases. */
export type Content = Readonly<Record<string, unknown>>;

/** Who acts: personal roles, and the parts that the actor's organisation plays in this case, for example `provider`. */
export interface Actor {
  readonly roles: readonly string[];
  readonly parties: readonly string[];
}

/** Where a running procedure stands; stored by the service and handed back unchanged with the next act. */
export interface Standing {
  readonly packId: string;
  readonly packVersion: string;
  readonly procedure: string;
  readonly step: string;
  readonly ended: boolean;
  readonly since: Instant;
  readonly dueOn: Day | null;
  readonly dueArticle: string | null;
  /** What `dueOn` was counted from, so that it can be counted again; null where the step has no period. */
  readonly period: Period | null;
  readonly extensions: number;
  /** The day on which an extension of this period was applied for and not yet decided. */
  readonly extensionAppliedOn: Day | null;
}

/** A running period: `workingDays` after `startedOn`, extensions included; null where the law names a date of the calendar. `assumed`: a year of it has no published calendar yet. */
export interface Period {
  readonly parameter: string;
  readonly startedOn: Day;
  readonly workingDays: number | null;
  readonly assumed: boolean;
}

/** The provision an act rests on. `packId` is the pack that holds the provision: a default of the platform names the default pack. */
export interface LegalSource {
  readonly packId: string;
  readonly packVersion: string;
  readonly article: string;
  readonly quote: string;
}

/** The end of a period: `workingDays` by the parameter and its article (null for a date of the calendar); `assumed` when a year has no published calendar. */
export interface Due {
  readonly dueOn: Day;
  readonly startedOn: Day;
  readonly workingDays: number | null;
  readonly parameter: string;
  readonly article: string;
  readonly assumed: boolean;
}

/** The act is lawful: store `standing`, announce `source` with the decision. `from` is null at the beginning. */
export interface Moved {
  readonly kind: 'moved';
  readonly standing: Standing;
  readonly from: string | null;
  readonly to: string;
  readonly act: string;
  readonly source: LegalSource;
  readonly due: Due | null;
}

export type RefusalCode =
  | 'procedure-not-regulated'
  | 'pack-version-differs'
  | 'act-not-allowed'
  | 'not-the-actor'
  | 'field-required'
  | 'value-not-admissible'
  | 'basis-not-admissible'
  | 'extension-not-applied-for'
  | 'extension-exhausted'
  | 'extension-too-long'
  | 'extension-too-late';

/** The act is not lawful. `code` is stable: a `RefusalCode`, or a code that the pack gives (`four-eyes`). `field` is a JSON pointer into the content. */
export interface Refused {
  readonly kind: 'refused';
  readonly code: string;
  /** The provision the refusal rests on; null where no text speaks. */
  readonly source: LegalSource | null;
  readonly field: string | null;
  readonly message: Bilingual;
  readonly allowed: readonly string[];
}

/** What an act is given. `at` is the moment of the act and starts the next step's period. */
export interface ActInput {
  readonly actor: Actor;
  readonly facts: Facts;
  readonly content: Content;
  readonly at: Instant;
}

/** One way to be entitled: this role in an organisation that plays this part. */
export interface ActorRule {
  readonly role: string;
  readonly party: string;
}

/** What a condition asks of a value: to be this, to be anything else, to be one of these, to say something or nothing, to be a list with or without this in it. */
export type Wanted =
  | string
  | boolean
  | { readonly not: string | boolean }
  | { readonly in: readonly string[] }
  | { readonly stated: boolean }
  | { readonly includes: string }
  | { readonly lacks: string };

/** All must hold. A key `content.x` reads the content, any other key the facts. An absent value equals `false`. */
export type Condition = Readonly<Record<string, Wanted>>;

/** The first choice whose condition holds is taken; the last one has none. */
export interface Choice {
  readonly when: Condition | null;
  readonly step: string;
}

export interface Requirement {
  readonly field: string;
  readonly term: Bilingual;
  readonly source: LegalSource;
  readonly message: Bilingual | null;
  readonly when: Condition | null;
  readonly oneOf: readonly string[] | null;
  readonly optional: boolean;
}

export interface Prohibition {
  readonly code: string;
  /** Where the fault is; null: in no single field. */
  readonly field: string | null;
  readonly when: Condition;
  /** Parameter that switches the prohibition; null: always on. */
  readonly enabledBy: string | null;
  readonly source: LegalSource;
  readonly message: Bilingual;
}

export interface BasisRule {
  /** Parameter that lists the admissible levels. */
  readonly levels: string;
  readonly when: Condition | null;
}

/** What every act shares, the first one (`begin`) included. */
export interface ActRule {
  readonly label: Bilingual;
  readonly source: LegalSource;
  readonly actors: readonly ActorRule[];
  readonly requires: readonly Requirement[];
  readonly forbids: readonly Prohibition[];
  readonly basis: BasisRule | null;
  readonly to: readonly Choice[];
  /** Set where the act lengthens the period of its step instead of leaving it: parameters for the longest extension and for how many. */
  readonly extension: { readonly days: string; readonly count: string } | null;
  /** The act notes the day on which an extension is applied for; the act with `extension` then needs it. */
  readonly appliesForExtension: boolean;
}

export interface StepRule {
  readonly label: Bilingual;
  readonly actors: readonly ActorRule[];
  /** Parameter of the period or date; null: no period. */
  readonly period: string | null;
  /** Field of the act that leads here by which its actor sets the period in working days, the parameter being what is set otherwise; null: the law sets it. */
  readonly periodSetBy: string | null;
  /** `entered`, or `fact.<name>`: a fact that holds the day or instant on which the period starts. */
  readonly startsOn: string;
  /** Parameter that says what happens when the period lapses. It is told to people and never decides anything (DEFAULT-2). */
  readonly onLapse: string;
  readonly source: LegalSource;
  readonly acts: Readonly<Record<string, ActRule>>;
}

/** Where a procedure has come to its end. Acts, where there are any, open it again: an objection to a refusal. */
export interface EndRule {
  readonly label: Bilingual;
  /** The provision behind the acts; null for an end that stays one. */
  readonly source: LegalSource | null;
  readonly actors: readonly ActorRule[];
  readonly acts: Readonly<Record<string, ActRule>>;
}

/** A procedure as the pack describes it, every article resolved to its source. */
export interface Procedure {
  readonly label: Bilingual;
  readonly source: LegalSource;
  /** Parameter that switches the whole procedure; null: always on. */
  readonly enabledBy: string | null;
  readonly begin: ActRule & { readonly act: string };
  readonly steps: Readonly<Record<string, StepRule>>;
  readonly ends: Readonly<Record<string, EndRule>>;
}
