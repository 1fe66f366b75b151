import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { Choice, DayField, Flag, Id, InstantField, Nullable, Part, Parts, Slug, Text, Texts, Whole } from '../fields.js';
import { CitedArticle } from '../cited-article.js';
import { defineEvent } from '../define-event.js';
import { defineRequest, get, post } from '../define-request.js';
import { PageQuery } from '../page.js';
import { DeadlineRecalculated, HistoryEntry, Party, StepDeadline, StepView } from '../step.js';
import { SuggestedEntry } from './demand.js';

const YEARS = { min: 2000, max: 2100 } as const;

/** What a body needs in the year. Its name stands for it within the plan. */
export class PlanItem {
  @Text({ max: 100, example: '婚姻登记信息' }) readonly name!: string;
  @Texts({ min: 1, most: 50, max: 100, description: 'Data items needed, by name' }) readonly dataItems!: string[];
  @Text({ max: 500, description: 'Duty that needs the data' }) readonly dutyBasis!: string;
  @Text({ max: 500, description: 'Application scenario (应用场景)' }) readonly scenario!: string;
  @DayField({ optional: true, description: 'Day from which it is needed' }) readonly wantedFrom?: string;
  @Id({ optional: true, description: 'Entry that the body believes to be the one' }) readonly entryId?: string;
  @Slug({ optional: true, description: 'Organisation that the body believes to have the data' }) readonly providerId?: string;
}
export class DraftDemandPlan {
  @Whole({ ...YEARS, description: 'Year of the plan: this or the next' }) readonly year!: number;
  @Parts(() => PlanItem, { optional: true, most: 100 }) readonly items?: PlanItem[];
}
export class DemandPlanView {
  @Id() readonly id!: string;
  @Whole(YEARS) readonly year!: number;
  @Part(() => Party) readonly requester!: Party;
  @Parts(() => PlanItem, { most: 100 }) readonly items!: PlanItem[];
  @Whole({ min: 0, max: 1_000_000, description: 'Versions on record; 0 until it is submitted' }) readonly version!: number;
  @Nullable() readonly submittedAt!: string | null;
  @Text({ description: 'Current step, the same as step.step' }) readonly state!: string;
  @Part(() => StepView) readonly step!: StepView;
  @Parts(() => HistoryEntry) readonly history!: HistoryEntry[];
}
export const draftDemandPlan = defineRequest({
  service: 'sharing', name: 'draft-demand-plan', kind: 'command', input: DraftDemandPlan, output: DemandPlanView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/demand-plans'), summary: { zh: '编制年度数据需求计划', en: 'Draft the demand plan of a year' },
});

/** What the authority says of one item: the entry that supplies it, or the body that has to. */
export class ItemMatch {
  @Text({ max: 100, description: 'Name of the item' }) readonly item!: string;
  @Id({ optional: true, description: 'Published entry that supplies it' }) readonly entryId?: string;
  @Slug({ optional: true, description: 'Organisation that is to supply it' }) readonly providerId?: string;
}
/** An act by the name the regulation pack gives it. */
export class ActOnDemandPlan {
  @Id() readonly id!: string;
  @Slug({ description: 'One of the acts of the current step (`step.acts`)', example: 'update' }) readonly act!: string;
  @Parts(() => PlanItem, { optional: true, min: 1, most: 100, description: 'The whole plan anew, for an act that submits or updates it' }) readonly items?: PlanItem[];
  @Parts(() => ItemMatch, { optional: true, min: 1, most: 100, description: 'For the authority’s match' }) readonly matches?: ItemMatch[];
}
export const actOnDemandPlan = defineRequest({
  service: 'sharing', name: 'act-on-demand-plan', kind: 'command', input: ActOnDemandPlan, output: DemandPlanView, permission: roles('DATA_ADMINISTRATOR', 'DATA_AUTHORITY'),
  http: post('/demand-plans/{id}/acts', { status: 200 }), summary: { zh: '办理数据需求计划(作出当前环节所列的行为)', en: 'Act on a demand plan: any act that its current step lists' },
});

