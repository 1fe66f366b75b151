import { defineEvent } from '../define-event.js';
import { Choice, Id, Nullable, Text, Whole } from '../fields.js';

export class VersionCompleted {
  @Id() readonly entryId!: string;
  @Whole({ min: 1, max: 1_000_000 }) readonly version!: number;
  @Whole({ min: 0, max: 1_000_000_000 }) readonly rows!: number;
  @Text() readonly digest!: string;
  @Choice(['UPLOAD', 'CORRECTION']) readonly cause!: string;
}
export const versionCompleted = defineEvent({ service: 'exchange', name: 'version-completed', data: VersionCompleted });

export class InterfaceRegistered {
  @Id() readonly entryId!: string;
  @Text({ max: 2000 }) readonly url!: string;
}
export const interfaceRegistered = defineEvent({ service: 'exchange', name: 'interface-registered', data: InterfaceRegistered });

/** Rows were wrong in every version up to `lastWrongVersion`. Says which rows by number only, never their content. */
export class RowsCorrected {
  @Id() readonly correctionId!: string;
  @Id() readonly entryId!: string;
  @Whole({ min: 1, max: 1_000_000 }) readonly lastWrongVersion!: number;
  @Whole({ min: 1, max: 1_000_000 }) readonly correctedVersion!: number;
  @Whole({ min: 1, max: 500 }) readonly rows!: number;
  @Nullable() readonly verificationId!: string | null;
}
export const rowsCorrected = defineEvent({ service: 'exchange', name: 'rows-corrected', data: RowsCorrected });
