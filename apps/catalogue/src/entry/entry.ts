import { isDeepStrictEqual } from 'node:util';
import { ENTRY_CLASSES, Problem, problems, type EntryContent, type EntryDraft, type EntryPublished, type FieldDifference, type FieldFault, type HistoryEntry, type Party, type SharingScope, type UpdateMark } from '@gongshu/contracts';
import { stepOf, type Day, type EffectivePack, type Standing } from '@gongshu/regulation';
import { isAuthorityOf, isSameOrganisation, optionalParameter, type ListedCase, type RequestContext } from '@gongshu/service-kit';

/** Parameter that says who guides the compiling of drafts. */
export const GUIDANCE = 'catalogue.guidance';

/** What made a new version necessary, and since when: the day starts the period of the update. */
export interface EntryChange {
  readonly cause: string;
  readonly changedOn: Day;
  readonly change: string;
}

/** An entry taken out of the catalogue by its provider. */
export interface Withdrawal {
  readonly reasons: string;
  readonly at: string;
}

/**
 * A version of a catalogue entry: what a provider says about a data resource, and where that stands in law. The version in force stays visible while the next one is under way.
 * A neighbour's entry is held as it was published there.
 */
export interface Entry {
  readonly id: string;
  readonly node: string;
  readonly provider: Party;
  /** Clients that compiled or revised this version; none of them may review it. */
  readonly compilers: readonly string[];
  readonly content: EntryContent;
  readonly code: string | null;
  readonly version: number;
  readonly standing: Standing;
  readonly history: readonly HistoryEntry[];
  /** Whose turn it is: `ROLE:part`. */
  readonly waitingFor: readonly string[];
  /** The parts whose turn it has been; the entry is no secret to them any more. */
  readonly concerned: readonly string[];
  readonly compiledAt: string;
  readonly publishedAt: string | null;
  /** When the next version came into force, or the entry was withdrawn. */
  readonly replacedAt: string | null;
  /** Null for the first version. */
  readonly change: EntryChange | null;
  readonly withdrawal: Withdrawal | null;
  /** Why what this version says no longer fits; goes with the version. */
  readonly needsUpdate?: UpdateMark | null;
}

/** Whoever looks at an entry or acts on it. */
export type Viewer = Pick<RequestContext, 'actor' | 'organisation' | 'roles'> & { readonly node: { readonly code: string } };

/** The parts a viewer's organisation plays. None in a neighbour's entry: what stands in it is the neighbour's word. */
export function partiesOf({ provider, node }: Pick<Entry, 'provider' | 'node'>, viewer: Viewer): string[] {
  const { organisation } = viewer;
  if (organisation === null || node !== viewer.node.code) return [];
  return [
    ...(isSameOrganisation(organisation, provider) ? ['owner'] : []),
    ...(isAuthorityOf(viewer, provider) ? ['owner-authority'] : []),
    ...(viewer.roles.includes('DATA_AUTHORITY') && organisation.division === node ? ['node-authority'] : []),
  ];
}

/** The entry as it stands after an act: whose turn it is now, by the pack, and who has had a turn. */
export function takeTurn(entry: Entry, standing: Standing, pack: EffectivePack): Entry {
  const { actors, parties } = stepOf(pack, standing);
  const concerned = [...new Set([...entry.concerned, ...parties, ...guidesOf(pack)])];
  return { ...entry, standing, concerned, waitingFor: actors.map(({ role, party }) => `${role}:${party}`) };
}

/** The parts that guide a department's compiling by the pack: a draft is no secret to them. */
export function guidesOf(pack: EffectivePack): string[] {
  return optionalParameter(pack, GUIDANCE)?.value === 'NODE_AUTHORITY' ? ['node-authority'] : [];
}

/** What was published once is for everybody; others for their provider, and for whoever else the pack gives a turn, from the first one on. */
export function isVisibleTo(entry: Entry, viewer: Viewer): boolean {
  return entry.publishedAt !== null || partiesOf(entry, viewer).some((party) => party === 'owner' || entry.concerned.includes(party));
}

/** Another level's or division's authority that decides out of its turn is told so, and on record with it (hebei 10); to read the entry it may not. */
export function mayBeRefused(entry: Entry, viewer: Viewer): boolean {
  return isVisibleTo(entry, viewer) || (entry.standing.step === 'AUTHORITY_REVIEW' && viewer.roles.includes('DATA_AUTHORITY'));
}

