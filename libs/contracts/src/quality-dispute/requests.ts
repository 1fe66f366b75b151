import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { Division, Flag, Id, InstantField, Nullable, Part, Parts, Slug, Text, Whole } from '../fields.js';
import { defineRequest, get, post } from '../define-request.js';
import { PageQuery } from '../page.js';
import { HistoryEntry, LegalBasis, Party, StepView } from '../step.js';

export class DoubtedRow {
  @Text({ description: 'Column that names rows', max: 63 }) readonly keyColumn!: string;
  @Text() readonly key!: string;
  @Text({ max: 63 }) readonly column!: string;
  @Text({ max: 1000, description: 'What was received' }) readonly observed!: string;
  @Text({ max: 1000, optional: true, description: 'What the requester holds to be right' }) readonly expected?: string;
}
export class FileVerification {
  @Id() readonly grantId!: string;
  @Text({ optional: true, max: 2000 }) readonly doubt?: string;
  @Parts(() => DoubtedRow, { most: 200, optional: true }) readonly rows?: DoubtedRow[];
}
export class VerificationView {
  @Id() readonly id!: string;
  @Id() readonly grantId!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Part(() => Party) readonly requester!: Party;
  @Part(() => Party) readonly provider!: Party;
  @Text() readonly doubt!: string;
  @Parts(() => DoubtedRow) readonly rows!: DoubtedRow[];
  @Division() readonly originNode!: string;
  @Division() readonly ownerNode!: string;
  @Text() readonly state!: string;
  @Part(() => StepView) readonly step!: StepView;
  @Parts(() => HistoryEntry) readonly history!: HistoryEntry[];
  @Flag({ description: 'Business with citizens goes on meanwhile' }) readonly businessContinues!: boolean;
  @Nullable() readonly explanation!: string | null;
  @Whole({ min: 1, max: 1_000_000, optional: true }) readonly repairedVersion?: number;
}
export const fileVerification = defineRequest({
  service: 'quality-dispute', name: 'file-verification', kind: 'command', input: FileVerification, output: VerificationView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/verification-requests'), summary: { zh: '提出校核申请', en: 'File a verification request' },
});
export class VerificationId {
  @Id() readonly id!: string;
}
/** An act by the name the regulation pack gives it; `step.acts` of the verification says which are possible now. What each act demands, and of whom, is the pack's to say. */
export class ActOnVerification {
  @Id() readonly id!: string;
  @Slug({ description: 'One of the acts of the current step (`step.acts`)', example: 'forward' }) readonly act!: string;
  @Text({ optional: true, max: 2000 }) readonly reasons?: string;
  @Text({ optional: true, max: 2000, description: 'The result in words' }) readonly explanation?: string;
  @Whole({ min: 1, max: 1_000_000, optional: true, description: 'Data version in which the doubted rows are right' }) readonly repairedVersion?: number;
  @Whole({ min: 1, max: 1000, optional: true, description: 'Length of an extension in working days' }) readonly workingDays?: number;
  @Text({ optional: true, max: 64, description: 'Conclusion of a dispute, one of those that the pack lists' }) readonly conclusion?: string;
  @Part(() => LegalBasis, { optional: true }) readonly legalBasis?: LegalBasis;
}
export const actOnVerification = defineRequest({
  service: 'quality-dispute', name: 'act-on-verification', kind: 'command', input: ActOnVerification, output: VerificationView, permission: roles(...ROLES),
  http: post('/verification-requests/{id}/acts', { status: 200 }), summary: { zh: '办理校核申请(作出当前环节所列的行为)', en: 'Act on a verification: any act that its current step lists' },
});
export const getVerification = defineRequest({
  service: 'quality-dispute', name: 'get-verification', kind: 'query', input: VerificationId, output: VerificationView, permission: roles(...ROLES),
  http: get('/verification-requests/{id}'), summary: { zh: '查看校核申请', en: 'Read a verification request' },
});
export class VerificationPage {
  @Parts(() => VerificationView) readonly items!: VerificationView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findVerifications = defineRequest({
  service: 'quality-dispute', name: 'find-verifications', kind: 'query', input: PageQuery, output: VerificationPage, permission: roles(...ROLES),
  http: get('/verification-requests'), summary: { zh: '查询校核申请', en: 'List verification requests' },
});

/** Told to an organisation that received rows which turned out wrong. */
export class NoticeView {
  @Id() readonly id!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Id() readonly grantId!: string;
  @Id() readonly correctionId!: string;
  @Whole({ min: 1, max: 1_000_000 }) readonly correctedVersion!: number;
  @Whole({ min: 1, max: 1_000_000_000, description: 'Permits under which the wrong data left' }) readonly permits!: number;
  @Text() readonly message!: string;
  @InstantField() readonly noticedAt!: string;
}
export class NoticePage {
  @Parts(() => NoticeView) readonly items!: NoticeView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findNotices = defineRequest({
  service: 'quality-dispute', name: 'find-notices', kind: 'query', input: PageQuery, output: NoticePage, permission: roles(...ROLES),
  http: get('/notices'), summary: { zh: '本机构收到的数据更正通知', en: 'Correction notices to my organisation' },
});
