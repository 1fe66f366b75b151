import { roles } from '../permission.js';
import { Choice, Choices, Flag, Id, InstantField, Nullable, Part, Parts, Slug, Text, Whole } from '../fields.js';
import { defineEvent } from '../define-event.js';
import { defineProblem } from '../problem.js';
import { defineRequest, get, post, put } from '../define-request.js';
import { PageQuery } from '../page.js';
import { CitedArticle } from '../cited-article.js';
import { HistoryEntry, Party } from '../step.js';

export const PROJECT_STATES = ['PROPOSED', 'APPROVED', 'REFUSED', 'ACCEPTED', 'REJECTED'] as const;
export const PROJECT_ACTS = ['approve', 'refuse', 'accept', 'reject'] as const;
/** Why the data of a supply list do not allow acceptance. */
export const ACCEPTANCE_FAULTS = ['NOT_CATALOGUED', 'NOT_PROVIDED', 'QUALITY_FAILED', 'UPDATE_LATE'] as const;

export const projectProblems = {
  supplyListMissing: defineProblem('catalogue/supply-list-missing', 409, '项目立项前应当明确供给清单', 'A project is not approved before its supply list is stated'),
  notSupported: defineProblem('catalogue/sharing-not-supported', 409, '项目不支持政务数据共享,不予审批', 'A project that does not support sharing is not approved'),
  notReady: defineProblem('catalogue/project-not-ready', 409, '项目尚不具备验收条件', 'The project is not ready for acceptance'),
  actNotAllowed: defineProblem('catalogue/project-act-not-allowed', 409, '项目当前状态不允许此操作', 'The state of the project does not allow this'),
  supplyListFixed: defineProblem('catalogue/supply-list-fixed', 409, '立项后供给清单不得增减,只能对应目录条目', 'After approval the supply list stays as it is; only entries may be named for it'),
} as const;

/** Data that a project will supply to other agencies. */
export class SupplyItem {
  @Text({ example: '停车泊位信息' }) readonly name!: string;
  @Id({ optional: true, description: 'Entry under which it is supplied, once there is one' }) readonly entryId?: string;
}
export class ProjectContent {
  @Text({ example: '智慧停车平台' }) readonly name!: string;
  @Text({ optional: true, max: 2000 }) readonly purpose?: string;
  @Parts(() => SupplyItem, { optional: true, most: 200, description: 'Supply list (供给清单): what the project will share' }) readonly supplyList?: SupplyItem[];
}
export class ProjectView {
  @Id() readonly id!: string;
  @Text() readonly name!: string;
  @Nullable({ max: 2000 }) readonly purpose!: string | null;
  @Part(() => Party) readonly department!: Party;
  @Choice(PROJECT_STATES) readonly state!: string;
  @Parts(() => SupplyItem) readonly supplyList!: SupplyItem[];
  @Choices(ACCEPTANCE_FAULTS, { min: 0, description: 'Why it was rejected; empty for every other state' }) readonly rejectedFor!: string[];
  @Flag({ description: 'Further payment is suspended' }) readonly paymentSuspended!: boolean;
  @Parts(() => HistoryEntry) readonly history!: HistoryEntry[];
}
export class ProjectId {
  @Id() readonly id!: string;
}
const READERS = ['DATA_ADMINISTRATOR', 'PROVIDER_HEAD', 'DATA_AUTHORITY', 'PROJECT_APPROVER', 'AUDITOR'] as const;

