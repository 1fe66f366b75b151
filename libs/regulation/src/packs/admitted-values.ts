import type { ParameterValue } from './effective-pack.js';

/** Parameters that the platform itself goes by, with what it can go by. A pack may put its own article behind one; another value would be printed and not followed. */
export const ADMITTED_VALUES: Readonly<Record<string, readonly ParameterValue[]>> = {
  'calendar.id': ['cn'],
  'calendar.startOffset': [0, 1],
  onOverdue: ['ESCALATE'],
  'extension.max': ['EXTENSION_ALONE', 'TOTAL'],
  'extension.applyBefore': ['END_OF_PERIOD'],
  'date.inclusive': [true, false],
  'review.order': ['SEQUENTIAL'],
  crossJurisdiction: ['OBLIGOR_PROFILE'],
  'vague.immediately': ['SAME_TRANSACTION'],
  'writtenForm.electronicAllowed': [false],
  'sharing.fee': ['FREE'],
};

/** What is wrong with the value of a parameter that the platform goes by; null where nothing is, or where it goes by no such parameter. */
export function valueFault(key: string, value: ParameterValue): string | null {
  const admitted = Object.hasOwn(ADMITTED_VALUES, key) ? ADMITTED_VALUES[key] : undefined;
  return admitted === undefined || admitted.includes(value) ? null : `the platform goes by nothing else than: ${admitted.join(', ')}`;
}
