import { rolesBelowToo, services } from '../permission.js';
import { Choice, Flag, Id, InstantField, JsonField, Nullable, Part, Parts, Text, Texts, UncheckedParts, Whole } from '../fields.js';
import { defineRequest, get } from '../define-request.js';
import { PageQuery } from '../page.js';
import { RowCondition } from './row-filter.js';

/** What a grant's provision mode lets a call fetch: rows by interface, the whole file, a page to look at, a package to carry away. */
export const DELIVERY_FORMS = ['ROWS', 'FILE', 'BROWSE', 'PACKAGE'] as const;
export type DeliveryForm = (typeof DELIVERY_FORMS)[number];

/** The one form that each provision mode delivers. */
export const FORM_OF_MODE: Readonly<Record<string, DeliveryForm>> = { INTERFACE: 'ROWS', FILE_DOWNLOAD: 'FILE', ONLINE_BROWSE: 'BROWSE', OFFLINE_EXCHANGE: 'PACKAGE' };

export class FindPermits extends PageQuery {
  @Id() readonly id!: string;
}
export class PermitView {
  @Whole({ min: 1, max: 1_000_000_000, description: 'Gapless number within the grant' }) readonly number!: number;
  @Id() readonly id!: string;
  @InstantField() readonly takenAt!: string;
  @Text() readonly client!: string;
  @Choice(['OPEN', 'COMPLETED', 'FAILED']) readonly state!: string;
  @Whole({ min: 0, max: 1_000_000_000, nullable: true }) readonly rows!: number | null;
  @Whole({ min: 0, max: 9_000_000_000_000, nullable: true }) readonly bytes!: number | null;
  @Nullable() readonly digest!: string | null;
}
export class PermitPage {
  @Parts(() => PermitView) readonly items!: PermitView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findPermits = defineRequest({
  service: 'sharing', name: 'find-permits', kind: 'query', input: FindPermits, output: PermitPage, permission: rolesBelowToo('DATA_ADMINISTRATOR', 'DATA_AUTHORITY', 'PROVIDER_HEAD', 'AUDITOR'),
  http: get('/grants/{id}/permits'), summary: { zh: '授权下的调用凭证', en: 'Permits of a grant, numbered without gaps' },
});

/** One data call that asks to be let through. It carries its caller's own token: one message may hold calls of many callers. */
export class PermitAsk {
  @Text({ max: 8000 }) readonly token!: string;
  @Id() readonly grantId!: string;
  @Text({ optional: true, max: 500, description: 'Scenario the call declares' }) readonly scenario?: string;
  @Text({ optional: true, max: 500, description: 'Purpose the call declares' }) readonly purpose?: string;
  @Texts({ optional: true, min: 1, most: 300, max: 63 }) readonly columns?: string[];
  @Choice(DELIVERY_FORMS) readonly form!: string;
  @Whole({ optional: true, min: 1, max: 100_000, description: 'Most rows the call wants; all when absent' }) readonly limit?: number;
  @Text({ optional: true, max: 64, description: 'Digest of what the call asks for: calls with the same one are identical' }) readonly query?: string;
  @Text({ optional: true, max: 200, description: 'Business case the call serves (header `x-business-case`)' }) readonly businessCase?: string;
  @Text({ max: 64 }) readonly traceparent!: string;
}
export class TakePermits {
  @UncheckedParts(() => PermitAsk, { min: 1, most: 512 }) readonly asks!: PermitAsk[];
}
/** Where the bytes come from, and what may leave. */
export class DataSource {
  @Choice(['PHYSICAL', 'LOGICAL', 'NEIGHBOUR']) readonly kind!: string;
  @Nullable({ description: 'LOGICAL: the provider’s registered interface; NEIGHBOUR: gateway of the node that owns the grant' }) readonly url!: string | null;
  @Text({ optional: true, description: 'LOGICAL: network zone the interface stands in' }) readonly zone?: string;
  @Id({ optional: true, description: 'LOGICAL: registered interface; absent where only its address is known' }) readonly interfaceId?: string;
  @Whole({ optional: true, min: 1, max: 1_000_000, description: 'LOGICAL: its version' }) readonly interfaceVersion?: number;
}
export class PermitAnswer {
  @Nullable({ description: 'Permit id; null when refused, or when the owner’s node will issue it' }) readonly permitId!: string | null;
  @Whole({ min: 0, max: 1_000_000_000 }) readonly number!: number;
  @Nullable({ max: 100_000, description: 'Ticket for the exchange’s data plane: exactly what this permit lets out' }) readonly ticket!: string | null;
  @Part(() => DataSource, { nullable: true }) readonly source!: DataSource | null;
  @Texts() readonly columns!: string[];
  @Flag({ description: 'All columns and all rows of the entry may leave: the answer needs no mask' }) readonly allColumns!: boolean;
  @Parts(() => RowCondition, { description: 'Rows that may leave; the ticket says the same to the exchange' }) readonly rowFilter!: RowCondition[];
  @Whole({ min: 0, max: 2_000_000_000_000, nullable: true, description: 'Most rows that may leave under this permit; null: no limit' }) readonly mostRows!: number | null;
  @Text({ optional: true, max: 20_000, description: 'Signed provenance that goes with a document, as the header `x-provenance`' }) readonly provenance?: string;
  @JsonField({ nullable: true, description: 'Problem of a refused call' }) readonly problem!: unknown;
}
export class TakenPermits {
  @Parts(() => PermitAnswer, { most: 512 }) readonly answers!: PermitAnswer[];
}
/** Permit before byte: answered only after the commit of all permits of the message. Answers stand in the order of the asks. */
export const takePermits = defineRequest({
  service: 'sharing', name: 'take-permits', kind: 'command', input: TakePermits, output: TakenPermits, permission: services('gateway'),
  summary: { zh: '成批取得调用凭证', en: 'Take permits, a group at a time' },
});
export class PermitClosing {
  @Id() readonly permitId!: string;
  @Choice(['COMPLETED', 'FAILED']) readonly state!: string;
  @Whole({ min: 0, max: 1_000_000_000, optional: true }) readonly rows?: number;
  @Whole({ min: 0, max: 9_000_000_000_000 }) readonly bytes!: number;
  @Text({ optional: true, description: 'SHA-256 of the delivered bytes, hex' }) readonly digest?: string;
  @Text({ optional: true, description: 'SHA-256 of the whole file of which they are a part, hex' }) readonly documentDigest?: string;
  @Whole({ min: 1, max: 1_000_000, optional: true, description: 'Data version delivered' }) readonly dataVersion?: number;
}
export class ClosePermits {
  @UncheckedParts(() => PermitClosing, { min: 1, most: 512 }) readonly closings!: PermitClosing[];
}
export class ClosedPermits {
  @Whole({ min: 0, max: 512 }) readonly closed!: number;
}
export const closePermits = defineRequest({
  service: 'sharing', name: 'close-permits', kind: 'command', input: ClosePermits, output: ClosedPermits, permission: services('gateway'),
  summary: { zh: '成批结清调用凭证', en: 'Close permits with what was delivered' },
});
