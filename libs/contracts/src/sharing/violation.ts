import { defineEvent } from '../define-event.js';
import { defineRequest, get, post } from '../define-request.js';
import { Choice, Flag, Id, InstantField, Nullable, Part, Parts, Slug, Text, Whole } from '../fields.js';
import { PageQuery } from '../page.js';
import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { HistoryEntry, Party, StepView } from '../step.js';
import { GrantId } from './grants.js';

/** Kinds of violations by a body that uses data. Which of them a place admits, detects by itself and stops at once its pack says (`violation.*`). */
export const VIOLATION_KINDS = ['USE_OUT_OF_SCOPE', 'LOCAL_STORAGE', 'CALL_INFLATION', 'OUTSIDE_HOURS', 'FOREIGN_GRANT'] as const;
/** What a person reports of a holder. Whoever tries to use another's grant is found by the platform. */
export const REPORTED_KINDS = ['USE_OUT_OF_SCOPE', 'LOCAL_STORAGE', 'CALL_INFLATION', 'OUTSIDE_HOURS'] as const;
export const VIOLATION_MEASURES = ['WARN', 'SUSPEND', 'TERMINATE'] as const;

/** What speaks for a violation: numbers and times of calls, or what somebody found; never content of the data. */
export class ViolationEvidence {
  @Text({ description: 'What was seen: the code of a refusal, `identical-calls`, `unbound-calls`, or `reported`' }) readonly sign!: string;
  @Nullable({ description: 'Client that called; null for a report' }) readonly client!: string | null;
  @Whole({ min: 1, max: 1_000_000_000, description: 'How often' }) readonly count!: number;
  @InstantField() readonly firstAt!: string;
  @InstantField() readonly lastAt!: string;
  @Nullable({ description: 'Number of the last permit concerned, within the grant; null where none was given' }) readonly lastPermit!: string | null;
  @Nullable({ description: 'Words of whoever reported it' }) readonly description!: string | null;
}
export class ViolationView {
  @Id() readonly id!: string;
  @Choice(VIOLATION_KINDS) readonly kind!: string;
  @Id() readonly grantId!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Part(() => Party, { description: 'Body that is suspected' }) readonly requester!: Party;
  @Part(() => Party) readonly provider!: Party;
  @Text({ description: 'Current step, the same as step.step' }) readonly state!: string;
  @Part(() => StepView) readonly step!: StepView;
  @Parts(() => HistoryEntry) readonly history!: HistoryEntry[];
  @Parts(() => ViolationEvidence) readonly evidence!: ViolationEvidence[];
  @Nullable({ description: 'Measure of a confirmed violation' }) readonly measure!: string | null;
  @InstantField() readonly openedAt!: string;
}

