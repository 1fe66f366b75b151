import { Injectable } from '@nestjs/common';
import type { ArchiveRecordView } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

export interface PositionedRecord extends ArchiveRecordView {
  readonly position: string;
}
interface Reader {
  readonly id: string;
  readonly node: string;
}

const SELECT = `SELECT id, position, department, permit_id AS "permitId", grant_id AS "grantId", entry_name AS "entryName", source, sha256, metadata, compliance, article,
    to_char(archived_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "archivedAt"
  FROM archive_record`;

@Injectable()
export class ArchiveStore {
  /** False where the department has archived the document before. */
  async add(tx: Transaction, record: ArchiveRecordView): Promise<boolean> {
    const { id, department, permitId, grantId, entryName, source, sha256, metadata, compliance, article, archivedAt } = record;
    const added = await tx.query(
      `INSERT INTO archive_record (id, department, permit_id, grant_id, entry_name, source, sha256, metadata, compliance, article, archived_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT ON CONSTRAINT uq_archive_record_document DO NOTHING RETURNING id`,
      [id, JSON.stringify(department), permitId, grantId, entryName, JSON.stringify(source), sha256, JSON.stringify(metadata), compliance, article === null ? null : JSON.stringify(article), archivedAt],
    );
    return added.length > 0;
  }

  /** @param reader null: whatever department it belongs to */
  async find(tx: Transaction, id: string, reader: Reader | null): Promise<PositionedRecord | undefined> {
    const own = reader === null ? '' : 'AND department_id = $2 AND department_node = $3';
    const [found] = await tx.query<PositionedRecord>(`${SELECT} WHERE id = $1 ${own}`, reader === null ? [id] : [id, reader.id, reader.node]);
    return found;
  }

  async page(tx: Transaction, before: string, limit: number, reader: Reader | null): Promise<PositionedRecord[]> {
    const own = reader === null ? '' : 'AND department_id = $3 AND department_node = $4';
    return tx.query<PositionedRecord>(`${SELECT} WHERE position < $1 ${own} ORDER BY position DESC LIMIT $2`, reader === null ? [before, limit] : [before, limit, reader.id, reader.node]);
  }
}
