import type { CitedArticle, LateBody, Party } from '@gongshu/contracts';
import { lastDayOf, monthOf, monthsBetween, nextMonth } from './months.js';

/** A body that owes plans, since the day the platform knows it. */
export interface PlanningBody {
  readonly party: Party;
  readonly since: string;
}

/** What a body has done of a year's plan; days in China. */
export interface PlanRecord {
  readonly planId: string;
  readonly submittedOn: string | null;
  /** Days on which a version was made. */
  readonly versionsOn: readonly string[];
  readonly closedOn: string | null;
}

/** What the law demands in the year. Null: nothing. */
export interface PlanDuties {
  readonly year: number;
  readonly submission: { readonly dueOn: string; readonly article: CitedArticle } | null;
  readonly monthly: CitedArticle | null;
}

/**
 * What a body owes on the day `today`: the plan, once its day has passed, or the updates of months that are over. The month of the submission counts as done, months before January of the
 * year or after the plan was closed owe nothing, and a body that came only after the day of submission owes no plan of that year. Null: it owes nothing.
 */
export function lateness({ party, since }: PlanningBody, record: PlanRecord | undefined, { year, submission, monthly }: PlanDuties, today: string): LateBody | null {
  if (record?.submittedOn === null || record === undefined) {
    if (submission === null || today <= submission.dueOn || since > submission.dueOn) return null;
    return { organisation: party, what: 'NOT_SUBMITTED', planId: null, months: [], dueOn: submission.dueOn, article: submission.article };
  }
  if (monthly === null) return null;
  const january = `${String(year)}-01`;
  const afterSubmission = nextMonth(monthOf(record.submittedOn));
  const last = [`${String(year)}-12`, ...(record.closedOn === null ? [] : [monthOf(record.closedOn)])].sort()[0] ?? january;
  const done = new Set(record.versionsOn.map(monthOf));
  const months = monthsBetween(afterSubmission < january ? january : afterSubmission, last).filter((month) => lastDayOf(month) < today && month !== monthOf(record.closedOn ?? '') && !done.has(month));
  const [first] = months;
  return first === undefined ? null : { organisation: party, what: 'NOT_UPDATED', planId: record.planId, months, dueOn: lastDayOf(first), article: monthly };
}