/** Whoever may stop the service reports a violation: opens a case, or adds to the open one of the same grant, body and kind. */
export class ReportViolation {
  @Id() readonly grantId!: string;
  @Choice(REPORTED_KINDS) readonly kind!: string;
  @Text({ max: 2000, description: 'What was found, when and where; never content of the data' }) readonly description!: string;
}
const STOPPERS = roles('DATA_AUTHORITY', 'DATA_ADMINISTRATOR', 'PROVIDER_HEAD');
export const reportViolation = defineRequest({
  service: 'sharing', name: 'report-violation', kind: 'command', input: ReportViolation, output: ViolationView, permission: STOPPERS,
  http: post('/violations'), summary: { zh: '报告违规使用', en: 'Report a violation by a body that uses data' },
});
export class ViolationId {
  @Id() readonly id!: string;
}
export const getViolation = defineRequest({
  service: 'sharing', name: 'get-violation', kind: 'query', input: ViolationId, output: ViolationView, permission: roles(...ROLES),
  http: get('/violations/{id}'), summary: { zh: '查看违规情形', en: 'Read a violation case' },
});
export class ViolationPage {
  @Parts(() => ViolationView) readonly items!: ViolationView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findViolations = defineRequest({
  service: 'sharing', name: 'find-violations', kind: 'query', input: PageQuery, output: ViolationPage, permission: roles(...ROLES),
  http: get('/violations'), summary: { zh: '查询违规情形', en: 'List violation cases' },
});
export class ActOnViolation {
  @Id() readonly id!: string;
  @Slug({ description: 'One of the acts of the current step (`step.acts`)', example: 'confirm' }) readonly act!: string;
  @Choice(VIOLATION_MEASURES, { optional: true, description: 'Of a confirmed violation' }) readonly measure?: string;
  @Text({ optional: true, max: 2000 }) readonly reasons?: string;
}
export const actOnViolation = defineRequest({
  service: 'sharing', name: 'act-on-violation', kind: 'command', input: ActOnViolation, output: ViolationView, permission: STOPPERS,
  http: post('/violations/{id}/acts', { status: 200 }), summary: { zh: '认定和处理违规情形', en: 'Decide on a violation case' },
});

/** How many calls of one kind a grant may make within the pack's window before they count as inflated; null: as the pack says. */
export class CallWatch {
  @Id() readonly grantId!: string;
  @Whole({ min: 1, max: 1_000_000_000, nullable: true }) readonly identicalCalls!: number | null;
  @Whole({ min: 1, max: 1_000_000_000, nullable: true }) readonly unboundCalls!: number | null;
  @Whole({ min: 1, max: 86_400, description: 'Seconds over which calls are counted' }) readonly windowSeconds!: number;
  @Nullable({ description: 'Until when calls are refused, because they were inflated' }) readonly throttledUntil!: string | null;
}
export class SetCallWatch {
  @Id() readonly id!: string;
  @Whole({ min: 1, max: 1_000_000_000, optional: true, description: 'Most calls with the same parameters within the window; as the pack says when absent' }) readonly identicalCalls?: number;
  @Whole({ min: 1, max: 1_000_000_000, optional: true, description: 'Most calls that name no business case within the window; as the pack says when absent' }) readonly unboundCalls?: number;
}
export const setCallWatch = defineRequest({
  service: 'sharing', name: 'set-call-watch', kind: 'command', input: SetCallWatch, output: CallWatch, permission: STOPPERS,
  http: post('/grants/{id}/call-watch', { status: 200 }), summary: { zh: '设定授权的异常调用阈值', en: 'Set the thresholds from which calls under a grant count as inflated' },
});
export const getCallWatch = defineRequest({
  service: 'sharing', name: 'get-call-watch', kind: 'query', input: GrantId, output: CallWatch, permission: roles(...ROLES),
  http: get('/grants/{id}/call-watch'), summary: { zh: '查看授权的异常调用阈值', en: 'Read the thresholds from which calls under a grant count as inflated' },
});

/** Calls under a grant have passed a threshold: the grant is throttled from the permit on that passed it. Detection announces, people decide. */
export class CallsInflated {
  @Id() readonly grantId!: string;
  @Text({ description: '`identical-calls` or `unbound-calls`' }) readonly sign!: string;
  @Text() readonly client!: string;
  @Whole({ min: 1, max: 1_000_000_000 }) readonly count!: number;
  @Whole({ min: 1, max: 1_000_000_000 }) readonly limit!: number;
  @Whole({ min: 1, max: 1_000_000_000, description: 'Number of the last permit concerned' }) readonly lastPermit!: number;
  @InstantField() readonly since!: string;
  @InstantField() readonly throttledUntil!: string;
  @Text() readonly article!: string;
}
export const callsInflated = defineEvent({ service: 'sharing', name: 'calls-inflated', data: CallsInflated });

/** A case was opened, went on, or got more evidence (`act: extend`). For the audit, which keeps violations and what was done about them. */
export class ViolationMoved {
  @Id() readonly id!: string;
  @Choice(VIOLATION_KINDS) readonly kind!: string;
  @Id() readonly grantId!: string;
  @Id() readonly entryId!: string;
  @Part(() => Party) readonly requester!: Party;
  @Part(() => Party) readonly provider!: Party;
  @Text() readonly act!: string;
  @Text() readonly to!: string;
  @Text() readonly article!: string;
  @Whole({ min: 1, max: 1_000_000_000, description: 'Calls and reports that speak for it so far' }) readonly evidence!: number;
  @Nullable() readonly measure!: string | null;
  @Flag({ description: 'Whether the case itself suspended the grant' }) readonly suspended!: boolean;
}
export const violationMoved = defineEvent({ service: 'sharing', name: 'violation-moved', data: ViolationMoved });
