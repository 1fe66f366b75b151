import type { ActOnVerification } from '@gongshu/contracts';
import type { EffectivePack, Moved } from '@gongshu/regulation';

/** What a caller may state with an act. */
export type ActFields = Omit<ActOnVerification, 'id' | 'act'>;

/** Words that may go with any decision. */
const ACCOMPANYING: readonly string[] = ['reasons', 'legalBasis', 'conclusion'];

/** Stated fields that the act has no use for. They are refused: whoever names a repaired version while explaining must not believe that it was noted. */
export function fieldsWithoutUse(fields: ActFields, pack: EffectivePack, { act, from, standing }: Moved): string[] {
  const procedure = pack.procedures[standing.procedure];
  const rule = (procedure?.steps[from ?? ''] ?? procedure?.ends[from ?? ''])?.acts[act];
  const hasUse = (field: string): boolean =>
    ACCOMPANYING.includes(field) ||
    rule?.requires.some((requirement) => requirement.field === field) === true ||
    (field === 'explanation' && standing.ended) ||
    (field === 'workingDays' && rule !== undefined && (rule.appliesForExtension || rule.extension !== null));
  return Object.entries(fields).filter(([field, value]) => value !== undefined && !hasUse(field)).map(([field]) => field);
}
