import { defineEvent } from '../define-event.js';
import { Division, Flag, Id, InstantField, Nullable, Part, Parts, Text, Texts, Whole } from '../fields.js';
import { DeadlineRecalculated, LegalBasis, Party, StepDeadline } from '../step.js';
import { EntryFeatures } from './entry-features.js';
import { DataItem } from './requests.js';

/** What every other service keeps of a published entry. */
export class EntryPublished extends EntryFeatures {
  @Id() readonly id!: string;
  @Text() readonly code!: string;
  @Whole({ min: 1, max: 1_000_000 }) readonly version!: number;
  @Division() readonly node!: string;
  @Part(() => Party) readonly provider!: Party;
  @Text() readonly name!: string;
  @Text({ max: 2000 }) readonly abstract!: string;
  @Text() readonly entryClass!: string;
  @Nullable() readonly subclass!: string | null;
  @Text() readonly format!: string;
  @Parts(() => DataItem) readonly items!: DataItem[];
  @Text() readonly sharingType!: string;
  @Nullable() readonly sharingCondition!: string | null;
  @Texts() readonly provisionModes!: string[];
  @Text() readonly aggregation!: string;
  @Text() readonly openType!: string;
  @Nullable() readonly openCondition!: string | null;
  @Text() readonly updateCycle!: string;
  @Text() readonly securityLevel!: string;
  @Text({ max: 1000 }) readonly scopeOfUse!: string;
  @Flag() readonly personalData!: boolean;
  @Part(() => LegalBasis, { optional: true }) readonly notSharedBasis?: LegalBasis;
  @Flag({ optional: true }) readonly secrecyReviewed?: boolean;
  @InstantField() readonly publishedAt!: string;
  @Text({ optional: true, description: 'Version of the pack under which it was published; the pack itself is the jurisdiction of the event' }) readonly packVersion?: string;
}
export const entryPublished = defineEvent({ service: 'catalogue', name: 'entry-published', data: EntryPublished, crosses: { lane: 'catalogue', to: 'neighbours' } });

/** An entry is in the catalogue no longer: nothing new may be asked of it. */
export class EntryWithdrawn {
  @Id() readonly id!: string;
  @Division() readonly node!: string;
  @Whole({ min: 1, max: 1_000_000, description: 'The version that was in force' }) readonly version!: number;
  @InstantField() readonly withdrawnAt!: string;
}
export const entryWithdrawn = defineEvent({ service: 'catalogue', name: 'entry-withdrawn', data: EntryWithdrawn, crosses: { lane: 'catalogue', to: 'neighbours' } });

/** One step of an entry on its way; content of drafts is not told. */
export class EntryMoved {
  @Id() readonly id!: string;
  @Text() readonly act!: string;
  @Text() readonly to!: string;
  @Text() readonly article!: string;
  @Nullable() readonly dueOn!: string | null;
}
export const entryMoved = defineEvent({ service: 'catalogue', name: 'entry-moved', data: EntryMoved });

/** The first version of an entry was handed in: data and a service can be put behind it before it is published. Stays at the node. */
export class EntryHandedIn {
  @Id() readonly id!: string;
  @Whole({ min: 1, max: 1_000_000 }) readonly version!: number;
  @Part(() => Party) readonly provider!: Party;
  @Text() readonly name!: string;
  @Text() readonly aggregation!: string;
  @Flag() readonly personalData!: boolean;
  @Parts(() => DataItem) readonly items!: DataItem[];
  @Id({ optional: true }) readonly interfaceId?: string;
}
export const entryHandedIn = defineEvent({ service: 'catalogue', name: 'entry-handed-in', data: EntryHandedIn });

export const entryStepDueSoon = defineEvent({ service: 'catalogue', name: 'entry-step-due-soon', data: StepDeadline });
export const entryStepOverdue = defineEvent({ service: 'catalogue', name: 'entry-step-overdue', data: StepDeadline });
export const entryDeadlineRecalculated = defineEvent({ service: 'catalogue', name: 'entry-deadline-recalculated', data: DeadlineRecalculated });
