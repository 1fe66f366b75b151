import { Flag, JsonField, Nullable, Part, Parts, Text, Texts, ValueField, Whole } from '../fields.js';
import { PackReference } from './pack-view.js';

const CONDITION =
  'All must hold: `content.<field>` is what the caller sends, anything else a fact that the service states. A value is wanted as it is, or by one operator: ' +
  '`not` (another), `in` (one of), `stated` (something, or nothing), `includes` and `lacks` (a list with or without it). Null: always';
type Wanted = string | boolean | { readonly not: string | boolean } | { readonly in: readonly string[] } | { readonly stated: boolean } | { readonly includes: string } | { readonly lacks: string };
type When = Readonly<Record<string, Wanted>>;

/** Who may act: a role in an organisation that plays a part in the case. */
export class LegalActor {
  @Text() readonly role!: string;
  @Text() readonly party!: string;
  @Text() readonly label!: string;
}

/** Something an act must (or, where `optional`, may) say. */
export class RequiredField {
  @Text() readonly field!: string;
  @Text() readonly label!: string;
  @Text() readonly article!: string;
  @Texts({ nullable: true, description: 'The only values it may have' }) readonly oneOf!: readonly string[] | null;
  @Flag() readonly optional!: boolean;
  @JsonField({ nullable: true, description: CONDITION }) readonly when!: When | null;
}

/** A situation in which the law refuses the act. */
export class ForbiddenCase {
  @Text() readonly code!: string;
  @Text({ max: 1000 }) readonly label!: string;
  @Text() readonly article!: string;
  @Nullable({ description: 'Field at fault' }) readonly field!: string | null;
  @JsonField({ description: CONDITION }) readonly when!: When;
}

export class BasisLevel {
  @Text() readonly level!: string;
  @Text() readonly label!: string;
}

/** How far an act may lengthen the period. */
export class ExtensionLimit {
  @Whole({ min: 0, max: 5000 }) readonly workingDays!: number;
  @Whole({ min: 0, max: 1000, description: 'How many extensions' }) readonly count!: number;
}

/** Where an act leads: the first whose condition holds. */
export class NextStep {
  @Text() readonly step!: string;
  @JsonField({ nullable: true, description: CONDITION }) readonly when!: When | null;
}

export class LegalAct {
  @Text() readonly act!: string;
  @Text() readonly label!: string;
  @Text() readonly article!: string;
  @Text({ max: 4000 }) readonly quote!: string;
  @Parts(() => LegalActor) readonly actors!: LegalActor[];
  @Parts(() => RequiredField) readonly requires!: RequiredField[];
  @Parts(() => ForbiddenCase) readonly forbids!: ForbiddenCase[];
  @Parts(() => BasisLevel, { nullable: true, description: 'Admissible levels of a legal basis; null where the act needs none' }) readonly basisLevels!: BasisLevel[] | null;
  @JsonField({ nullable: true, description: `When the basis is needed. ${CONDITION}` }) readonly basisWhen!: When | null;
  @Part(() => ExtensionLimit, { nullable: true, description: 'Set where the act lengthens the period' }) readonly extension!: ExtensionLimit | null;
  @Flag({ description: 'The act asks for an extension that another party grants' }) readonly appliesForExtension!: boolean;
  @Parts(() => NextStep, { description: 'Empty: the act stays in its step' }) readonly to!: NextStep[];
}

export class StepPeriod {
  @Text() readonly parameter!: string;
  @Whole({ min: 0, max: 5000, nullable: true, description: 'Null where the parameter is no number, as in a procedure that the regulation does not know' }) readonly workingDays!: number | null;
  @Text() readonly article!: string;
}

/** What happens when a period lapses. It never decides. */
export class LapseRule {
  @Text() readonly parameter!: string;
  @ValueField() readonly value!: number | boolean | string | readonly string[];
  @Text() readonly article!: string;
}

export class ProcedureStep {
  @Text() readonly name!: string;
  @Text() readonly label!: string;
  @Flag({ description: 'The procedure is over; an act may still re-open it' }) readonly ended!: boolean;
  @Parts(() => LegalActor) readonly actors!: LegalActor[];
  @Part(() => StepPeriod, { nullable: true, description: 'Null: the law sets none' }) readonly period!: StepPeriod | null;
  @Nullable({ description: '`entered`, or `fact.<name>`: the day that starts the period' }) readonly startsOn!: string | null;
  @Part(() => LapseRule, { nullable: true }) readonly onLapse!: LapseRule | null;
  @Parts(() => LegalAct) readonly acts!: LegalAct[];
}

/** A procedure: how it begins, its steps and ends, and the same as a diagram. */
export class LegalProcedure {
  @Part(() => PackReference) readonly pack!: PackReference;
  @Text() readonly name!: string;
  @Text() readonly label!: string;
  @Text() readonly article!: string;
  @Text({ max: 4000 }) readonly quote!: string;
  @Flag({ description: 'The regulation knows this procedure' }) readonly enabled!: boolean;
  @Part(() => LegalAct, { description: 'The act that begins the procedure' }) readonly begin!: LegalAct;
  @Parts(() => ProcedureStep) readonly steps!: ProcedureStep[];
  @Text({ max: 100_000, description: 'Mermaid, stateDiagram-v2' }) readonly diagram!: string;
}
