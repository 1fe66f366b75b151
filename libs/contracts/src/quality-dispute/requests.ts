import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { Choice, Division, Flag, Id, InstantField, Nullable, Part, Parts, Text, Whole } from '../fields.js';
import { defineRequest, get, post } from '../define-request.js';
import { PageQuery } from '../page.js';
import { HistoryEntry, Party, StepView } from '../step.js';

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
export const forwardVerification = defineRequest({
  service: 'quality-dispute', name: 'forward-verification', kind: 'command', input: VerificationId, output: VerificationView, permission: roles('DATA_AUTHORITY'),
  http: post('/verification-requests/{id}/forwarding', { status: 200 }), summary: { zh: '转办校核申请', en: 'Forward a verification request' },
});
export class GiveFeedback {
  @Id() readonly id!: string;
  @Choice(['EXPLAINED', 'REPAIRED']) readonly outcome!: string;
  @Text({ optional: true, max: 2000 }) readonly explanation?: string;
  @Whole({ min: 1, max: 1_000_000, optional: true }) readonly repairedVersion?: number;
}
export const giveFeedback = defineRequest({
  service: 'quality-dispute', name: 'give-feedback', kind: 'command', input: GiveFeedback, output: VerificationView, permission: roles('DATA_ADMINISTRATOR', 'PROVIDER_HEAD'),
  http: post('/verification-requests/{id}/feedback', { status: 200 }), summary: { zh: '反馈校核结果', en: 'Give the verification’s result' },
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
