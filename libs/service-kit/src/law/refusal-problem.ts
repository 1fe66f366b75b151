import { Problem, type FieldFault, type ProblemDefinition, type ProblemParts } from '@gongshu/contracts';
import type { LegalSource, Refused } from '@gongshu/regulation';

/** The problems of a service by which law refuses. What has no problem of its own is refused as `refusedByLaw`. */
export interface LegalProblems {
  readonly refusedByLaw: ProblemDefinition;
  readonly actNotAllowed?: ProblemDefinition;
  readonly notYourTurn?: ProblemDefinition;
  readonly notShareable?: ProblemDefinition;
  readonly notRegulated?: ProblemDefinition;
  readonly negativeListOnly?: ProblemDefinition;
}

const OWN_PROBLEM: Readonly<Record<string, Exclude<keyof LegalProblems, 'refusedByLaw'>>> = {
  'act-not-allowed': 'actNotAllowed',
  'extension-exhausted': 'actNotAllowed',
  'extension-too-late': 'actNotAllowed',
  'extension-not-applied-for': 'actNotAllowed',
  'not-the-actor': 'notYourTurn',
  'not-shareable': 'notShareable',
  'procedure-not-regulated': 'notRegulated',
  'negative-list-only': 'negativeListOnly',
};

/** A provision as a problem cites it. */
export function citation({ packId, packVersion, article, quote }: LegalSource): NonNullable<ProblemParts['article']> {
  return { pack: packId, version: packVersion, article, quote };
}

/**
 * A refusal of the interpreter as a problem of the service, with the provision it rests on. Its one fault carries the law's own code; it points at the whole where no field is at fault.
 *
 * @param pointers the contract's names of fields, where they differ from the law's
 */
export function refusalProblem(definitions: LegalProblems, refused: Refused, language: 'zh' | 'en', pointers: Readonly<Record<string, string>> = {}): Problem {
  const { code, source, field, message, allowed } = refused;
  const own = Object.hasOwn(OWN_PROBLEM, code) ? OWN_PROBLEM[code] : undefined;
  const fault: FieldFault = { pointer: field === null ? '' : (pointers[field] ?? field), code, detail: message[language] };
  return new Problem((own === undefined ? undefined : definitions[own]) ?? definitions.refusedByLaw, {
    detail: message,
    ...(source === null ? {} : { article: citation(source) }),
    errors: [fault],
    allowed,
  });
}
