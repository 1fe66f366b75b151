import { catalogueProblems } from '@gongshu/contracts';
import { beginProcedure, takeAct, type Content, type EffectivePack, type Moved, type Refused, type WorkingCalendar } from '@gongshu/regulation';
import { refusalProblem, type RequestContext } from '@gongshu/service-kit';
import { partiesOf, type Entry, type Viewer } from './entry.js';

export const PROCEDURE = 'catalogue-entry';
const SECRECY_REVIEW = 'catalogue.secrecyReview';

/** What the law speaks of under another name than the contract. */
const POINTERS: Readonly<Record<string, string>> = {
  '/dataContent': '/abstract',
  '/dataFormat': '/format',
  '/provisionMode': '/provisionModes',
  '/publicityAttribute': '/openType',
  '/classification': '/entryClass',
  '/useRequirements': '/scopeOfUse',
  '/legalBasis': '/notSharedBasis',
  '/legalBasis/level': '/notSharedBasis/level',
  '/legalBasis/title': '/notSharedBasis/title',
  '/legalBasis/article': '/notSharedBasis/article',
};

/** Who acts, when, and in which language a refusal's details are told. */
export type Acting = Viewer & Pick<RequestContext, 'now' | 'language'>;

/** The first act: the caller's own organisation compiles an entry. @throws Problem when the law refuses */
export function lawfulBeginning(pack: EffectivePack, acting: Acting): Moved {
  return lawful(beginProcedure(pack, PROCEDURE, { actor: { roles: acting.roles, parties: ['owner'] }, facts: {}, content: {}, at: acting.now }), acting);
}

/** A further act on an entry, under the pack its procedure began with. @throws Problem when the law refuses, with the article */
export function lawfulMove(pack: EffectivePack, entry: Entry, acting: Acting, act: string, reasons: string | undefined, calendar: WorkingCalendar): Moved {
  const moved = takeAct(pack, entry.standing, {
    act,
    actor: { roles: acting.roles, parties: partiesOf(entry, acting) },
    facts: { sameAsCompiler: entry.compilers.includes(acting.actor), sharingType: entry.content.sharingType, personalData: entry.content.personalData },
    content: contentInLaw(entry, reasons),
    at: acting.now,
  }, calendar);
  return lawful(moved.kind === 'moved' && act === 'submit' ? (withoutSecrecyReview(pack, entry) ?? moved) : moved, acting);
}

function contentInLaw({ content, provider }: Entry, reasons: string | undefined): Content {
  const { abstract, format, provisionModes, openType, entryClass, scopeOfUse, notSharedBasis } = content;
  return {
    ...content,
    dataContent: abstract,
    providingUnit: provider.name,
    dataFormat: format,
    provisionMode: provisionModes,
    publicityAttribute: openType,
    classification: entryClass,
    useRequirements: scopeOfUse,
    legalBasis: notSharedBasis,
    reasons,
  };
}

function withoutSecrecyReview(pack: EffectivePack, { content }: Entry): Refused | null {
  const rule = pack.parameters[SECRECY_REVIEW];
  if (rule?.value !== true || content.secrecyReviewed) return null;
  const { source } = rule;
  const message = { zh: `提交前应当完成保密审查(第${source.article}条)`, en: `The secrecy review comes before submission (Article ${source.article})` };
  return { kind: 'refused', code: 'secrecy-review-missing', source, field: '/secrecyReviewed', message, allowed: [] };
}

function lawful(outcome: Moved | Refused, { language }: Acting): Moved {
  if (outcome.kind === 'refused') throw refusalProblem(catalogueProblems, outcome, language, POINTERS);
  return outcome;
}
