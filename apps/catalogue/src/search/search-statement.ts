import type { SearchCatalogue } from '@gongshu/contracts';
import type { SearchWord } from './search-vocabulary.js';
import { shortest, wordQuery } from './word-query.js';

/** Where a page begins: the place in the order of the entry before it. */
export interface SearchPosition {
  readonly tier: number;
  readonly nameLength: number;
  readonly newestFirst: string;
  readonly id: string;
}

export interface SearchOrder {
  /** What must be found; null for everything. */
  readonly words: readonly SearchWord[] | null;
  /** What was typed, folded: an entry whose name holds it as it stands comes first. */
  readonly typed: readonly string[];
  readonly filters: Pick<SearchCatalogue, 'sharingType' | 'entryClass' | 'subclass' | 'provider' | 'node' | 'openType' | 'updateCycle'>;
  readonly after: SearchPosition;
  readonly limit: number;
  readonly loose: boolean;
}

export interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Names of items shown as fragments. */
const MOST_ITEMS = 3;

const FACET_COLUMNS = { sharingType: 'sharing_type', entryClass: 'entry_class', subclass: 'subclass', openType: 'open_type', updateCycle: 'update_cycle' } as const;

/**
 * One statement for total, facets and page. It reads each found row once; facets are counted by two numbers of the row and named afterwards. Pages are ordered by how well the name
 * fits, then the shorter name, then the newer entry; a page is cut by its place in that order, so the thousandth costs what the first does.
 */
export function searchStatement({ words, typed, filters, after, limit, loose }: SearchOrder): Statement {
  const values: unknown[] = [];
  const bind = (value: unknown, type: string): string => `$${String(values.push(value))}::${type}`;
  const conditions = [...(words === null ? [] : [`s.grams @@ ${bind(wordQuery(words, loose), 'tsquery')}`]), ...facetConditions(filters, bind), ...providerConditions(filters, bind)];
  const tier = words === null ? '0' : tierOf(words, typed, bind);
  // Everything is shown by age alone: the name's length says nothing where no name was asked for.
  const length = words === null ? '0' : 's.name_length';
  const { nameLength, newestFirst, id } = after;
  const start = [bind(after.tier, 'int'), bind(nameLength, 'int'), bind(newestFirst, 'bigint'), bind(id, 'uuid')].join(', ');
  const shown = bind(words?.flatMap(({ variants }) => variants) ?? [], 'text[]');
  // Everything is counted and paged from indexes; a find is kept, because facets and page are read from it.
  const sql = `
WITH hit AS ${words === null ? 'NOT ' : ''}MATERIALIZED (
  SELECT s.entry_id, s.facet, s.provider, s.newest_first, ${length} AS name_length, ${tier} AS tier FROM entry_search s ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
), grouped AS MATERIALIZED (SELECT facet, provider, count(*) AS n FROM hit GROUP BY facet, provider
), classed AS (SELECT f.*, n FROM (SELECT facet, sum(n) AS n FROM grouped GROUP BY facet) g JOIN search_facet f ON f.id = g.facet
), provided AS (SELECT p.node, p.provider, n FROM (SELECT provider AS of, sum(n) AS n FROM grouped GROUP BY provider) g JOIN search_provider p ON p.id = g.of
), counted AS (
  ${Object.entries(FACET_COLUMNS).map(([name, column]) => `SELECT '${name}' AS facet, ${column} AS value, NULL AS label, sum(n) AS count FROM classed GROUP BY ${column}`).join(' UNION ALL\n  ')}
  UNION ALL SELECT 'node', node, NULL, sum(n) FROM provided GROUP BY node
  UNION ALL (SELECT 'provider', node || '/' || (provider ->> 'id'), max(provider ->> 'name'), sum(n) FROM provided GROUP BY 2 ORDER BY 4 DESC, 2 LIMIT 50)
), page AS (
  SELECT * FROM hit WHERE (tier, name_length, newest_first, entry_id) > (${start}) ORDER BY tier, name_length, newest_first, entry_id LIMIT ${bind(limit, 'int')}
)
SELECT (SELECT coalesce(sum(n), 0)::int FROM grouped) AS total, (SELECT json_agg(counted) FROM counted) AS facets, (SELECT json_agg(json_build_object(
  'id', h.entry_id, 'tier', h.tier, 'nameLength', h.name_length, 'newestFirst', h.newest_first::text, 'name', e.name, 'code', e.code, 'abstract', e.abstract, 'node', p.node, 'provider', p.provider,
  'entryClass', f.entry_class, 'subclass', f.subclass, 'sharingType', f.sharing_type, 'openType', f.open_type, 'updateCycle', f.update_cycle,
  'items', ARRAY(SELECT i FROM unnest(e.items) i WHERE EXISTS (SELECT FROM unnest(${shown}) w WHERE strpos(lower(normalize(i, NFKC)), w) > 0) LIMIT ${String(MOST_ITEMS)})
) ORDER BY h.tier, h.name_length, h.newest_first, h.entry_id)
  FROM page h JOIN entry_shown e USING (entry_id) JOIN search_facet f ON f.id = h.facet JOIN search_provider p ON p.id = h.provider) AS page`;
  return { sql, values };
}

type Bind = (value: unknown, type: string) => string;

/**
 * 0: the name holds what was typed as it stands; 1: the name holds all words; 2: name and provider do; 3: they stand anywhere. Looked up in the short names and not in the tokens, which
 * costs a tenth.
 */
function tierOf(words: readonly SearchWord[], typed: readonly string[], bind: Bind): string {
  const holds = (texts: readonly string[]): string[] => texts.map((text) => `strpos(name_key, ${bind(text, 'text')}) > 0`);
  const inName = words.map(({ variants }) => `(${holds(shortest(variants)).join(' OR ')})`);
  const inHead = inName.map((condition) => `(${condition} OR s.provider IN (SELECT id FROM search_provider WHERE ${condition}))`);
  return `CASE WHEN ${holds(typed).join(' AND ')} THEN 0 WHEN ${inName.join(' AND ')} THEN 1 WHEN ${inHead.join(' AND ')} THEN 2 ELSE 3 END`;
}

function facetConditions(filters: SearchOrder['filters'], bind: Bind): string[] {
  const wanted = Object.entries(FACET_COLUMNS).flatMap(([name, column]) => {
    const value = filters[name as keyof typeof FACET_COLUMNS];
    return value === undefined ? [] : [`${column} = ${bind(value, 'text')}`];
  });
  return wanted.length === 0 ? [] : [`s.facet IN (SELECT id FROM search_facet WHERE ${wanted.join(' AND ')})`];
}

function providerConditions({ node, provider }: SearchOrder['filters'], bind: Bind): string[] {
  const slash = provider?.indexOf('/') ?? -1;
  const wanted = [
    ...(node === undefined ? [] : [`node = ${bind(node, 'text')}`]),
    ...(provider === undefined ? [] : [`node = ${bind(provider.slice(0, slash), 'text')} AND provider ->> 'id' = ${bind(provider.slice(slash + 1), 'text')}`]),
  ];
  return wanted.length === 0 ? [] : [`s.provider IN (SELECT id FROM search_provider WHERE ${wanted.join(' AND ')})`];
}
