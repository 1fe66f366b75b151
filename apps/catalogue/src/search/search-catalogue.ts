import { Injectable } from '@nestjs/common';
import { isId, Problem, problems, type EntryFacets, type EntryHit, type EntryHits, type FacetCount, type Fragment, type Party, type SearchCatalogue as Search } from '@gongshu/contracts';
import { cutPage, pageStart, UnitOfWork, type PageOrder, type RequestContext } from '@gongshu/service-kit';
import { fragmentOf } from './fragments.js';
import { searchStatement, type SearchOrder, type SearchPosition } from './search-statement.js';
import { SearchVocabulary, type SearchWord } from './search-vocabulary.js';
import { fold, runsOf } from './text-grams.js';

/** Of a query: each costs a look into the index, a single character many. */
const MOST_WORDS = 10;
/** Of one facet. */
const MOST_VALUES = 50;

/** `<how>_<tier>_<length of the name>_<age>_<id>`. */
const BY_RANK: PageOrder = {
  start: 'exact_-1_0_0_00000000-0000-0000-0000-000000000000',
  isCursor: (text) => {
    const [how, tier, length, newest, id, ...more] = text.split('_');
    return /^(?:exact|loose)$/.test(how ?? '') && /^[0-3]$/.test(tier ?? '') && /^\d{1,4}$/.test(length ?? '') && /^-?\d{1,15}$/.test(newest ?? '') && isId(id) && more.length === 0;
  },
};

interface FoundEntry extends SearchPosition, Omit<EntryHit, 'publishedAt' | 'fragments'> {
  readonly id: string;
  readonly abstract: string;
  readonly provider: Party;
  readonly items: readonly string[];
}

interface FoundRow {
  readonly total: number;
  readonly facets: readonly (FacetCount & { readonly facet: keyof EntryFacets })[] | null;
  readonly page: readonly FoundEntry[] | null;
}

const NOTHING: FoundRow = { total: 0, facets: null, page: null };

/** Full-text search of what is published, here and at the neighbours: ranked, with counts by facet. Everybody with a role finds the same. */
@Injectable()
export class SearchCatalogue {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly vocabulary: SearchVocabulary,
  ) {}

  async run(ctx: RequestContext, search: Search): Promise<EntryHits> {
    const { limit } = pageStart(search, BY_RANK);
    const order = searchOrder(this.vocabulary, search);
    const exact = await this.find(ctx, order);
    const tryAgain = exact.total === 0 && search.cursor === undefined && order.words !== null && order.words.length > 0;
    const found = tryAgain ? await this.find(ctx, { ...order, loose: true }) : exact;
    const loose = tryAgain || order.loose;
    const marked = order.words?.flatMap(({ variants }) => variants) ?? [];
    const page = cutPage(found.page ?? [], limit, (hit) => [loose ? 'loose' : 'exact', hit.tier, hit.nameLength, hit.newestFirst, hit.id].join('_'), (hit) => viewOf(hit, marked));
    return { total: found.total, ...page, facets: facetsOf(found) };
  }

  private async find(ctx: RequestContext, order: SearchOrder): Promise<FoundRow> {
    // Punctuation alone names nothing, which is not the same as asking for everything.
    if (order.words?.length === 0) return NOTHING;
    const { sql, values } = searchStatement(order);
    const [row] = await this.unitOfWork.read(ctx, (tx) => tx.query<FoundRow>(sql, values));
    return row ?? NOTHING;
  }
}

/** What a search asks of the database. @throws Problem 422 at `/q` or `/cursor` */
export function searchOrder(vocabulary: SearchVocabulary, search: Search): SearchOrder {
  const { after, limit } = pageStart(search, BY_RANK);
  const [how, tier, nameLength, newestFirst = '0', id = ''] = after.split('_');
  const words = search.q === undefined ? null : boundedWords(vocabulary, search.q);
  // One more than is shown tells whether there is a next page.
  return { words, typed: runsOf(fold(search.q ?? '')), filters: search, after: { tier: Number(tier), nameLength: Number(nameLength), newestFirst, id }, limit: limit + 1, loose: how === 'loose' };
}

/** @throws Problem 422 at `/q` for more words than one search may look for */
export function boundedWords(vocabulary: SearchVocabulary, q: string): SearchWord[] {
  const words = vocabulary.wordsOf(q);
  if (words.length <= MOST_WORDS) return words;
  throw new Problem(problems.invalidInput, { errors: [{ pointer: '/q', code: 'tooManyWords', detail: `at most ${String(MOST_WORDS)} words` }] });
}

function viewOf({ id, code, name, node, provider, entryClass, subclass, sharingType, openType, updateCycle, newestFirst, abstract, items }: FoundEntry, words: readonly string[]): EntryHit {
  const texts: [string, string][] = [['name', name], ['abstract', abstract], ...items.map((item): [string, string] => ['item', item]), ['provider', provider.name], ['code', code]];
  const fragments = texts.map(([field, text]) => fragmentOf(field, text, words)).filter((fragment): fragment is Fragment => fragment !== null);
  const publishedAt = new Date(-Number(newestFirst)).toISOString();
  return { id, code, name, node, provider, entryClass, subclass: subclass === '' ? null : subclass, sharingType, openType, updateCycle, publishedAt, fragments };
}

function facetsOf({ facets }: FoundRow): EntryFacets {
  const of = (wanted: keyof EntryFacets): FacetCount[] =>
    (facets ?? [])
      .filter(({ facet, value }) => facet === wanted && value !== '')
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      .slice(0, MOST_VALUES)
      .map(({ value, label, count }) => ({ value, label, count }));
  return {
    sharingType: of('sharingType'), entryClass: of('entryClass'), subclass: of('subclass'), provider: of('provider'), node: of('node'), openType: of('openType'), updateCycle: of('updateCycle'),
  };
}
