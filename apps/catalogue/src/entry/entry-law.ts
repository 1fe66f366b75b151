import { catalogueProblems } from '@gongshu/contracts';
import { beginProcedure, takeAct, type Content, type EffectivePack, type Moved, type Refused, type WorkingCalendar } from '@gongshu/regulation';
import { refusalProblem, type RequestContext } from '@gongshu/service-kit';
import { partiesOf, type Entry, type EntryChange, type Viewer } from './entry.js';

export const PROCEDURE = 'catalogue-entry';
const CHANGE_PROCEDURE = 'catalogue-change';
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

/** What an act says besides its name. */
export interface ActWords {
  readonly reasons?: string;
  readonly workingDays?: number;
}

/** The first act: the caller's own organisation compiles an entry. @throws Problem when the law refuses */
export function lawfulBeginning(pack: EffectivePack, acting: Acting): Moved {
  return lawful(beginProcedure(pack, PROCEDURE, { actor: { roles: acting.roles, parties: ['owner'] }, facts: {}, content: {}, at: acting.now }), acting);
}

/** The first act of a change: it puts on record what changed and when, which starts the period of the update. @throws Problem when the law refuses */
export function lawfulChange(pack: EffectivePack, entry: Entry, change: EntryChange, acting: Acting, calendar: WorkingCalendar): Moved {
  const { changedOn } = change;
  const actor = { roles: acting.roles, parties: partiesOf(entry, acting) };
  return lawful(beginProcedure(pack, CHANGE_PROCEDURE, { actor, facts: { changedOn }, content: { ...change }, at: acting.now }, calendar), acting);
}

/** A further act on an entry, under the pack its procedure began with. @throws Problem when the law refuses, with the article */
export function lawfulMove(pack: EffectivePack, entry: Entry, acting: Acting, act: string, words: ActWords, calendar: WorkingCalendar): Moved {
  const { compilers, content, change } = entry;
  const input = {
    act,
    actor: { roles: acting.roles, parties: partiesOf(entry, acting) },
    facts: { sameAsCompiler: compilers.includes(acting.actor), sharingType: content.sharingType, personalData: content.personalData, ...(change === null ? {} : { changedOn: change.changedOn }) },
    content: contentInLaw(entry, words),
    at: acting.now,
  };
  const moved = takeAct(pack, entry.standing, input, calendar);
  return lawful(moved.kind === 'moved' && act === 'submit' ? (withoutSecrecyReview(pack, entry) ?? moved) : moved, acting);
}

function contentInLaw({ content, provider }: Entry, words: ActWords): Content {
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
    ...words,
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
