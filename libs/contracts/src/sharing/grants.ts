import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { Choice, DayField, Division, Flag, Id, Nullable, Part, Parts, Text, Texts, Whole } from '../fields.js';
import { defineRequest, get, post } from '../define-request.js';
import { PageQuery } from '../page.js';
import { Party } from '../step.js';
import { RowCondition } from './row-filter.js';

/** How much may be fetched. A day is one in Asia/Shanghai; what is null has no limit. */
export class GrantQuota {
  @Whole({ min: 1, max: 1_000_000_000, description: 'Calls in total' }) readonly calls!: number;
  @Whole({ min: 1, max: 1_000_000_000, nullable: true }) readonly callsPerDay!: number | null;
  @Whole({ min: 1, max: 1_000_000_000_000, nullable: true, description: 'Rows in total' }) readonly rows!: number | null;
  @Whole({ min: 1, max: 1_000_000_000_000, nullable: true }) readonly rowsPerDay!: number | null;
}
const TIME_OF_DAY = /^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/;
/** Hours of the day in Asia/Shanghai, from the first minute to before the last; `from` after `to` spans midnight. */
export class CallHours {
  @Text({ min: 5, max: 5, pattern: TIME_OF_DAY, example: '08:00' }) readonly from!: string;
  @Text({ min: 5, max: 5, pattern: TIME_OF_DAY, example: '18:00' }) readonly to!: string;
}
/** What a grant allows, in full and in a form that machines hold every call to. It carries no price: sharing is free. */
export class GrantTerms {
  @Texts({ min: 1, most: 300, max: 63 }) readonly columns!: string[];
  @Parts(() => RowCondition, { most: 40, description: 'Rows that may be fetched; all when empty' }) readonly rowFilter!: RowCondition[];
  @Text({ min: 0, max: 500, description: 'Every call names it; empty where the law demanded none' }) readonly applicationScenario!: string;
  @Text({ min: 0, max: 500, description: 'A call that names a purpose names this one' }) readonly purpose!: string;
  @Text({ min: 0, max: 500, description: 'Duty that needs the data' }) readonly dutyBasis!: string;
  @Text() readonly provisionMode!: string;
  @Part(() => GrantQuota) readonly quota!: GrantQuota;
  @Flag({ description: 'Whether the holder may keep a copy (落地保存)' }) readonly storageAllowed!: boolean;
  @Texts({ most: 50, description: 'Third parties the data may be passed on to; nobody when empty' }) readonly thirdParties!: string[];
  @Part(() => CallHours, { nullable: true, description: 'Hours of the day in which calls are let through; all when null' }) readonly hours!: CallHours | null;
  @DayField() readonly validFrom!: string;
  @DayField() readonly validUntil!: string;
}
export class GrantView {
  @Id() readonly id!: string;
  @Id() readonly requestId!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Part(() => Party) readonly requester!: Party;
  @Part(() => Party) readonly provider!: Party;
  @Division({ description: 'Node that issued the grant and issues its permits' }) readonly ownerNode!: string;
  @Text({ min: 0, max: 500, description: 'Every call names it; empty where the law demanded none' }) readonly applicationScenario!: string;
  @Text({ min: 0, max: 500 }) readonly purpose!: string;
  @Texts() readonly columns!: string[];
  @Text() readonly provisionMode!: string;
  @Choice(['ACTIVE', 'SUSPENDED', 'TERMINATED']) readonly state!: string;
  @DayField() readonly validFrom!: string;
  @DayField() readonly validUntil!: string;
  @Whole({ min: 1, max: 1_000_000_000 }) readonly callQuota!: number;
  @Whole({ min: 0, max: 1_000_000_000, description: 'Calls taken so far: the highest number of the sequence' }) readonly callsTaken!: number;
  @Whole({ min: 0, max: 2_000_000_000_000, description: 'Rows delivered, and reserved for calls under way, as far as the quota limits rows' }) readonly rowsTaken!: number;
  @Nullable() readonly suspensionReason!: string | null;
  @Flag({ description: 'No call is let through because of a safety danger of the entry' }) readonly safetyStopped!: boolean;
  @Part(() => GrantTerms) readonly terms!: GrantTerms;
}
export class GrantId {
  @Id() readonly id!: string;
}
export const getGrant = defineRequest({
  service: 'sharing', name: 'get-grant', kind: 'query', input: GrantId, output: GrantView, permission: roles(...ROLES),
  http: get('/grants/{id}'), summary: { zh: '查看使用授权', en: 'Read a grant' },
});
export class GrantPage {
  @Parts(() => GrantView) readonly items!: GrantView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findGrants = defineRequest({
  service: 'sharing', name: 'find-grants', kind: 'query', input: PageQuery, output: GrantPage, permission: roles(...ROLES),
  http: get('/grants'), summary: { zh: '查询使用授权', en: 'List grants held or given' },
});
export const GRANT_ACTS = ['suspend', 'restore', 'terminate'] as const;
export class ActOnGrant {
  @Id() readonly id!: string;
  @Choice(GRANT_ACTS, { description: 'Termination is final' }) readonly act!: string;
  @Text({ optional: true, max: 2000 }) readonly reasons?: string;
  @Text({ optional: true, max: 64, description: 'Ground of a suspension or termination, where the pack lists the admissible ones' }) readonly ground?: string;
}
/** Takes effect with its commit: the next call is judged by the new state. */
export const actOnGrant = defineRequest({
  service: 'sharing', name: 'act-on-grant', kind: 'command', input: ActOnGrant, output: GrantView, permission: roles('DATA_AUTHORITY', 'DATA_ADMINISTRATOR', 'PROVIDER_HEAD'),
  http: post('/grants/{id}/acts', { status: 200 }), summary: { zh: '暂停、恢复或者终止使用授权', en: 'Suspend, restore or terminate a grant, with effect at once' },
});
