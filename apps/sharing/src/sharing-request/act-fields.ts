import type { ActOnSharingRequest } from '@gongshu/contracts';
import type { EffectivePack, Moved } from '@gongshu/regulation';
import { PROVIDED } from './sharing-request.js';

/** What a caller may state with an act. */
export type ActFields = Omit<ActOnSharingRequest, 'id' | 'act'>;

/** What of a submission an act may state anew. */
export const RESTATABLE = ['applicationScenario', 'dutyBasis', 'purpose', 'scope', 'personalBasis'] as const;

/** What a reply may state to give less than was asked for. */
const NARROWING: readonly string[] = ['columns', 'rows'];
const GRANT_TERMS: readonly string[] = ['validUntil', 'callQuota', 'callsPerDay', 'rowQuota', 'rowsPerDay', 'storageAllowed', 'hours'];
/** Words that may go with any decision. */
const ACCOMPANYING: readonly string[] = ['reasons', 'legalBasis', 'conclusion'];

/** The fields that are stated, by name. */
export function statedFields(fields: ActFields): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Stated fields that the act has no use for. They are refused: whoever restates the scenario while agreeing must not believe that it was changed. */
export function fieldsWithoutUse(stated: Readonly<Record<string, unknown>>, pack: EffectivePack, { act, from, to, standing }: Moved): string[] {
  const procedure = pack.procedures[standing.procedure];
  const rule = (procedure?.steps[from ?? ''] ?? procedure?.ends[from ?? ''])?.acts[act];
  const hasUse = (field: string): boolean =>
    ACCOMPANYING.includes(field) ||
    rule?.requires.some((requirement) => requirement.field === field) === true ||
    (NARROWING.includes(field) && rule?.requires.some((requirement) => requirement.field === 'dataItems') === true) ||
    (GRANT_TERMS.includes(field) && to === PROVIDED) ||
    (field === 'workingDays' && rule !== undefined && (rule.appliesForExtension || rule.extension !== null)) ||
    procedure?.steps[to]?.startsOn === `fact.${field}`;
  return Object.keys(stated).filter((field) => !hasUse(field));
}
