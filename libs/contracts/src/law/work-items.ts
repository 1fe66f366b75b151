import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { Choice, DayField, Id, InstantField, Nullable, Parts, Text, Texts } from '../fields.js';
import { defineRequest, get } from '../define-request.js';
import { PageQuery } from '../page.js';

export const WORK_STATES = ['overdue', 'running', 'without-period'] as const;

export class FindWorkItems extends PageQuery {
  @Choice(WORK_STATES, { optional: true, description: 'overdue: the period has lapsed, which decides nothing; running: it has not; without-period: the law sets none' }) readonly state?: string;
}
/** A case that waits for the caller. */
export class WorkItem {
  @Text({ example: 'sharing' }) readonly service!: string;
  @Id() readonly id!: string;
  @Text({ example: 'sharing-request' }) readonly procedure!: string;
  @Nullable({ max: 500 }) readonly title!: string | null;
  @Text() readonly step!: string;
  @Text({ description: 'The step in words' }) readonly label!: string;
  @Choice(WORK_STATES) readonly state!: string;
  @DayField({ nullable: true, description: 'Last day of the period' }) readonly dueOn!: string | null;
  @Nullable({ description: 'Article that sets the period' }) readonly dueArticle!: string | null;
  @Text({ description: 'Pack that rules the case' }) readonly pack!: string;
  @InstantField({ description: 'Since when the case stands there' }) readonly since!: string;
  @Texts({ description: 'Acts possible now, by the names of the pack' }) readonly acts!: string[];
  @Text({ description: 'Where the case is read' }) readonly href!: string;
  @Text({ description: 'Where an act is posted' }) readonly actHref!: string;
}
export class WorkItemPage {
  @Parts(() => WorkItem) readonly items!: WorkItem[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findWorkItems = defineRequest({
  service: 'law', name: 'find-work-items', kind: 'query', input: FindWorkItems, output: WorkItemPage, permission: roles(...ROLES),
  http: get('/work-items', { localised: true }), summary: { zh: '待办事项:到期、逾期和等待办理的案件', en: 'What is due, overdue and waiting for the caller, across all services' },
});
