import { Injectable } from '@nestjs/common';
import { isId, type DataItemHit, type DataItemHits, type FindDataItems as Asked } from '@gongshu/contracts';
import { cutPage, pageStart, UnitOfWork, type PageOrder, type RequestContext } from '@gongshu/service-kit';
import { boundedWords } from './search-catalogue.js';
import { SearchVocabulary } from './search-vocabulary.js';
import { fold, runsOf } from './text-grams.js';
import { wordQuery } from './word-query.js';

/** `<tier>_<length of the name>_<age>_<id of the entry>_<place in the entry>`. */
const BY_RANK: PageOrder = {
  start: '-1_0_0_00000000-0000-0000-0000-000000000000_0',
  isCursor: (text) => {
    const [tier, length, newest, id, position, ...more] = text.split('_');
    return /^[01]$/.test(tier ?? '') && /^\d{1,4}$/.test(length ?? '') && /^-?\d{1,15}$/.test(newest ?? '') && isId(id) && /^\d{1,4}$/.test(position ?? '') && more.length === 0;
  },
};

// Names that hold what was typed come before those that a synonym finds.
const FIND = `
  SELECT i.*, i.column_name AS column, e.name AS "entryName", e.code AS "entryCode", p.provider FROM (
    SELECT * FROM (
      SELECT entry_id AS "entryId", position, column_name, name, type, newest_first, name_length, CASE WHEN NOT EXISTS (SELECT FROM unnest($2::text[]) w WHERE strpos(name_key, w) = 0) THEN 0 ELSE 1 END AS tier
      FROM item_search WHERE grams @@ $1::tsquery
    ) found WHERE (tier, name_length, newest_first, "entryId", position) > ($3::int, $4::int, $5::bigint, $6::uuid, $7::int)
    ORDER BY tier, name_length, newest_first, "entryId", position LIMIT $8
  ) i JOIN entry_shown e ON e.entry_id = i."entryId" JOIN entry_search s ON s.entry_id = i."entryId" JOIN search_provider p ON p.id = s.provider
  ORDER BY i.tier, i.name_length, i.newest_first, i."entryId", i.position`;

interface FoundItem extends DataItemHit {
  readonly tier: number;
  readonly name_length: number;
  readonly newest_first: string;
  readonly position: number;
}

/** Data items of published entries, by name or column: who has this, in which entry, as what type. */
@Injectable()
export class FindDataItems {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly vocabulary: SearchVocabulary,
  ) {}

  async run(ctx: RequestContext, asked: Asked): Promise<DataItemHits> {
    const { after, limit } = pageStart(asked, BY_RANK);
    const words = boundedWords(this.vocabulary, asked.q);
    if (words.length === 0) return { items: [], nextCursor: null };
    const values = [wordQuery(words), runsOf(fold(asked.q)), ...after.split('_'), limit + 1];
    const found = await this.unitOfWork.read(ctx, (tx) => tx.query<FoundItem>(FIND, values));
    const key = ({ tier, name_length: length, newest_first: newest, entryId, position }: FoundItem): string => [tier, length, newest, entryId, position].join('_');
    return cutPage(found, limit, key, ({ column, name, type, entryId, entryName, entryCode, provider }) => ({ column, name, type, entryId, entryName, entryCode, provider }));
  }
}
