import { Injectable } from '@nestjs/common';
import type { Day } from '@gongshu/regulation';
import type { Transaction } from '@gongshu/service-kit';

/** What is known of the data behind an entry. Two services tell it in any order: what the entry states is null until its publication is known. */
export interface KnownData {
  readonly entryId: string;
  readonly entryName: string | null;
  readonly providerId: string | null;
  readonly updateCycle: string | null;
  readonly aggregation: string | null;
  readonly publishedOn: Day | null;
  readonly refreshedOn: Day | null;
  readonly dueOn: Day | null;
  readonly article: string | null;
}

const COLUMNS = `entry_id AS "entryId", entry_name AS "entryName", provider_id AS "providerId", update_cycle AS "updateCycle", aggregation,
  published_on::text AS "publishedOn", refreshed_on::text AS "refreshedOn", due_on::text AS "dueOn", article`;

@Injectable()
export class DataRefreshStore {
  /** What a published version states; the day of the first publication stays. */
  async keepEntry(tx: Transaction, entry: { id: string; name: string; providerId: string; updateCycle: string; aggregation: string; publishedOn: Day }): Promise<KnownData | undefined> {
    const { id, name, providerId, updateCycle, aggregation, publishedOn } = entry;
    const [row] = await tx.query<KnownData>(
      `INSERT INTO data_refresh AS known (entry_id, entry_name, provider_id, update_cycle, aggregation, published_on) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (entry_id) DO UPDATE SET entry_name = excluded.entry_name, provider_id = excluded.provider_id, update_cycle = excluded.update_cycle, aggregation = excluded.aggregation,
         published_on = coalesce(known.published_on, excluded.published_on) RETURNING ${COLUMNS}`,
      [id, name, providerId, updateCycle, aggregation, publishedOn],
    );
    return row;
  }

  /** New data came on a day. */
  async keepData(tx: Transaction, entryId: string, day: Day): Promise<KnownData | undefined> {
    const [row] = await tx.query<KnownData>(
      `INSERT INTO data_refresh AS known (entry_id, refreshed_on) VALUES ($1, $2)
       ON CONFLICT (entry_id) DO UPDATE SET refreshed_on = greatest(known.refreshed_on, excluded.refreshed_on) RETURNING ${COLUMNS}`,
      [entryId, day],
    );
    return row;
  }

  /** Keeps where the data come from; answers where they came from before, null when that was unknown. */
  async keepSource(tx: Transaction, entryId: string, url: string): Promise<string | null> {
    const [before] = await tx.query<{ source_url: string | null }>('SELECT source_url FROM data_refresh WHERE entry_id = $1 FOR UPDATE', [entryId]);
    await tx.query('INSERT INTO data_refresh (entry_id, source_url) VALUES ($1, $2) ON CONFLICT (entry_id) DO UPDATE SET source_url = excluded.source_url', [entryId, url]);
    return before?.source_url ?? null;
  }

  async setDue(tx: Transaction, entryId: string, due: { dueOn: Day; article: string } | null): Promise<void> {
    await tx.query('UPDATE data_refresh SET due_on = $2, article = $3 WHERE entry_id = $1', [entryId, due?.dueOn ?? null, due?.article ?? null]);
  }

  async forget(tx: Transaction, entryId: string): Promise<void> {
    await tx.query('DELETE FROM data_refresh WHERE entry_id = $1', [entryId]);
  }

  /** Those with a due day, the earliest first, after a day and entry. */
  async page(tx: Transaction, search: { providerId: string | null; before: Day | null; after: { dueOn: Day; entryId: string }; limit: number }): Promise<KnownData[]> {
    const { providerId, before, after, limit } = search;
    return tx.query<KnownData>(
      `SELECT ${COLUMNS} FROM data_refresh WHERE due_on IS NOT NULL AND ($1::text IS NULL OR provider_id = $1) AND ($2::date IS NULL OR due_on < $2)
         AND (due_on, entry_id) > ($3::date, $4::uuid) ORDER BY data_refresh.due_on, entry_id LIMIT $5`,
      [providerId, before, after.dueOn, after.entryId, limit],
    );
  }
}
