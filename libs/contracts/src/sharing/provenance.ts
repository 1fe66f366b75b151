import { roles, rolesBelowToo } from '../permission.js';
import { Choice, DayField, Flag, Id, InstantField, JsonField, Nullable, Part, Parts, Text } from '../fields.js';
import { CitedArticle } from '../cited-article.js';
import { defineEvent } from '../define-event.js';
import { defineRequest, get, post } from '../define-request.js';
import { PageQuery } from '../page.js';
import { Party } from '../step.js';
import { PermitOfGrant } from './receipts.js';

const READERS = ['DATA_ADMINISTRATOR', 'DATA_AUTHORITY', 'PROVIDER_HEAD', 'AUDITOR'] as const;
const SHA256 = /^[0-9a-f]{64}$/;

export class ProvenanceView {
  @JsonField({ description: 'What is signed: source, entry, data version, instants, SHA-256, effect' }) readonly statement!: unknown;
  @Text({ max: 2000, description: 'The legal effect, as a person reads it' }) readonly effectZh!: string;
  @Text({ max: 2000 }) readonly effectEn!: string;
  @Part(() => CitedArticle, { nullable: true, description: 'Null where no provision gives the document the effect of paper' }) readonly article!: CitedArticle | null;
  @Text({ max: 20_000, description: 'Compact JWS (EdDSA)' }) readonly jws!: string;
}
export const getProvenance = defineRequest({
  service: 'sharing', name: 'get-provenance', kind: 'query', input: PermitOfGrant, output: ProvenanceView, permission: rolesBelowToo(...READERS),
  http: get('/grants/{id}/permits/{number}/provenance'), summary: { zh: '所交付文书的来源与效力证明', en: 'Statement of source and legal effect of a delivered document' },
});

export const CHECK_CONTEXTS = ['INSPECTION', 'AUDIT', 'ARCHIVE_INSPECTION', 'SERVICE', 'OTHER'] as const;
export const CHECK_RESULTS = ['VALID_ELECTRONIC', 'DIGEST_MISMATCH', 'SIGNATURE_INVALID', 'KEY_UNKNOWN', 'MALFORMED', 'NOT_DELIVERED'] as const;
export class CheckDocument {
  @Text({ max: 20_000, pattern: /^[\w.-]+$/, description: 'JWS of the provenance: the header `x-provenance` of the delivery, or of the statement' }) readonly provenance!: string;
  @Text({ min: 64, max: 64, pattern: SHA256, description: 'SHA-256 of the document at hand, hex' }) readonly sha256!: string;
  @Choice(CHECK_CONTEXTS) readonly context!: string;
}
export class DocumentCheck {
  @Choice(CHECK_RESULTS) readonly result!: string;
  @Flag({ description: 'Whether the holder may still be asked for paper' }) readonly paperRequired!: boolean;
  @Part(() => CitedArticle, { nullable: true, description: 'Why no paper is needed' }) readonly article!: CitedArticle | null;
  @JsonField({ nullable: true, description: 'What the provenance says, where its signature holds' }) readonly provenance!: unknown;
  @InstantField() readonly checkedAt!: string;
}
export const checkDocument = defineRequest({
  service: 'sharing', name: 'check-document', kind: 'query', input: CheckDocument, output: DocumentCheck,
  permission: rolesBelowToo('DATA_ADMINISTRATOR', 'CATALOGUE_REVIEWER', 'PROVIDER_HEAD', 'DATA_AUTHORITY', 'PEOPLES_GOVERNMENT', 'LEADING_GROUP', 'PROJECT_APPROVER', 'AUDITOR', 'SECURITY_LEAD'),
  http: post('/document-checks', { status: 200 }), summary: { zh: '核验电子文书', en: 'Check an electronic document against its provenance' },
});

/** Metadata of an electronic archive, in the terms of GB/T 18894 and DA/T 46. Which of them must be stated the regulation says. */
export class ArchiveMetadata {
  @Text({ optional: true, max: 64, description: 'Fonds (全宗号)' }) readonly fonds?: string;
  @Text({ optional: true, max: 100, description: 'Category (档案门类)', example: '文书档案' }) readonly category?: string;
  @Choice(['PERMANENT', 'YEARS_30', 'YEARS_10'], { optional: true, description: 'Retention period (保管期限)' }) readonly retentionPeriod?: string;
  @Text({ optional: true, max: 500, description: 'Title (题名)' }) readonly title?: string;
  @DayField({ optional: true, description: 'Day on which the document was formed (形成时间)' }) readonly formedOn?: string;
  @Text({ optional: true, max: 200, description: 'Archival code (档号)' }) readonly archivalCode?: string;
}
export class ArchiveDocument {
  @Text({ max: 20_000, pattern: /^[\w.-]+$/, description: 'As of a document check' }) readonly provenance!: string;
  @Text({ min: 64, max: 64, pattern: SHA256 }) readonly sha256!: string;
  @Part(() => ArchiveMetadata) readonly metadata!: ArchiveMetadata;
}
export class ArchiveRecordView {
  @Id() readonly id!: string;
  @Part(() => Party) readonly department!: Party;
  @Id() readonly permitId!: string;
  @Id() readonly grantId!: string;
  @Text() readonly entryName!: string;
  @Part(() => Party, { description: 'Department the document comes from' }) readonly source!: Party;
  @Text() readonly sha256!: string;
  @Part(() => ArchiveMetadata) readonly metadata!: ArchiveMetadata;
  @Choice(['COMPLIANT', 'NOT_REGULATED'], { description: 'Whether it meets what the regulation demands of electronic archives' }) readonly compliance!: string;
  @Part(() => CitedArticle, { nullable: true }) readonly article!: CitedArticle | null;
  @InstantField() readonly archivedAt!: string;
}
export const archiveDocument = defineRequest({
  service: 'sharing', name: 'archive-document', kind: 'command', input: ArchiveDocument, output: ArchiveRecordView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/archive-records'), summary: { zh: '登记电子档案', en: 'Record a delivered document as an electronic archive' },
});
export class ArchiveRecordId {
  @Id() readonly id!: string;
}
export const getArchiveRecord = defineRequest({
  service: 'sharing', name: 'get-archive-record', kind: 'query', input: ArchiveRecordId, output: ArchiveRecordView, permission: roles(...READERS),
  http: get('/archive-records/{id}'), summary: { zh: '查看电子档案登记', en: 'Read the record of an electronic archive' },
});
export class ArchiveRecordPage {
  @Parts(() => ArchiveRecordView) readonly items!: ArchiveRecordView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findArchiveRecords = defineRequest({
  service: 'sharing', name: 'find-archive-records', kind: 'query', input: PageQuery, output: ArchiveRecordPage, permission: roles(...READERS),
  http: get('/archive-records'), summary: { zh: '查询电子档案登记', en: 'List the electronic archives of one’s department' },
});
export class DocumentArchived {
  @Id() readonly id!: string;
  @Part(() => Party) readonly department!: Party;
  @Id() readonly permitId!: string;
  @Id() readonly grantId!: string;
  @Text() readonly sha256!: string;
  @Text() readonly compliance!: string;
}
export const documentArchived = defineEvent({ service: 'sharing', name: 'document-archived', data: DocumentArchived });
