import { Injectable } from '@nestjs/common';
import type { CitedArticle, DataItem, Party } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

/** What opening needs to know of an entry of this node, with the data it has; version 0 is none. */
export interface OpenableEntry {
  readonly entryId: string;
  readonly name: string;
  readonly abstract: string;
  readonly provider: Party;
  readonly openType: string;
  readonly items: DataItem[];
  readonly updateCycle: string;
  readonly personalData: boolean;
  readonly dataVersion: number;
  readonly rows: number;
}

type Published = Omit<OpenableEntry, 'dataVersion' | 'rows'>;
type Row = Omit<OpenableEntry, 'rows'> & { readonly rows: string };

@Injectable()
export class OpenableEntryStore {
  /** The newer version wins, whatever order they come in. */
  async keep(tx: Transaction, version: number, { entryId, name, abstract, provider, openType, items, updateCycle, personalData }: Published): Promise<void> {
    await tx.query(
      `INSERT INTO openable_entry (entry_id, version, name, abstract, provider, open_type, items, update_cycle, personal_data) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (entry_id) DO UPDATE SET version = excluded.version, name = excluded.name, abstract = excluded.abstract, provider = excluded.provider, open_type = excluded.open_type,
         items = excluded.items, update_cycle = excluded.update_cycle, personal_data = excluded.personal_data
        WHERE openable_entry.version < excluded.version`,
      [entryId, version, name, abstract, JSON.stringify(provider), openType, JSON.stringify(items), updateCycle, personalData],
    );
  }

  async keepDataVersion(tx: Transaction, entryId: string, version: number, rows: number): Promise<void> {
    await tx.query(
      `INSERT INTO data_version (entry_id, version, rows) VALUES ($1, $2, $3)
       ON CONFLICT (entry_id) DO UPDATE SET version = excluded.version, rows = excluded.rows WHERE data_version.version < excluded.version`,
      [entryId, version, rows],
    );
  }

  async withdraw(tx: Transaction, entryId: string): Promise<void> {
    await tx.query('UPDATE openable_entry SET withdrawn = true WHERE entry_id = $1', [entryId]);
  }

  async stop(tx: Transaction, entryId: string, article: CitedArticle): Promise<void> {
    await tx.query('INSERT INTO safety_stop (entry_id, article) VALUES ($1, $2) ON CONFLICT (entry_id) DO UPDATE SET article = excluded.article', [entryId, JSON.stringify(article)]);
  }

  async letGo(tx: Transaction, entryId: string): Promise<void> {
    await tx.query('DELETE FROM safety_stop WHERE entry_id = $1', [entryId]);
  }

  /** Locks the entry: whoever opens it, opens it alone. */
  async loadForUpdate(tx: Transaction, entryId: string): Promise<OpenableEntry | undefined> {
    const [row] = await tx.query<Row>(
      `SELECT e.entry_id AS "entryId", e.name, e.abstract, e.provider, e.open_type AS "openType", e.items, e.update_cycle AS "updateCycle", e.personal_data AS "personalData",
              coalesce(v.version, 0) AS "dataVersion", coalesce(v.rows, 0) AS rows
         FROM openable_entry e LEFT JOIN data_version v ON v.entry_id = e.entry_id WHERE e.entry_id = $1 AND NOT e.withdrawn FOR UPDATE OF e`,
      [entryId],
    );
    return row === undefined ? undefined : { ...row, rows: Number(row.rows) };
  }
}
