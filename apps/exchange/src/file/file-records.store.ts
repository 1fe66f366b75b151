import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import type { StoredBytes } from '../file-store/file-store.js';

/** A provider's document: the content of one version. */
export interface Document extends StoredBytes {
  readonly name: string;
  readonly mediaType: string;
}

/** A file made from a table. */
export interface MadeFile extends StoredBytes {
  readonly rows: number;
}

interface FileRow {
  readonly file_key: string;
  readonly bytes: string;
  readonly sha256: string;
}

const stored = ({ file_key: key, bytes, sha256 }: FileRow): StoredBytes => ({ key, bytes: Number(bytes), sha256 });

@Injectable()
export class FileRecords {
  async keepForm(tx: Transaction, entryId: string, entryVersion: number, document: boolean, titles: Readonly<Record<string, string>>): Promise<void> {
    await tx.query(
      `INSERT INTO entry_form (entry_id, entry_version, document, titles) VALUES ($1, $2, $3, $4)
       ON CONFLICT (entry_id) DO UPDATE SET entry_version = excluded.entry_version, document = excluded.document, titles = excluded.titles
       WHERE excluded.entry_version > entry_form.entry_version`,
      [entryId, entryVersion, document, JSON.stringify(titles)],
    );
  }

  async isDocument(tx: Transaction, entryId: string): Promise<boolean> {
    return (await tx.query('SELECT 1 FROM entry_form WHERE entry_id = $1 AND document', [entryId])).length > 0;
  }

  /** Titles of an entry's columns, as the catalogue has them now. */
  async titles(tx: Transaction, entryId: string): Promise<Readonly<Record<string, string>>> {
    const [row] = await tx.query<{ titles: Record<string, string> }>('SELECT titles FROM entry_form WHERE entry_id = $1', [entryId]);
    return row?.titles ?? {};
  }

  async addDocument(tx: Transaction, versionId: string, { key, name, mediaType, bytes, sha256 }: Document): Promise<void> {
    await tx.query('INSERT INTO document (version_id, file_key, name, media_type, bytes, sha256) VALUES ($1, $2, $3, $4, $5, $6)', [versionId, key, name, mediaType, bytes, sha256]);
  }

  async findDocument(tx: Transaction, versionId: string): Promise<Document | null> {
    const [row] = await tx.query<FileRow & { name: string; media_type: string }>('SELECT * FROM document WHERE version_id = $1', [versionId]);
    return row === undefined ? null : { ...stored(row), name: row.name, mediaType: row.media_type };
  }

  /** The file made for a selection, marked as used now. */
  async useMadeFile(tx: Transaction, versionId: string, selection: string): Promise<MadeFile | null> {
    const [row] = await tx.query<FileRow & { rows: string }>('SELECT * FROM made_file WHERE version_id = $1 AND selection = $2', [versionId, selection]);
    if (row === undefined) return null;
    // Once an hour is enough to tell what is in use; each range of a download would otherwise write.
    await tx.query(`UPDATE made_file SET used_at = $3 WHERE version_id = $1 AND selection = $2 AND used_at < $3::timestamptz - interval '1 hour'`, [versionId, selection, tx.ctx.now]);
    return { ...stored(row), rows: Number(row.rows) };
  }

  async keepMadeFile(tx: Transaction, versionId: string, selection: string, { key, bytes, sha256, rows }: MadeFile): Promise<void> {
    await tx.query(
      `INSERT INTO made_file (version_id, selection, file_key, bytes, rows, sha256, used_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT ON CONSTRAINT pk_made_file DO UPDATE SET file_key = excluded.file_key, bytes = excluded.bytes, rows = excluded.rows, sha256 = excluded.sha256, used_at = excluded.used_at`,
      [versionId, selection, key, bytes, rows, sha256, tx.ctx.now],
    );
  }

  /** One maker at a time for a selection, on any replica; until the transaction ends. */
  async lockSelection(tx: Transaction, versionId: string, selection: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`made ${versionId} ${selection}`]);
  }

  /** Takes out the files unused for so many days and, of the others, those least recently used beyond so many bytes; answers their keys. */
  async takeForgotten(tx: Transaction, days: number, mostBytes: number): Promise<string[]> {
    const rows = await tx.query<{ file_key: string }>(
      `WITH aged AS (SELECT version_id, selection, used_at, sum(bytes) OVER (ORDER BY used_at DESC, version_id, selection) AS upto FROM made_file),
            gone AS (DELETE FROM made_file m USING aged a WHERE m.version_id = a.version_id AND m.selection = a.selection
                     AND (a.used_at < $1::timestamptz - make_interval(days => $2) OR a.upto > $3) RETURNING m.file_key)
       SELECT file_key FROM gone`,
      [tx.ctx.now, days, mostBytes],
    );
    return rows.map(({ file_key: key }) => key);
  }
}
