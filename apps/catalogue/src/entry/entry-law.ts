import { catalogueProblems, Problem, type FieldFault } from '@gongshu/contracts';
import { beginProcedure, takeAct, type ActInput, type Content, type EffectivePack, type LegalSource, type Moved, type Procedure, type Refused } from '@gongshu/regulation';
import { partiesOf, type Entry, type Viewer } from './entry.js';

export const PROCEDURE = 'catalogue-entry';
const SECRECY_REVIEW = 'catalogue.secrecyReview';

/** The law speaks of data content, providing unit and legal basis; the contract has other names for them. */
const POINTERS: Readonly<Record<string, string>> = {
  '/dataContent': '/abstract',
  '/legalBasis': '/notSharedBasis',
  '/legalBasis/level': '/notSharedBasis/level',
  '/legalBasis/title': '/notSharedBasis/title',
  '/legalBasis/article': '/notSharedBasis/article',
};

/** Who acts, when, and in which language a refusal's details are told. */
export interface Acting extends Viewer {
  readonly now: string;
  readonly language: 'zh' | 'en';
}

/** The first act: the caller's own organisation compiles an entry. @throws Problem when the law refuses */
export function lawfulBeginning(pack: EffectivePack, acting: Acting): Moved {
  const moved = beginProcedure(pack, PROCEDURE, { actor: { roles: acting.roles, parties: ['owner'] }, facts: {}, content: {}, at: acting.now });
  const begin = pack.procedures[PROCEDURE]?.begin;
  return lawful(moved, begin === undefined ? [] : [begin.source], acting);
}

/** A further act on an entry, under the pack its procedure began with. @throws Problem when the law refuses, with the article */
export function lawfulMove(pack: EffectivePack, entry: Entry, acting: Acting, act: string, reasons: string | undefined): Moved {
  const input: ActInput = {
    actor: { roles: acting.roles, parties: partiesOf(entry, acting) },
    facts: { sameAsCompiler: entry.compilers.includes(acting.actor), sharingType: entry.content.sharingType, personalData: entry.content.personalData },
    content: contentInLaw(entry, reasons),
    at: acting.now,
  };
  const moved = takeAct(pack, entry.standing, { ...input, act });
  const sources = sourcesOf(pack, entry.standing.step, act);
  return lawful(moved.kind === 'moved' && act === 'submit' ? (withoutSecrecyReview(pack, entry) ?? moved) : moved, sources, acting);
}

function contentInLaw({ content, provider }: Entry, reasons: string | undefined): Content {
  return { ...content, dataContent: content.abstract, providingUnit: provider.name, legalBasis: content.notSharedBasis, reasons };
}

function withoutSecrecyReview(pack: EffectivePack, { content }: Entry): Refused | null {
  const rule = pack.parameters[SECRECY_REVIEW];
  if (rule?.value !== true || content.secrecyReviewed) return null;
  const { article } = rule.source;
  const message = { zh: `提交前应当完成保密审查(第${article}条)`, en: `The secrecy review comes before submission (Article ${article})` };
  return { kind: 'refused', code: 'secrecy-review-missing', article, field: '/secrecyReviewed', message, allowed: [] };
}

/** Every provision an act at a step may be refused by. */
function sourcesOf(pack: EffectivePack, step: string, act: string): LegalSource[] {
  const rules = pack.procedures[PROCEDURE]?.steps[step];
  const rule: Procedure['steps'][string]['acts'][string] | undefined = rules?.acts[act];
  const parameters = [rule?.basis?.levels, SECRECY_REVIEW].flatMap((key) => (key === undefined ? [] : [pack.parameters[key]?.source]));
  return [...(rule === undefined ? [] : [rule.source, ...rule.requires.map(({ source }) => source), ...rule.forbids.map(({ source }) => source)]), ...parameters, rules?.source].filter(
    (source) => source !== undefined,
  );
}

function lawful(outcome: Moved | Refused, sources: readonly LegalSource[], { language }: Acting): Moved {
  if (outcome.kind === 'moved') return outcome;
  const source = sources.find(({ article }) => article === outcome.article);
  const fault: FieldFault = { pointer: outcome.field === null ? '' : (POINTERS[outcome.field] ?? outcome.field), code: outcome.code, detail: outcome.message[language] };
  throw new Problem(problemFor(outcome.code), {
    detail: outcome.message,
    ...(source === undefined ? {} : { article: { pack: source.packId, version: source.packVersion, article: source.article, quote: source.quote } }),
    errors: [fault],
    allowed: outcome.allowed,
  });
}

function problemFor(code: string): (typeof catalogueProblems)[keyof typeof catalogueProblems] {
  if (code === 'act-not-allowed') return catalogueProblems.actNotAllowed;
  return code === 'not-the-actor' ? catalogueProblems.notYourTurn : catalogueProblems.refusedByLaw;
}
