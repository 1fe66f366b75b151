import { Injectable } from '@nestjs/common';
import type { Suggestion, Suggestions, SuggestSearches as Asked } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { boundedWords } from './search-catalogue.js';
import { SearchVocabulary } from './search-vocabulary.js';
import { fold } from './text-grams.js';
import { wordQuery } from './word-query.js';

/** Names of entries, those that begin so first; the best rows are taken before names that are alike fall together. */
const ENTRIES = `
  SELECT text FROM (
    SELECT e.name AS text, min(best.rank) AS rank FROM (
      SELECT entry_id, row_number() OVER (ORDER BY strpos(name_key, $2) = 1 DESC, strpos(name_key, $2) > 0 DESC, name_length, newest_first, entry_id) AS rank
      FROM entry_search WHERE grams @@ $1::tsquery AND NOT EXISTS (SELECT FROM unnest($3::text[]) w WHERE strpos(name_key, w) = 0) ORDER BY rank LIMIT 60
    ) best JOIN entry_shown e USING (entry_id) GROUP BY e.name
  ) named ORDER BY rank LIMIT 6`;

/** Each different name of an item that begins so: from one to the next through the index, however many entries have it. */
const ITEMS = `
  WITH RECURSIVE step AS (
    (SELECT name_key, name FROM item_search WHERE name_key >= $1 ORDER BY name_key LIMIT 1)
    UNION ALL
    SELECT following.* FROM step, LATERAL (SELECT name_key, name FROM item_search WHERE name_key > step.name_key ORDER BY name_key LIMIT 1) following WHERE starts_with(step.name_key, $1)
  )
  SELECT name AS text FROM (SELECT * FROM step WHERE starts_with(name_key, $1) LIMIT 6) found ORDER BY name_key`;

const PROVIDERS = `
  SELECT text FROM (
    SELECT DISTINCT provider ->> 'name' AS text FROM search_provider p WHERE strpos(name_key, $1) > 0 AND EXISTS (SELECT FROM entry_search WHERE provider = p.id)
  ) named ORDER BY char_length(text), text LIMIT 4`;

/** What somebody who has typed so much may want to search for: names of published entries, of their items and of their providers. */
@Injectable()
export class SuggestSearches {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly vocabulary: SearchVocabulary,
  ) {}

  async run(ctx: RequestContext, { q }: Asked): Promise<Suggestions> {
    const words = boundedWords(this.vocabulary, q);
    if (words.length === 0) return { items: [] };
    const typed = fold(q).trim();
    return this.unitOfWork.read(ctx, async (tx) => {
      const suggest = async (kind: string, sql: string, values: readonly unknown[]): Promise<Suggestion[]> => (await tx.query<{ text: string }>(sql, values)).map(({ text }) => ({ kind, text }));
      const [entries, items, providers] = await Promise.all([
        suggest('ENTRY', ENTRIES, [wordQuery(words), typed, words.map(({ variants }) => variants[0])]),
        suggest('ITEM', ITEMS, [typed]),
        suggest('PROVIDER', PROVIDERS, [typed]),
      ]);
      return { items: [...entries, ...items, ...providers] };
    });
  }
}
