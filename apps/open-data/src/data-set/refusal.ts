import { openDataProblems, Problem, type ProblemParts } from '@gongshu/contracts';
import { parameter, type EffectivePack, type LegalSource, type Refused } from '@gongshu/regulation';

/** The provision that a refusal cites by its article, with the wording that concerns the field at fault. */
function cited(pack: EffectivePack, procedure: string, article: string, pointer: string | null): NonNullable<ProblemParts['article']> {
  const field = pointer?.split('/')[1];
  const rules = pack.procedures[procedure];
  const sources: LegalSource[] = [];
  if (rules !== undefined) {
    const { begin, source } = rules;
    sources.push(...begin.requires.filter((requirement) => requirement.field === field).map((requirement) => requirement.source));
    if (field === 'legalBasis' && begin.basis !== null) sources.push(parameter(pack, begin.basis.levels).source);
    sources.push(...begin.forbids.map((prohibition) => prohibition.source), source, begin.source);
  }
  const found = sources.find((source) => source.article === article);
  return { pack: found?.packId ?? pack.id, version: found?.packVersion ?? pack.version, article, quote: found?.quote ?? '' };
}

/** What the interpreter refused, as this service answers it. */
export function refusal({ code, article, field, message, allowed }: Refused, pack: EffectivePack, procedure: string, language: 'zh' | 'en'): Problem {
  return new Problem(code === 'procedure-not-regulated' ? openDataProblems.notRegulated : openDataProblems.refusedByLaw, {
    detail: message,
    allowed,
    ...(article === null ? {} : { article: cited(pack, procedure, article, field) }),
    ...(field === null ? {} : { errors: [{ pointer: field, code, detail: message[language] }] }),
  });
}
