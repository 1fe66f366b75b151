import { roles } from '../permission.js';
import { Choice, Id, InstantField, JsonField, Nullable, Part, Parts, Slug, Text, Texts, Whole } from '../fields.js';
import { defineEvent } from '../define-event.js';
import { defineRequest, get, post } from '../define-request.js';
import { PageQuery } from '../page.js';
import { Label, Party } from '../step.js';

/** Data that a department needs and does not know where to find: a registered demand (数据需求). */
export class DemandContent {
  @Text({ example: '婚姻登记信息' }) readonly name!: string;
  @Texts({ min: 1, most: 50, max: 100, description: 'Data items needed, by name' }) readonly dataItems!: string[];
  @Text({ max: 500, description: 'Duty that needs the data' }) readonly dutyBasis!: string;
  @Text({ max: 500, description: 'Application scenario (应用场景)' }) readonly scenario!: string;
}

/** How like a wanted item is to the nearest one of an entry, in percent of equal two-character pieces; `found` is null where nothing is alike. */
export class ItemFit {
  @Text() readonly wanted!: string;
  @Nullable() readonly found!: string | null;
  @Whole({ min: 0, max: 100 }) readonly likeness!: number;
}
/** An entry that may supply what is needed, with the reason why it is suggested. A suggestion decides nothing. */
export class SuggestedEntry {
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Part(() => Party) readonly provider!: Party;
  @Whole({ min: 0, max: 100, description: 'Percent' }) readonly nameLikeness!: number;
  @Parts(() => ItemFit, { most: 50 }) readonly items!: ItemFit[];
  @JsonField({ description: 'Why it is suggested, zh and en' }) readonly why!: Label;
}

/** UNMET: no published entry fits. SUGGESTED: at least one may. MET: the department has accepted one. */
export const DEMAND_STATES = ['UNMET', 'SUGGESTED', 'MET', 'WITHDRAWN'] as const;
export class DemandView extends DemandContent {
  @Id() readonly id!: string;
  @Part(() => Party) readonly requester!: Party;
  @Choice(DEMAND_STATES) readonly state!: string;
  @Parts(() => SuggestedEntry, { most: 20, description: 'The likeliest first' }) readonly suggestions!: SuggestedEntry[];
  @Nullable({ description: 'Entry that was accepted' }) readonly entryId!: string | null;
  @InstantField() readonly registeredAt!: string;
}
export const registerDemand = defineRequest({
  service: 'sharing', name: 'register-demand', kind: 'command', input: DemandContent, output: DemandView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/demands'), summary: { zh: '登记数据需求', en: 'Register data that the department needs; what fits in the catalogue is suggested, now or when it is published' },
});

export class DemandId {
  @Id() readonly id!: string;
}
export const getDemand = defineRequest({
  service: 'sharing', name: 'get-demand', kind: 'query', input: DemandId, output: DemandView, permission: roles('DATA_ADMINISTRATOR', 'DATA_AUTHORITY'),
  http: get('/demands/{id}'), summary: { zh: '查看数据需求', en: 'Read a registered demand' },
});

export class FindDemands extends PageQuery {
  @Choice(DEMAND_STATES, { optional: true }) readonly state?: string;
}
export class DemandPage {
  @Parts(() => DemandView) readonly items!: DemandView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findDemands = defineRequest({
  service: 'sharing', name: 'find-demands', kind: 'query', input: FindDemands, output: DemandPage, permission: roles('DATA_ADMINISTRATOR', 'DATA_AUTHORITY'),
  http: get('/demands'), summary: { zh: '查询数据需求', en: 'List registered demands: a department its own, the authority all of its level' },
});

/** accept: the entry is what was needed. dismiss: the entry is not, and is not suggested again. withdraw: the data is needed no longer. */
export const DEMAND_ACTS = ['accept', 'dismiss', 'withdraw'] as const;
export class ActOnDemand {
  @Id() readonly id!: string;
  @Choice(DEMAND_ACTS) readonly act!: string;
  @Id({ optional: true, description: 'Suggested entry, to accept or dismiss' }) readonly entryId?: string;
}
export const actOnDemand = defineRequest({
  service: 'sharing', name: 'act-on-demand', kind: 'command', input: ActOnDemand, output: DemandView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/demands/{id}/acts', { status: 200 }), summary: { zh: '办理数据需求(采纳、排除建议或者撤回)', en: 'Accept or dismiss a suggested entry, or withdraw the demand' },
});

export class DemandMoved {
  @Id() readonly id!: string;
  @Slug({ description: 'Department that needs the data' }) readonly organisationId!: string;
  @Choice(DEMAND_STATES) readonly state!: string;
  @Nullable() readonly entryId!: string | null;
}
export const demandMoved = defineEvent({ service: 'sharing', name: 'demand-moved', data: DemandMoved });

/** An entry may supply a registered demand: the department is told. */
export class DemandMatched {
  @Id() readonly id!: string;
  @Slug() readonly organisationId!: string;
  @Id() readonly entryId!: string;
}
export const demandMatched = defineEvent({ service: 'sharing', name: 'demand-matched', data: DemandMatched });
