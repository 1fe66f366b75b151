import { Injectable } from '@nestjs/common';
import type { CatalogueRelease, ConsolidatedCatalogue, ConsolidatedEntry } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

/** What the consolidated catalogue says of an entry besides its id and version. */
export type EntryLine = Omit<ConsolidatedEntry, 'id' | 'entryVersion'>;

/** One change of the consolidated catalogue; a null entry was withdrawn. */
export interface Revision {
  readonly entryId: string;
  readonly entryVersion: number;
  /** Node the entry belongs to. */
  readonly node: string;
  readonly entry: EntryLine | null;
}

/** The last change of each entry up to a number. */
const AT = 'SELECT DISTINCT ON (entry_id) entry_id, entry_version, entry FROM catalogue_revision WHERE number <= $1 ORDER BY entry_id, number DESC';

@Injectable()
export class ConsolidatedStore {
  /** Gives a change its number, without gaps; undefined for one that a later change of the same entry has overtaken, or that comes from another node than the entry. */
  async append(tx: Transaction, { entryId, entryVersion, node, entry }: Revision): Promise<number | undefined> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('catalogue-revision', 0))`);
    const [overtaken] = await tx.query('SELECT 1 FROM catalogue_revision WHERE entry_id = $1 AND (entry_version > $2 OR entry IS NULL OR node <> $3) LIMIT 1', [entryId, entryVersion, node]);
    if (overtaken !== undefined) return undefined;
    const [row] = await tx.query<{ number: number }>(
      `INSERT INTO catalogue_revision (number, entry_id, entry_version, node, entry, changed_at)
       SELECT coalesce(max(number), 0) + 1, $1, $2, $3, $4, $5 FROM catalogue_revision RETURNING number`,
      [entryId, entryVersion, node, entry === null ? null : JSON.stringify(entry), tx.ctx.now],
    );
    return row?.number;
  }

  async current(tx: Transaction): Promise<ConsolidatedCatalogue> {
    const [last] = await tx.query<{ number: number; changed_at: Date }>('SELECT number, changed_at FROM catalogue_revision ORDER BY number DESC LIMIT 1');
    if (last === undefined) return { version: 0, changedAt: null, entries: 0 };
    const [count] = await tx.query<{ entries: number }>(`SELECT count(*)::integer AS entries FROM (${AT}) AS at WHERE entry IS NOT NULL`, [last.number]);
    return { version: last.number, changedAt: last.changed_at.toISOString(), entries: count?.entries ?? 0 };
  }

  /** The entries of a version, in the order of their ids, after one of them. */
  async entriesAt(tx: Transaction, version: number, { after, limit }: { after: string; limit: number }): Promise<ConsolidatedEntry[]> {
    const rows = await tx.query<{ entry_id: string; entry_version: number; entry: EntryLine }>(
      `SELECT entry_id, entry_version, entry FROM (${AT}) AS at WHERE entry IS NOT NULL AND entry_id > $2 ORDER BY entry_id LIMIT $3`,
      [version, after, limit],
    );
    return rows.map(({ entry_id: id, entry_version: entryVersion, entry }) => ({ id, entryVersion, ...entry }));
  }

  /** When the first entry came in. */
  async since(tx: Transaction): Promise<string | null> {
    const [first] = await tx.query<{ changed_at: Date }>('SELECT changed_at FROM catalogue_revision WHERE number = 1');
    return first?.changed_at.toISOString() ?? null;
  }

  /** The number of the next release; no other is made until the act ends. */
  async nextReleaseNumber(tx: Transaction): Promise<number> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('catalogue-release', 0))`);
    const [row] = await tx.query<{ next: number }>('SELECT coalesce(max(number), 0) + 1 AS next FROM catalogue_release');
    return row?.next ?? 1;
  }

  async insertRelease(tx: Transaction, { number, version, entries, releasedBy, releasedAt, article }: CatalogueRelease): Promise<void> {
    await tx.query('INSERT INTO catalogue_release (number, version, entries, released_by, released_at, article) VALUES ($1, $2, $3, $4, $5, $6)', [
      number, version, entries, JSON.stringify(releasedBy), releasedAt, article,
    ]);
  }

  /** Releases below a number, the newest first. */
  async releases(tx: Transaction, { before, limit }: { before: string; limit: number }): Promise<CatalogueRelease[]> {
    const rows = await tx.query<Omit<CatalogueRelease, 'releasedBy' | 'releasedAt'> & { released_by: CatalogueRelease['releasedBy']; released_at: Date }>(
      'SELECT number, version, entries, released_by, released_at, article FROM catalogue_release WHERE number < $1::bigint ORDER BY number DESC LIMIT $2',
      [before, limit],
    );
    return rows.map(({ released_by: releasedBy, released_at: releasedAt, ...rest }) => ({ ...rest, releasedBy, releasedAt: releasedAt.toISOString() }));
  }
}
