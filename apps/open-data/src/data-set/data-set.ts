import { openDataProblems, type ProblemDefinition } from '@gongshu/contracts';
import type { Facts } from '@gongshu/regulation';

/** States of a declared data set: ends of the procedure `open-data-publication`. */
export const OPEN = 'OPEN';
export const NOT_OPEN = 'NOT_OPEN';

/**
 * What the law decides on. A first declaration counts as a release when the catalogue classes the data as not open; a data set that is open already is never
 * declared anew, so nothing is tightened here.
 */
export function publicationFacts(declared: { openType: string }, inForce: { openType: string }, personalData: boolean): Facts {
  return { personalData, openType: declared.openType, fromNotOpen: inForce.openType === NOT_OPEN && declared.openType !== NOT_OPEN };
}

/** What speaks against giving the data to the public besides the law: nothing does when they are declared not open. */
export function obstacleToOpening(state: string, entry: { personalData: boolean; dataVersion: number }): ProblemDefinition | null {
  if (state === NOT_OPEN) return null;
  if (entry.personalData) return openDataProblems.personalData;
  return entry.dataVersion === 0 ? openDataProblems.noData : null;
}