export class DemandPlanId {
  @Id() readonly id!: string;
}
const READERS = roles('DATA_ADMINISTRATOR', 'PROVIDER_HEAD', 'DATA_AUTHORITY', 'PEOPLES_GOVERNMENT', 'LEADING_GROUP');
export const getDemandPlan = defineRequest({
  service: 'sharing', name: 'get-demand-plan', kind: 'query', input: DemandPlanId, output: DemandPlanView, permission: READERS,
  http: get('/demand-plans/{id}'), summary: { zh: '查看数据需求计划', en: 'Read a demand plan' },
});
export class FindDemandPlans extends PageQuery {
  @Whole({ ...YEARS, optional: true }) readonly year?: number;
}
export class DemandPlanLine {
  @Id() readonly id!: string;
  @Whole(YEARS) readonly year!: number;
  @Part(() => Party) readonly requester!: Party;
  @Whole({ min: 0, max: 100 }) readonly items!: number;
  @Whole({ min: 0, max: 1_000_000 }) readonly version!: number;
  @Text() readonly state!: string;
  @Nullable() readonly dueOn!: string | null;
}
export class DemandPlanPage {
  @Parts(() => DemandPlanLine) readonly items!: DemandPlanLine[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findDemandPlans = defineRequest({
  service: 'sharing', name: 'find-demand-plans', kind: 'query', input: FindDemandPlans, output: DemandPlanPage, permission: READERS,
  http: get('/demand-plans'), summary: { zh: '查询数据需求计划', en: 'List demand plans: a body its own, the authority those submitted to it' },
});

/** A plan as it was submitted, updated or confirmed. Never changed afterwards. */
export class DemandPlanVersion {
  @Whole({ min: 1, max: 1_000_000 }) readonly version!: number;
  @Text({ description: 'Act that made it' }) readonly act!: string;
  @InstantField() readonly at!: string;
  @Parts(() => PlanItem, { most: 100 }) readonly items!: PlanItem[];
}
export class FindPlanVersions extends PageQuery {
  @Id() readonly id!: string;
}
export class DemandPlanVersions {
  @Parts(() => DemandPlanVersion) readonly items!: DemandPlanVersion[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findPlanVersions = defineRequest({
  service: 'sharing', name: 'find-plan-versions', kind: 'query', input: FindPlanVersions, output: DemandPlanVersions, permission: READERS,
  http: get('/demand-plans/{id}/versions'), summary: { zh: '数据需求计划的各版本', en: 'The versions of a demand plan, the oldest first' },
});

export const LATENESS = ['NOT_SUBMITTED', 'NOT_UPDATED'] as const;
/** A body that owes the plan of the year, or its update in some month. */
export class LateBody {
  @Part(() => Party) readonly organisation!: Party;
  @Choice(LATENESS) readonly what!: string;
  @Nullable() readonly planId!: string | null;
  @Texts({ most: 12, description: 'Months without update or confirmation, YYYY-MM' }) readonly months!: string[];
  @DayField({ description: 'Last day of the first period that was missed' }) readonly dueOn!: string;
  @Part(() => CitedArticle) readonly article!: CitedArticle;
}
export class FindLateBodies extends PageQuery {
  @Whole({ ...YEARS, optional: true, description: 'The running year when absent' }) readonly year?: number;
}
export class LateBodies {
  @Parts(() => LateBody) readonly items!: LateBody[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findLateBodies = defineRequest({
  service: 'sharing', name: 'find-late-bodies', kind: 'query', input: FindLateBodies, output: LateBodies, permission: roles('DATA_AUTHORITY'),
  http: get('/demand-plans/late'), summary: { zh: '未按期报送或者更新数据需求计划的机构', en: 'Bodies of the authority’s level that have not submitted the plan of the year, or not updated it in a month' },
});

/** MATCHED: an entry supplies it. ASSIGNED: a body is to. DECLINED: that body has said that it cannot. UNMATCHED: nobody yet. */
export const SUPPLY_STATES = ['MATCHED', 'ASSIGNED', 'DECLINED', 'UNMATCHED'] as const;
export class SupplyLine {
  @Id() readonly planId!: string;
  @Whole(YEARS) readonly year!: number;
  @Part(() => Party) readonly requester!: Party;
  @Text() readonly item!: string;
  @Texts() readonly dataItems!: string[];
  @Choice(SUPPLY_STATES) readonly status!: string;
  @Nullable() readonly entryId!: string | null;
  @Nullable() readonly entryName!: string | null;
  @Part(() => Party, { nullable: true, description: 'Who supplies it, or is to' }) readonly provider!: Party | null;
  @Nullable({ description: 'Task of the provider' }) readonly taskId!: string | null;
  @Nullable({ description: 'Last day of the task' }) readonly dueOn!: string | null;
  @Parts(() => SuggestedEntry, { most: 3, description: 'Published entries that may supply it; empty once it is matched' }) readonly suggestions!: SuggestedEntry[];
}
export class SupplyPage {
  @Parts(() => SupplyLine) readonly items!: SupplyLine[];
  @Nullable() readonly nextCursor!: string | null;
}
export class SeePlanSupply extends PageQuery {
  @Id() readonly id!: string;
}
export const seePlanSupply = defineRequest({
  service: 'sharing', name: 'see-plan-supply', kind: 'query', input: SeePlanSupply, output: SupplyPage, permission: READERS,
  http: get('/demand-plans/{id}/supply'), summary: { zh: '数据需求计划的供给情况', en: 'Supply against the plan: every item with matched entry, provider and status' },
});
export const seeSupply = defineRequest({
  service: 'sharing', name: 'see-supply', kind: 'query', input: FindDemandPlans, output: SupplyPage, permission: roles('DATA_AUTHORITY'),
  http: get('/demand-plans/supply'), summary: { zh: '各数据需求计划的供给情况', en: 'Supply against all plans submitted to the authority' },
});

/** What a provider is to supply for another body's plan. */
export class SupplyTaskView {
  @Id() readonly id!: string;
  @Id() readonly planId!: string;
  @Whole(YEARS) readonly year!: number;
  @Part(() => PlanItem) readonly item!: PlanItem;
  @Part(() => Party) readonly requester!: Party;
  @Part(() => Party) readonly provider!: Party;
  @Nullable({ description: 'Entry that supplies it' }) readonly entryId!: string | null;
  @Text() readonly state!: string;
  @Part(() => StepView) readonly step!: StepView;
  @Parts(() => HistoryEntry) readonly history!: HistoryEntry[];
}
export class SupplyTaskId {
  @Id() readonly id!: string;
}
export const getSupplyTask = defineRequest({
  service: 'sharing', name: 'get-supply-task', kind: 'query', input: SupplyTaskId, output: SupplyTaskView, permission: roles(...ROLES),
  http: get('/supply-tasks/{id}'), summary: { zh: '查看数据供给任务', en: 'Read a supply task' },
});
export class SupplyTaskPage {
  @Parts(() => SupplyTaskView) readonly items!: SupplyTaskView[];
  @Nullable() readonly nextCursor!: string | null;
}
export class FindSupplyTasks extends PageQuery {
  @Flag({ optional: true, description: 'Only ended ones, or only open ones' }) readonly ended?: boolean;
}
export const findSupplyTasks = defineRequest({
  service: 'sharing', name: 'find-supply-tasks', kind: 'query', input: FindSupplyTasks, output: SupplyTaskPage, permission: roles(...ROLES),
  http: get('/supply-tasks'), summary: { zh: '查询数据供给任务', en: 'List supply tasks that concern my organisation' },
});
/** A match goes by the plan (`match` of the demand plan): it says by which entry. */
export class ActOnSupplyTask {
  @Id() readonly id!: string;
  @Choice(['decline', 'cancel']) readonly act!: string;
  @Text({ optional: true, max: 2000 }) readonly reasons?: string;
}
export const actOnSupplyTask = defineRequest({
  service: 'sharing', name: 'act-on-supply-task', kind: 'command', input: ActOnSupplyTask, output: SupplyTaskView, permission: roles('DATA_ADMINISTRATOR', 'DATA_AUTHORITY'),
  http: post('/supply-tasks/{id}/acts', { status: 200 }), summary: { zh: '办理数据供给任务', en: 'Decline a supply task with reasons, or cancel it' },
});

export class DemandPlanMoved {
  @Id() readonly id!: string;
  @Whole(YEARS) readonly year!: number;
  @Slug() readonly organisationId!: string;
  @Text() readonly act!: string;
  @Text() readonly to!: string;
  @Whole({ min: 0, max: 1_000_000 }) readonly version!: number;
  @Text() readonly article!: string;
  @Nullable() readonly dueOn!: string | null;
}
export const demandPlanMoved = defineEvent({ service: 'sharing', name: 'demand-plan-moved', data: DemandPlanMoved });
export const demandPlanDueSoon = defineEvent({ service: 'sharing', name: 'demand-plan-due-soon', data: StepDeadline });
export const demandPlanOverdue = defineEvent({ service: 'sharing', name: 'demand-plan-overdue', data: StepDeadline });
export const demandPlanDeadlineRecalculated = defineEvent({ service: 'sharing', name: 'demand-plan-deadline-recalculated', data: DeadlineRecalculated });

export class SupplyTaskMoved {
  @Id() readonly id!: string;
  @Id() readonly planId!: string;
  @Slug() readonly providerId!: string;
  @Text() readonly act!: string;
  @Text() readonly to!: string;
  @Text() readonly article!: string;
  @Nullable() readonly entryId!: string | null;
  @Nullable() readonly dueOn!: string | null;
}
export const supplyTaskMoved = defineEvent({ service: 'sharing', name: 'supply-task-moved', data: SupplyTaskMoved });
export const supplyTaskDueSoon = defineEvent({ service: 'sharing', name: 'supply-task-due-soon', data: StepDeadline });
export const supplyTaskOverdue = defineEvent({ service: 'sharing', name: 'supply-task-overdue', data: StepDeadline });
export const supplyTaskDeadlineRecalculated = defineEvent({ service: 'sharing', name: 'supply-task-deadline-recalculated', data: DeadlineRecalculated });

/** The provider of a task has published an entry that fits it: the authority may match it. */
export class SupplyFound {
  @Id() readonly taskId!: string;
  @Id() readonly planId!: string;
  @Id() readonly entryId!: string;
}
export const supplyFound = defineEvent({ service: 'sharing', name: 'supply-found', data: SupplyFound });
