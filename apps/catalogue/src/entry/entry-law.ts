import { catalogueProblems, type EntryContent, type EntryDraft, type Party } from '@gongshu/contracts';
import { beginProcedure, parameter, takeAct, type Content, type EffectivePack, type Moved, type Refused, type WorkingCalendar } from '@gongshu/regulation';
import { refusalProblem, type RequestContext } from '@gongshu/service-kit';
import { partiesOf, type Entry, type EntryChange, type Viewer } from './entry.js';

export const PROCEDURE = 'catalogue-entry';
const CHANGE_PROCEDURE = 'catalogue-change';
const SECRECY_REVIEW = 'catalogue.secrecyReview';
const TYPE_IF_UNSTATED = 'sharing.type.ifUnstated';
/** The authority's act that puts another sharing type than the prescribed one on record. */
export const OVERRIDE = 'override-type';

/** What the law speaks of under another name than the contract. */
const POINTERS: Readonly<Record<string, string>> = {
  '/dataContent': '/abstract',
  '/dataFormat': '/format',
  '/provisionMode': '/provisionModes',
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

/** A draft with the sharing type that the law gives an entry which states none (fushun 8). @throws Problem where it has to be stated */
export function withSharingType(pack: EffectivePack, draft: EntryDraft, { language }: Pick<Acting, 'language'>): EntryContent {
  const sharingType = draft.sharingType ?? parameter(pack, TYPE_IF_UNSTATED).value;
  if (typeof sharingType === 'string' && pack.sharingTypes.includes(sharingType)) return { ...draft, sharingType };
  const { source } = parameter(pack, 'catalogue.fields');
  const message = { zh: `应当明确共享属性(第${source.article}条)`, en: `The sharing type must be stated (Article ${source.article})` };
  throw refusalProblem(catalogueProblems, { kind: 'refused', code: 'field-required', source, field: '/sharingType', message, allowed: [] }, language);
}

/** The first act: the caller's own organisation compiles an entry. @throws Problem when the law refuses */
export function lawfulBeginning(pack: EffectivePack, acting: Acting, compiled: { readonly content: EntryContent; readonly provider: Party }): Moved {
  const input = { actor: { roles: acting.roles, parties: ['owner'] }, facts: {}, content: contentInLaw(compiled, {}), at: acting.now };
  return lawful(beginProcedure(pack, PROCEDURE, input), acting);
}

/** The first act of a change: it puts on record what changed and when, which starts the period of the update. @throws Problem when the law refuses */
export function lawfulChange(pack: EffectivePack, entry: Entry, change: EntryChange, acting: Acting, calendar: WorkingCalendar): Moved {
  const { changedOn } = change;
  const actor = { roles: acting.roles, parties: partiesOf(entry, acting) };
  return lawful(beginProcedure(pack, CHANGE_PROCEDURE, { actor, facts: { changedOn }, content: { ...change }, at: acting.now }, calendar), acting);
}

/** What the service knows of an entry besides the version under way. */
export interface Known {
  /** The authority has put another sharing type than the prescribed one on record, for this version or an earlier one. */
  readonly typeOverridden: boolean;
}

/** A further act on an entry, under the pack its procedure began with. @throws Problem when the law refuses, with the article */
export function lawfulMove(pack: EffectivePack, entry: Entry, acting: Acting, { act, ...words }: ActWords & { readonly act: string }, known: Known, calendar: WorkingCalendar): Moved {
  const { compilers, content, change } = entry;
  const input = {
    act,
    actor: { roles: acting.roles, parties: partiesOf(entry, acting) },
    facts: { sameAsCompiler: compilers.includes(acting.actor), sharingType: content.sharingType, personalData: content.personalData, ...known, ...(change === null ? {} : { changedOn: change.changedOn }) },
    content: contentInLaw(entry, words),
    at: acting.now,
  };
  const moved = takeAct(pack, entry.standing, input, calendar);
  return lawful(moved.kind === 'moved' && act === 'submit' ? (withoutSecrecyReview(pack, entry) ?? moved) : moved, acting);
}

function contentInLaw({ content, provider }: Pick<Entry, 'content' | 'provider'>, words: ActWords): Content {
  const { abstract, format, provisionModes, entryClass, scopeOfUse, notSharedBasis } = content;
  return {
    ...content,
    dataContent: abstract,
    providingUnit: provider.name,
    dataFormat: format,
    provisionMode: provisionModes,
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
