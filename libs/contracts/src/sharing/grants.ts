import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { Choice, DayField, Division, Id, Nullable, Part, Parts, Text, Texts, Whole } from '../fields.js';
import { defineRequest, get, post } from '../define-request.js';
import { PageQuery } from '../page.js';
import { Party } from '../step.js';

export class GrantView {
  @Id() readonly id!: string;
  @Id() readonly requestId!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Part(() => Party) readonly requester!: Party;
  @Part(() => Party) readonly provider!: Party;
  @Division({ description: 'Node that issued the grant and issues its permits' }) readonly ownerNode!: string;
  @Text({ description: 'Every call names it' }) readonly applicationScenario!: string;
  @Text() readonly purpose!: string;
  @Texts() readonly columns!: string[];
  @Text() readonly provisionMode!: string;
  @Choice(['ACTIVE', 'SUSPENDED', 'TERMINATED']) readonly state!: string;
  @DayField() readonly validFrom!: string;
  @DayField() readonly validUntil!: string;
  @Whole({ min: 1, max: 1_000_000_000 }) readonly callQuota!: number;
  @Whole({ min: 0, max: 1_000_000_000, description: 'Calls taken so far: the highest number of the sequence' }) readonly callsTaken!: number;
  @Nullable() readonly suspensionReason!: string | null;
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
export class SuspendGrant {
  @Id() readonly id!: string;
  @Text({ optional: true, max: 2000 }) readonly reasons?: string;
  @Text({ optional: true, max: 64, description: 'Ground of a suspension, where the pack lists the admissible ones' }) readonly ground?: string;
}
export const suspendGrant = defineRequest({
  service: 'sharing', name: 'suspend-grant', kind: 'command', input: SuspendGrant, output: GrantView, permission: roles('DATA_AUTHORITY', 'DATA_ADMINISTRATOR', 'PROVIDER_HEAD'),
  http: post('/grants/{id}/suspension', { status: 200 }), summary: { zh: '暂停使用授权', en: 'Suspend a grant, with effect at once' },
});
export const restoreGrant = defineRequest({
  service: 'sharing', name: 'restore-grant', kind: 'command', input: SuspendGrant, output: GrantView, permission: roles('DATA_AUTHORITY', 'DATA_ADMINISTRATOR', 'PROVIDER_HEAD'),
  http: post('/grants/{id}/restoration', { status: 200 }), summary: { zh: '恢复使用授权', en: 'Restore a suspended grant' },
});
