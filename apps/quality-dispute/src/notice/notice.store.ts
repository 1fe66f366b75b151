import { Injectable } from '@nestjs/common';
import type { Party, ReceiverNotified } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import type { Notice } from './notice.js';

interface Row extends Omit<Notice, 'noticedAt'> {
  readonly position: string;
  readonly noticedAt: Date;
}

@Injectable()
export class NoticeStore {
  /** Keeps a notice; false when the correction was told for this grant already. */
  async keep(tx: Transaction, notice: ReceiverNotified): Promise<boolean> {
    const { noticeId, receiver, grantId, entryId, entryName, correctionId, correctedVersion, permits, noticedAt } = notice;
    const kept = await tx.query(
      `INSERT INTO notice (id, receiver_id, receiver_node, grant_id, entry_id, entry_name, correction_id, corrected_version, permits, noticed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING id`,
      [noticeId, receiver.id, receiver.node, grantId, entryId, entryName, correctionId, correctedVersion, permits, noticedAt],
    );
    return kept.length > 0;
  }

  /** Notices to an organisation, newest first. */
  async pageTo(tx: Transaction, { id, node }: Party, before: string, limit: number): Promise<(Notice & { position: string })[]> {
    const rows = await tx.query<Row>(
      `SELECT position, id, entry_id AS "entryId", entry_name AS "entryName", grant_id AS "grantId", correction_id AS "correctionId", corrected_version AS "correctedVersion",
              permits, noticed_at AS "noticedAt"
         FROM notice WHERE receiver_id = $1 AND receiver_node = $2 AND position < $3 ORDER BY position DESC LIMIT $4`,
      [id, node, before, limit],
    );
    return rows.map((row) => ({ ...row, noticedAt: row.noticedAt.toISOString() }));
  }
}
