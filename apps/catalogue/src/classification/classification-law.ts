import { catalogueProblems, negativeListProblems, Problem, problems, typeChangeProblems, type EntryContent, type FieldFault, type ProblemDefinition } from '@gongshu/contracts';
import type { Content, Moved, Refused } from '@gongshu/regulation';
import { refusalProblem, type RequestContext } from '@gongshu/service-kit';
import type { Entry } from '../entry/entry.js';
import type { Classification } from '../entry/entry-access.js';
import type { ClassificationCase } from './classification-case.js';

/** Refusals that the packs name and that have a problem of their own. */
const OWN: Readonly<Record<string, ProblemDefinition>> = { 'negative-list-only': typeChangeProblems.negativeListOnly };

/** What the law reads of a case: what the entry says, what is wanted of it, and what is stated. */
export function contentInLaw(entry: EntryContent, { notSharedBasis, ...wanted }: Classification, reasons: string | undefined): Content {
  const { sharingCondition: _condition, sharingScope: _scope, notSharedBasis: _basis, ...rest } = entry;
  return { ...rest, ...wanted, ...(notSharedBasis === undefined ? {} : { legalBasis: notSharedBasis }), ...(reasons === undefined ? {} : { reasons }) };
}

/** @throws Problem when the law refuses, with the article */
export function lawful(outcome: Moved | Refused, { language }: Pick<RequestContext, 'language'>): Moved {
  if (outcome.kind === 'moved') return outcome;
  const own = Object.hasOwn(OWN, outcome.code) ? OWN[outcome.code] : undefined;
  throw refusalProblem(own === undefined ? catalogueProblems : { ...catalogueProblems, refusedByLaw: own }, outcome, language);
}

/** The caller's own entry in force. @throws Problem 404 for what is not there, 403 for another's */
export function ownEntry(entry: Entry | undefined, parties: readonly string[]): Entry {
  if (entry === undefined) throw new Problem(problems.notFound);
  if (!parties.includes('owner')) throw new Problem(catalogueProblems.notYourTurn);
  return entry;
}

/** One case at a time for an entry, and what is on the negative list leaves it the way it came. @throws Problem 409 */
export function nothingUnderWay(living: ClassificationCase | undefined): void {
  if (living !== undefined) throw new Problem(living.kind === 'TYPE_CHANGE' ? typeChangeProblems.typeChangeUnderWay : negativeListProblems.applicationUnderWay);
}

/** @throws Problem 422 for what the wanted type has no use for, and for the type that is in force already */
export function mustMakeSense({ sharingType, sharingCondition, sharingScope, notSharedBasis }: Classification, inForce: string): void {
  const noUse = (pointer: string): FieldFault => ({ pointer, code: 'no-use', detail: `of no use for ${sharingType}` });
  const errors: FieldFault[] = [
    ...(sharingType === inForce ? [{ pointer: '/sharingType', code: 'unchanged', detail: `${inForce} is in force` }] : []),
    ...(sharingType !== 'CONDITIONAL' && sharingCondition !== undefined ? [noUse('/sharingCondition')] : []),
    ...(sharingType !== 'CONDITIONAL' && sharingScope !== undefined ? [noUse('/sharingScope')] : []),
    ...(sharingType !== 'NOT_SHARED' && notSharedBasis !== undefined ? [noUse('/legalBasis')] : []),
  ];
  if (errors.length > 0) throw new Problem(problems.invalidInput, { errors });
}
