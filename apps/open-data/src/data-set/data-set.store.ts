import { Injectable } from '@nestjs/common';
import type { CitedArticle, LegalBasis, OpenDataSetView } from '@gongshu/contracts';
import type { Standing } from '@gongshu/regulation';
import type { Transaction } from '@gongshu/service-kit';
import { NOT_OPEN, OPEN } from './data-set.js';

/** What the provider declared, and where the procedure stands. */
export interface Declaration {
  readonly entryId: string;
  readonly openType: string;
  readonly standing: Standing;
  readonly article: string;
  readonly legalBasis: LegalBasis | null;
  readonly releaseBasis: string | null;
}

/** A data set that somebody asks to fetch. */
export interface AskedDataSet {
  readonly entryId: string;
  readonly open: boolean;
  /** The provision by which a safety danger has stopped it; null when nothing has. */
  readonly stoppedBy: CitedArticle | null;
  readonly columns: string[];
}

type Row = Omit<OpenDataSetView, 'openedAt' | 'rows'> & { readonly position: string; readonly openedAt: Date; readonly rows: string };
export type OpenDataSetRow = OpenDataSetView & { readonly position: string };

// An entry that has come to hold personal information since is closed to the public at once, whatever was declared.
const PUBLIC = `SELECT s.position, s.entry_id AS "entryId", e.name, e.abstract, e.provider, s.open_type AS "openType", e.items, e.update_cycle AS "updateCycle",
    v.version AS "dataVersion", v.rows, s.declared_at AS "openedAt", s.article
  FROM open_data_set s JOIN openable_entry e ON e.entry_id = s.entry_id JOIN data_version v ON v.entry_id = s.entry_id
 WHERE s.state = '${OPEN}' AND NOT e.personal_data`;

const TAKE = `
  WITH asked AS (SELECT id, count(*) AS fetches FROM unnest($1::uuid[]) AS id GROUP BY id),
       held AS (SELECT s.entry_id, asked.fetches FROM open_data_set s JOIN asked ON asked.id = s.entry_id WHERE s.state <> '${NOT_OPEN}' ORDER BY s.entry_id FOR UPDATE OF s)
  UPDATE open_data_set s SET fetch_count = s.fetch_count + CASE WHEN s.state = '${OPEN}' AND stop.article IS NULL THEN held.fetches ELSE 0 END
    FROM held JOIN openable_entry e ON e.entry_id = held.entry_id LEFT JOIN safety_stop stop ON stop.entry_id = held.entry_id
   WHERE s.entry_id = held.entry_id AND NOT e.personal_data
  RETURNING s.entry_id AS "entryId", s.state = '${OPEN}' AS open, stop.article AS "stoppedBy", ARRAY(SELECT item ->> 'column' FROM jsonb_array_elements(e.items) AS item) AS columns`;

function fromRow(row: Row): OpenDataSetRow {
  return { ...row, rows: Number(row.rows), openedAt: row.openedAt.toISOString() };
}

@Injectable()
export class DataSetStore {
  /** What was declared before for the entry; for the act that declares anew, under the entry's lock. */
  async find(tx: Transaction, entryId: string): Promise<{ openType: string; state: string } | undefined> {
    const [row] = await tx.query<{ openType: string; state: string }>('SELECT open_type AS "openType", state FROM open_data_set WHERE entry_id = $1', [entryId]);
    return row;
  }

  async save(tx: Transaction, { entryId, openType, standing, article, legalBasis, releaseBasis }: Declaration): Promise<void> {
    await tx.query(
      `INSERT INTO open_data_set (entry_id, open_type, standing, article, legal_basis, release_basis, declared_at, declared_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (entry_id) DO UPDATE SET open_type = excluded.open_type, standing = excluded.standing, article = excluded.article, legal_basis = excluded.legal_basis,
         release_basis = excluded.release_basis, declared_at = excluded.declared_at, declared_by = excluded.declared_by`,
      [entryId, openType, JSON.stringify(standing), article, legalBasis === null ? null : JSON.stringify(legalBasis), releaseBasis, tx.ctx.now, tx.ctx.actor],
    );
  }

  async findOpen(tx: Transaction, entryId: string): Promise<OpenDataSetRow | undefined> {
    const [row] = await tx.query<Row>(`${PUBLIC} AND s.entry_id = $1`, [entryId]);
    return row === undefined ? undefined : fromRow(row);
  }

  /** Open data sets, the newest first, whose name, abstract or items' names contain the text. */
  async pageOpen(tx: Transaction, q: string, before: string, limit: number): Promise<OpenDataSetRow[]> {
    const rows = await tx.query<Row>(
      `${PUBLIC} AND s.position < $1
         AND (position(lower($2) IN lower(e.name)) > 0 OR position(lower($2) IN lower(e.abstract)) > 0
           OR EXISTS (SELECT FROM jsonb_array_elements(e.items) AS item WHERE position(lower($2) IN lower(item ->> 'name')) > 0))
       ORDER BY s.position DESC LIMIT $3`,
      [before, q, limit],
    );
    return rows.map(fromRow);
  }

  /**
   * Counts the fetches of open data sets, and answers what is known of those asked for; what is not open to anybody is not answered. One statement, and rows locked in the
   * order of their ids, so that two messages about the same data sets wait for each other and never for ever.
   */
  async countFetches(tx: Transaction, entryIds: readonly string[]): Promise<AskedDataSet[]> {
    return tx.query<AskedDataSet>(TAKE, [entryIds]);
  }
}