export const proposeProject = defineRequest({
  service: 'catalogue', name: 'propose-project', kind: 'command', input: ProjectContent, output: ProjectView, permission: roles('DATA_ADMINISTRATOR'),
  http: post('/projects'), summary: { zh: '申报信息化项目', en: 'Propose an information project' },
});
export class SetSupplyList {
  @Id() readonly id!: string;
  @Parts(() => SupplyItem, { min: 1, most: 200 }) readonly items!: SupplyItem[];
}
export const setSupplyList = defineRequest({
  service: 'catalogue', name: 'set-supply-list', kind: 'command', input: SetSupplyList, output: ProjectView, permission: roles('DATA_ADMINISTRATOR'),
  http: put('/projects/{id}/supply-list'), summary: { zh: '明确供给清单', en: 'State the supply list; after approval only the entries of its items change' },
});
export class ActOnProject {
  @Id() readonly id!: string;
  @Choice(PROJECT_ACTS) readonly act!: string;
  @Choice(ACCEPTANCE_FAULTS, { optional: true, description: 'For a rejection: what the approver found wrong' }) readonly ground?: string;
  @Text({ optional: true, max: 2000 }) readonly reasons?: string;
}
export const actOnProject = defineRequest({
  service: 'catalogue', name: 'act-on-project', kind: 'command', input: ActOnProject, output: ProjectView, permission: roles('PROJECT_APPROVER'),
  http: post('/projects/{id}/acts', { status: 200 }), summary: { zh: '办理项目审批、验收', en: 'Approve, refuse, accept or reject a project' },
});
export const getProject = defineRequest({
  service: 'catalogue', name: 'get-project', kind: 'query', input: ProjectId, output: ProjectView, permission: roles(...READERS),
  http: get('/projects/{id}'), summary: { zh: '查看项目', en: 'Read a project' },
});
export class ProjectPage {
  @Parts(() => ProjectView) readonly items!: ProjectView[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findProjects = defineRequest({
  service: 'catalogue', name: 'find-projects', kind: 'query', input: PageQuery, output: ProjectPage, permission: roles(...READERS),
  http: get('/projects'), summary: { zh: '项目列表', en: 'Projects: all for approvers and authorities, else those of the department' },
});

export class SharingSupport {
  @Choice(['SUPPORTED', 'NOT_SUPPORTED']) readonly verdict!: string;
  @Whole({ min: 0, max: 200, description: 'Items of the declared sharing list' }) readonly declared!: number;
  @Part(() => CitedArticle, { nullable: true, description: 'The provision that demands it; null where none does' }) readonly article!: CitedArticle | null;
}
export const getSharingSupport = defineRequest({
  service: 'catalogue', name: 'get-sharing-support', kind: 'query', input: ProjectId, output: SharingSupport, permission: roles(...READERS),
  http: get('/projects/{id}/sharing-support'), summary: { zh: '项目是否支持数据共享', en: 'Whether a project supports sharing, for its approver' },
});
export class AcceptanceFault {
  @Text() readonly name!: string;
  @Id({ nullable: true }) readonly entryId!: string | null;
  @Choice(ACCEPTANCE_FAULTS) readonly fault!: string;
}
export class AcceptanceCheck {
  @Choice(['READY', 'NOT_READY']) readonly verdict!: string;
  @Parts(() => AcceptanceFault) readonly missing!: AcceptanceFault[];
  @Part(() => CitedArticle, { nullable: true }) readonly article!: CitedArticle | null;
}
export const checkAcceptance = defineRequest({
  service: 'catalogue', name: 'check-acceptance', kind: 'query', input: ProjectId, output: AcceptanceCheck, permission: roles(...READERS),
  http: get('/projects/{id}/acceptance-check'), summary: { zh: '验收前数据供给核查', en: 'Whether the data of a project’s supply list are there, good and up to date' },
});

/** How a department keeps its catalogue: what reviewers of projects go by. */
export class EntryCounts {
  @Whole({ min: 0, max: 10_000_000 }) readonly published!: number;
  @Whole({ min: 0, max: 10_000_000 }) readonly underWay!: number;
  @Whole({ min: 0, max: 10_000_000 }) readonly withdrawn!: number;
}
export class UpdatePunctuality {
  @Whole({ min: 0, max: 10_000_000, description: 'Updates handed in within their period' }) readonly onTime!: number;
  @Whole({ min: 0, max: 10_000_000 }) readonly late!: number;
  @Whole({ min: 0, max: 10_000_000, description: 'Still to be handed in, past the end of the period' }) readonly overdue!: number;
}
export class ProvisionStatus {
  @Whole({ min: 0, max: 10_000_000, description: 'Published entries whose data are there, or whose interface is registered' }) readonly provided!: number;
  @Whole({ min: 0, max: 10_000_000 }) readonly notProvided!: number;
  @Whole({ min: 0, max: 10_000_000, description: 'Provided, but not within the update cycle' }) readonly updateLate!: number;
}
export class DepartmentRule {
  @Text() readonly kind!: string;
  @Whole({ min: 1, max: 1_000_000 }) readonly version!: number;
  @InstantField() readonly statedAt!: string;
}
export class DepartmentCatalogueId {
  @Slug() readonly organisationId!: string;
}
export class DepartmentCatalogue {
  @Part(() => Party) readonly department!: Party;
  @Part(() => EntryCounts) readonly entries!: EntryCounts;
  @Part(() => UpdatePunctuality) readonly updates!: UpdatePunctuality;
  @Part(() => ProvisionStatus) readonly provision!: ProvisionStatus;
  @Parts(() => DepartmentRule, { description: 'Update policy and collection procedure, as far as they are stated' }) readonly rules!: DepartmentRule[];
}
export const getDepartmentCatalogue = defineRequest({
  service: 'catalogue', name: 'get-department-catalogue', kind: 'query', input: DepartmentCatalogueId, output: DepartmentCatalogue, permission: roles(...READERS),
  http: get('/department-catalogues/{organisationId}'), summary: { zh: '部门目录情况', en: 'A department’s catalogue: counts, punctuality of updates, provision, policies' },
});

export class ProjectMoved {
  @Id() readonly id!: string;
  @Slug() readonly organisationId!: string;
  @Text() readonly act!: string;
  @Choice(PROJECT_STATES) readonly to!: string;
}
export const projectMoved = defineEvent({ service: 'catalogue', name: 'project-moved', data: ProjectMoved });
/** Notice that further payment is suspended, because a project was not accepted. */
export class PaymentSuspended {
  @Id() readonly projectId!: string;
  @Slug() readonly organisationId!: string;
  @Choices(ACCEPTANCE_FAULTS) readonly grounds!: string[];
  @Text() readonly article!: string;
}
export const paymentSuspended = defineEvent({ service: 'catalogue', name: 'payment-suspended', data: PaymentSuspended });
