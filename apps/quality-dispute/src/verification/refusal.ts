import { Problem, qualityDisputeProblems, type ProblemDefinition, type ProblemParts } from '@gongshu/contracts';
import type { EffectivePack, LegalSource, Refused } from '@gongshu/regulation';

/** The provision that a refusal cites by its article, with the wording that concerns the field at fault. */
function cited(pack: EffectivePack, procedure: string, article: string, pointer: string | null): NonNullable<ProblemParts['article']> {
  const rules = pack.procedures[procedure];
  const acts = rules === undefined ? [] : [rules.begin, ...Object.values(rules.steps).flatMap((step) => Object.values(step.acts))];
  const atFault = acts.flatMap(({ requires }) => requires.filter(({ field }) => `/${field}` === pointer));
  const steps: readonly { readonly source: LegalSource }[] = Object.values(rules?.steps ?? {});
  const found = [...atFault, ...acts, ...steps].map(({ source }) => source).find((source) => source.article === article);
  return { pack: found?.packId ?? pack.id, version: found?.packVersion ?? pack.version, article, quote: found?.quote ?? '' };
}

function definitionOf(code: string): ProblemDefinition {
  if (code === 'act-not-allowed') return qualityDisputeProblems.actNotAllowed;
  if (code === 'not-the-actor') return qualityDisputeProblems.notYourTurn;
  return qualityDisputeProblems.refusedByLaw;
}

/** What the interpreter refused, as this service answers it. */
export function refusal({ code, article, field, message, allowed }: Refused, pack: EffectivePack, procedure: string, language: 'zh' | 'en'): Problem {
  return new Problem(definitionOf(code), {
    detail: message,
    allowed,
    ...(article === null ? {} : { article: cited(pack, procedure, article, field) }),
    ...(field === null ? {} : { errors: [{ pointer: field, code, detail: message[language] }] }),
  });
}
