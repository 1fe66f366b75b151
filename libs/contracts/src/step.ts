import { Flag, Id, InstantField, JsonField, Nullable, Text, Texts } from './fields.js';

/** A label in both languages. */
export class Label {
  @Text() readonly zh!: string;
  @Text() readonly en!: string;
}

/** Where a legal procedure stands, whose turn it is, until when, and by which article. */
export class StepView {
  @Text({ description: 'Procedure of the regulation pack' }) readonly procedure!: string;
  @Text({ description: 'Pack that rules this procedure since it began' }) readonly pack!: string;
  @Text({ min: 0, description: 'Empty where another node did not tell it' }) readonly packVersion!: string;
  @Text({ description: 'Current step' }) readonly step!: string;
  @JsonField({ description: 'Label of the step, zh and en' }) readonly label!: Label;
  @Flag() readonly ended!: boolean;
  @InstantField() readonly since!: string;
  @Nullable({ description: 'Last day of the period, null when the law sets none' }) readonly dueOn!: string | null;
  @Nullable({ description: 'Article that sets the period' }) readonly dueArticle!: string | null;
  @Flag({ description: 'The period has lapsed; this decides nothing' }) readonly overdue!: boolean;
  @Nullable({ description: 'Role whose turn it is' }) readonly actorRole!: string | null;
  @Nullable({ description: 'Part the acting organisation plays' }) readonly actorParty!: string | null;
  @Texts({ description: 'Acts the law allows now' }) readonly acts!: string[];
}

/** One act on record: what was done, by whom, under which article. */
export class HistoryEntry {
  @Text() readonly act!: string;
  @Nullable() readonly from!: string | null;
  @Text() readonly to!: string;
  @InstantField() readonly at!: string;
  @Text() readonly actor!: string;
  @Text({ description: 'Name of the organisation at that time; of the node for what the platform did' }) readonly organisation!: string;
  @Text({ description: 'Node where the act was done' }) readonly node!: string;
  @Nullable({ description: 'Null for an act that no article speaks of' }) readonly article!: string | null;
  @Nullable() readonly dueOn!: string | null;
  @Nullable() readonly reasons!: string | null;
  @Texts({ optional: true, description: 'Departments consulted before a conclusion' }) readonly consulted?: string[];
  @JsonField({ optional: true, description: 'What a reply narrowed the case to, by field' }) readonly narrowed?: unknown;
  @Nullable({ description: 'What an objection or a dispute was concluded with; absent for other acts' }) readonly conclusion?: string | null;
}

/** The end of a running period: told once before it comes and once when it has lapsed. It decides nothing. */
export class StepDeadline {
  @Id() readonly id!: string;
  @Text() readonly step!: string;
  @Text({ description: 'Last day of the period' }) readonly dueOn!: string;
  @Text({ description: 'Article that sets the period' }) readonly article!: string;
}

/** A running period that was counted again, because the working calendar has changed. */
export class DeadlineRecalculated extends StepDeadline {
  @Text({ description: 'Last day as it was counted before' }) readonly dueOnBefore!: string;
  @Flag({ description: 'A year of the period has no published calendar yet' }) readonly assumed!: boolean;
  @Text({ description: 'Notice that changed the calendar' }) readonly notice!: string;
}

/** A legal basis: its level decides whether a pack admits it. */
export const LEGAL_BASIS_LEVELS = ['LAW', 'ADMINISTRATIVE_REGULATION', 'REGULATION', 'RULE', 'NATIONAL_POLICY', 'POLICY', 'STATE_SECRET_OR_SECURITY', 'OTHER'] as const;
export class LegalBasis {
  @Text() readonly level!: string;
  @Text() readonly title!: string;
  @Text() readonly article!: string;
}

/** An organisation as others see it. */
export class Party {
  @Text() readonly id!: string;
  @Text() readonly name!: string;
  @Text() readonly division!: string;
  @Text() readonly level!: string;
  @Text({ description: 'Node the organisation belongs to' }) readonly node!: string;
}

