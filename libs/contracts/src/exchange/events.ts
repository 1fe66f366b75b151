import { defineEvent } from '../define-event.js';
import { Choice, Flag, Id, Nullable, Parts, Text, Whole } from '../fields.js';
import { ParameterName } from './interfaces.js';

export class VersionCompleted {
  @Id() readonly entryId!: string;
  @Whole({ min: 1, max: 1_000_000 }) readonly version!: number;
  @Whole({ min: 0, max: 1_000_000_000 }) readonly rows!: number;
  @Text() readonly digest!: string;
  @Choice(['UPLOAD', 'PULL', 'STREAM', 'CORRECTION']) readonly cause!: string;
}
export const versionCompleted = defineEvent({ service: 'exchange', name: 'version-completed', data: VersionCompleted });

/** Where the data of an entry under logical access are, and how they are called. */
export class InterfaceRegistered {
  @Id() readonly entryId!: string;
  @Text({ max: 2000 }) readonly url!: string;
  @Id({ optional: true }) readonly interfaceId?: string;
  @Text({ optional: true }) readonly zone?: string;
  @Whole({ optional: true, min: 100, max: 120_000 }) readonly timeoutMilliseconds?: number;
  @Flag({ optional: true }) readonly idempotent?: boolean;
  @Parts(() => ParameterName, { optional: true }) readonly parameters?: ParameterName[];
  @Whole({ optional: true, min: 1, max: 1_000_000, description: 'Version of the interface' }) readonly version?: number;
  @Text({ optional: true, max: 16_384, description: 'JSON Schema of the query parameters the service describes; absent where it describes none' }) readonly parameterSchema?: string;
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