/** @throws Problem for faults that no single field shows: the same column twice, a scope that names nothing or columns that are not there, days in the wrong order */
export function checkContent({ items, sharingScope, coversFrom, coversTo }: EntryDraft): void {
  const errors: FieldFault[] = items.flatMap(({ column }, index) =>
    items.findIndex((other) => other.column === column) === index ? [] : [{ pointer: `/items/${String(index)}/column`, code: 'unique', detail: `column ${column} stands twice` }],
  );
  if (sharingScope !== undefined) errors.push(...faultsOfScope(sharingScope, items));
  if (coversFrom !== undefined && coversTo !== undefined && coversTo < coversFrom) errors.push({ pointer: '/coversTo', code: 'out-of-range', detail: `not before ${coversFrom}` });
  if (errors.length > 0) throw new Problem(problems.invalidInput, { errors });
}

function faultsOfScope({ kind, bodies, columns = [] }: SharingScope, items: EntryDraft['items']): FieldFault[] {
  if (kind === 'SOME_BODIES') return bodies === undefined ? [{ pointer: '/sharingScope/bodies', code: 'required', detail: 'the bodies it is shared with' }] : [];
  if (columns.length === 0) return [{ pointer: '/sharingScope/columns', code: 'required', detail: 'the columns that are shared' }];
  return columns.flatMap((column, index) =>
    items.some((item) => item.column === column) ? [] : [{ pointer: `/sharingScope/columns/${String(index)}`, code: 'unknown', detail: `no item has the column ${column}` }],
  );
}

/** The text in which words of a search are looked for: name, abstract and names of items. */
export function searchedText({ name, abstract, items }: EntryContent): string {
  return [name, abstract, ...items.map((item) => item.name)].join('\n');
}

/** An entry's code: provider's division, digit of the class (guide of 2017: base 1, topic 2, department 3), six digits of the node's sequence. */
export function entryCode({ provider, content }: Entry, sequence: number): string {
  const digit = (ENTRY_CLASSES as readonly string[]).indexOf(content.entryClass) + 1;
  return `${provider.division}${String(digit)}/${String(sequence).padStart(6, '0')}`;
}

/** A version as work lists show it. What a draft is about is its provider's to know until somebody else has a turn. */
export function listed({ id, content, provider, standing, concerned }: Entry): ListedCase {
  return { id, title: concerned.some((party) => party !== 'owner') ? content.name : null, standing, requester: null, provider, href: `/v1/catalogue-entries/${id}` };
}

/** The next version of a published entry: the same content, to be revised. */
export function nextVersion(published: Entry, change: EntryChange, by: Pick<RequestContext, 'actor' | 'now'>): Entry {
  return {
    ...published, version: published.version + 1, compilers: [by.actor], history: [], waitingFor: [], concerned: [], compiledAt: by.now, publishedAt: null, replacedAt: null, change, withdrawal: null, needsUpdate: null,
  };
}

/** Whether the provider may still write: a step whose act is to hand the version in. */
export function isEditable({ standing }: Entry, pack: EffectivePack): boolean {
  return !standing.ended && stepOf(pack, standing).acts.includes('submit');
}

/** The fields in which two versions differ; a field one of them does not have is null there. */
export function differencesBetween(before: EntryContent, after: EntryContent): FieldDifference[] {
  const [one, other]: Readonly<Record<string, unknown>>[] = [{ ...before }, { ...after }];
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return fields
    .map((field) => ({ field, before: one?.[field] ?? null, after: other?.[field] ?? null }))
    .filter(({ before: was, after: is }) => !isDeepStrictEqual(was, is));
}

/** What is announced of a published entry. */
export function publication(entry: Entry, code: string, publishedAt: string): EntryPublished {
  const { id, version, node, provider, content, standing } = entry;
  const { subclass, sharingCondition, openCondition, ...rest } = content;
  return {
    ...rest,
    id,
    code,
    version,
    node,
    provider,
    subclass: subclass ?? null,
    sharingCondition: sharingCondition ?? null,
    openCondition: openCondition ?? null,
    publishedAt,
    packVersion: standing.packVersion,
  };
}
