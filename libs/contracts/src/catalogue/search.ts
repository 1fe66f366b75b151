import { roles } from '../permission.js';
import { ROLES } from '../role.js';
import { Choice, Division, Id, InstantField, Nullable, Part, Parts, Text, Whole } from '../fields.js';
import { defineRequest, get } from '../define-request.js';
import { PageQuery } from '../page.js';
import { Party } from '../step.js';
import { ENTRY_CLASSES, OPEN_TYPES, SHARING_TYPES, UPDATE_CYCLES } from './requests.js';

/** Node and organisation of a provider. */
const PROVIDER_KEY = /^[1-9][0-9]{5}\/./;
export const SEARCHED_FIELDS = ['name', 'abstract', 'item', 'provider', 'code'] as const;
export const SUGGESTION_KINDS = ['ENTRY', 'ITEM', 'PROVIDER'] as const;

/** What a full-text search asks for; every filter given must hold. */
export class SearchCatalogue extends PageQuery {
  @Whole({ min: 1, max: 100, optional: true, description: 'Entries per page, 50 when absent' }) override readonly limit?: number;
  @Text({ optional: true, description: 'Words; all must be found, each by itself or by a synonym. Absent: everything, the newest first', example: '身份证号 低保' }) readonly q?: string;
  @Choice(SHARING_TYPES, { optional: true }) readonly sharingType?: string;
  @Choice(ENTRY_CLASSES, { optional: true }) readonly entryClass?: string;
  @Text({ optional: true }) readonly subclass?: string;
  @Text({ optional: true, max: 210, pattern: PROVIDER_KEY, description: 'Node and organisation, as the facet says them', example: '130000/minzheng' }) readonly provider?: string;
  @Division({ optional: true, description: 'Only entries of this node' }) readonly node?: string;
  @Choice(OPEN_TYPES, { optional: true }) readonly openType?: string;
  @Choice(UPDATE_CYCLES, { optional: true }) readonly updateCycle?: string;
}

/** Where a searched word stands in a fragment, in UTF-16 units. */
export class FragmentMark {
  @Whole({ min: 0, max: 4_000 }) readonly from!: number;
  @Whole({ min: 0, max: 4_000 }) readonly to!: number;
}

/** A piece of an entry in which searched words stand. Plain text: whoever shows it marks and escapes it. */
export class Fragment {
  @Choice(SEARCHED_FIELDS) readonly field!: string;
  @Text() readonly text!: string;
  @Parts(() => FragmentMark, { most: 8 }) readonly marks!: FragmentMark[];
}

/** A published entry as a search shows it. */
export class EntryHit {
  @Id() readonly id!: string;
  @Text() readonly code!: string;
  @Text() readonly name!: string;
  @Division() readonly node!: string;
  @Part(() => Party) readonly provider!: Party;
  @Text() readonly entryClass!: string;
  @Nullable() readonly subclass!: string | null;
  @Text() readonly sharingType!: string;
  @Text() readonly openType!: string;
  @Text() readonly updateCycle!: string;
  @InstantField() readonly publishedAt!: string;
  @Parts(() => Fragment) readonly fragments!: Fragment[];
}

/** How many of the found entries have this value. */
export class FacetCount {
  @Text({ description: 'What the filter of the same name takes' }) readonly value!: string;
  @Nullable({ description: "A provider's name; null where the value says it" }) readonly label!: string | null;
  @Whole({ min: 1, max: 2_147_483_647 }) readonly count!: number;
}

/** Counts over everything found, the largest first; of providers and subclasses the first 50. */
export class EntryFacets {
  @Parts(() => FacetCount) readonly sharingType!: FacetCount[];
  @Parts(() => FacetCount) readonly entryClass!: FacetCount[];
  @Parts(() => FacetCount) readonly subclass!: FacetCount[];
  @Parts(() => FacetCount) readonly provider!: FacetCount[];
  @Parts(() => FacetCount) readonly node!: FacetCount[];
  @Parts(() => FacetCount) readonly openType!: FacetCount[];
  @Parts(() => FacetCount) readonly updateCycle!: FacetCount[];
}

export class EntryHits {
  @Whole({ min: 0, max: 2_147_483_647, description: 'Found in all, on whichever page' }) readonly total!: number;
  @Parts(() => EntryHit) readonly items!: EntryHit[];
  @Part(() => EntryFacets) readonly facets!: EntryFacets;
  @Nullable() readonly nextCursor!: string | null;
}
export const searchCatalogue = defineRequest({
  service: 'catalogue', name: 'search-catalogue', kind: 'query', input: SearchCatalogue, output: EntryHits, permission: roles(...ROLES),
  http: get('/catalogue-search'), summary: { zh: '全文检索已发布目录', en: 'Full-text search of published entries' },
});

export class SuggestSearches {
  @Text({ max: 50, description: 'What has been typed so far' }) readonly q!: string;
}
export class Suggestion {
  @Choice(SUGGESTION_KINDS) readonly kind!: string;
  @Text() readonly text!: string;
}
export class Suggestions {
  @Parts(() => Suggestion) readonly items!: Suggestion[];
}
export const suggestSearches = defineRequest({
  service: 'catalogue', name: 'suggest-searches', kind: 'query', input: SuggestSearches, output: Suggestions, permission: roles(...ROLES),
  http: get('/catalogue-search/suggestions'), summary: { zh: '检索词联想', en: 'Suggest what to search for' },
});

export class FindDataItems extends PageQuery {
  @Text({ description: 'Words in name or column of the item; all must be found', example: '身份证号' }) readonly q!: string;
}
export class DataItemHit {
  @Text() readonly column!: string;
  @Text() readonly name!: string;
  @Text() readonly type!: string;
  @Id() readonly entryId!: string;
  @Text() readonly entryName!: string;
  @Text() readonly entryCode!: string;
  @Part(() => Party) readonly provider!: Party;
}
export class DataItemHits {
  @Parts(() => DataItemHit) readonly items!: DataItemHit[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findDataItems = defineRequest({
  service: 'catalogue', name: 'find-data-items', kind: 'query', input: FindDataItems, output: DataItemHits, permission: roles(...ROLES),
  http: get('/catalogue-items'), summary: { zh: '检索信息项', en: 'Search data items of published entries' },
});
