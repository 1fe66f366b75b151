import { Problem, sharingProblems, type ProblemDefinition } from '@gongshu/contracts';
import type { EffectivePack, LegalSource, Procedure, Refused } from '@gongshu/regulation';

const definitions: Readonly<Record<string, ProblemDefinition>> = {
  'act-not-allowed': sharingProblems.actNotAllowed,
  'not-the-actor': sharingProblems.notYourTurn,
  'not-shareable': sharingProblems.notShareable,
};

/** A provision as a problem cites it. */
export function citation({ packId, packVersion, article, quote }: LegalSource): { pack: string; version: string; article: string; quote: string } {
  return { pack: packId, version: packVersion, article, quote };
}

/** A refusal of the interpreter as a problem of this service, with the provision it rests on. */
export function problemFromRefusal(refused: Refused, pack: EffectivePack, procedure: string, language: 'zh' | 'en'): Problem {
  const { code, article, field, message, allowed } = refused;
  const source = article === null ? undefined : provision(pack, procedure, article);
  return new Problem(definitions[code] ?? sharingProblems.refusedByLaw, {
    detail: message,
    ...(source === undefined ? {} : { article: citation(source) }),
    ...(field === null ? {} : { errors: [{ pointer: field, code, detail: message[language] }] }),
    allowed,
  });
}

function provision(pack: EffectivePack, procedure: string, article: string): LegalSource | undefined {
  const rules = pack.procedures[procedure];
  const sources = [...(rules === undefined ? [] : sourcesOf(rules)), ...Object.values(pack.parameters).map(({ source }) => source)];
  return sources.find((source) => source.article === article);
}

function sourcesOf({ source, begin, steps }: Procedure): LegalSource[] {
  return [source, ...sourcesOfAct(begin), ...Object.values(steps).flatMap((step) => [step.source, ...Object.values(step.acts).flatMap(sourcesOfAct)])];
}

function sourcesOfAct({ source, requires, forbids }: Pick<Procedure['begin'], 'source' | 'requires' | 'forbids'>): LegalSource[] {
  return [source, ...requires.map((requirement) => requirement.source), ...forbids.map((prohibition) => prohibition.source)];
}
