import { Injectable } from '@nestjs/common';
import type { Party } from '@gongshu/contracts';
import type { Day } from '@gongshu/regulation';
import type { Transaction } from '@gongshu/service-kit';
import type { UpdateNotice } from './held-copy.js';

type Positioned = UpdateNotice & { readonly position: string };

const SELECT = `SELECT id, position, origin_node AS "originNode", receiver, provider, entry_id AS "entryId", entry_name AS "entryName", version, article,
    to_char(noticed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "noticedAt", due_on::text AS "dueOn", due_article AS "dueArticle",
    acknowledged_version AS "acknowledgedVersion" FROM data_update_notice`;

@Injectable()
export class UpdateNoticeStore {
  /** Keeps a notice; false when the acquirer was told of this version already. */
  async keep(tx: Transaction, notice: UpdateNotice): Promise<boolean> {
    const { id, originNode, receiver, provider, entryId, entryName, version, article, noticedAt, dueOn, dueArticle } = notice;
    const kept = await tx.query(
      `INSERT INTO data_update_notice (id, origin_node, receiver, provider, entry_id, entry_name, version, article, noticed_at, due_on, due_article)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING RETURNING id`,
      [id, originNode, JSON.stringify(receiver), JSON.stringify(provider), entryId, entryName, version, article, noticedAt, dueOn, dueArticle],
    );
    return kept.length > 0;
  }

  /** All notices to the organisation about the entry of one of them, locked, oldest version first; empty when that one is not the organisation's. */
  async lockOfSameEntry(tx: Transaction, { id: receiver, node }: Party, noticeId: string): Promise<UpdateNotice[]> {
    return tx.query<Positioned>(
      `${SELECT} WHERE receiver_id = $1 AND receiver_node = $2 AND entry_id = (SELECT entry_id FROM data_update_notice WHERE id = $3 AND receiver_id = $1 AND receiver_node = $2)
        ORDER BY version FOR UPDATE`,
      [receiver, node, noticeId],
    );
  }

  /** Notices to this node's acquirers whose period runs, under lock. */
  async lockRunning(tx: Transaction): Promise<UpdateNotice[]> {
    return tx.query<Positioned>(`${SELECT} WHERE due_on IS NOT NULL AND coalesce(acknowledged_version, 0) < version ORDER BY id FOR UPDATE`);
  }

  async setDue(tx: Transaction, id: string, dueOn: Day): Promise<void> {
    await tx.query('UPDATE data_update_notice SET due_on = $2 WHERE id = $1', [id, dueOn]);
  }

  /** What an acquirer holds now answers every notice to it about the entry that is not settled yet. */
  async acknowledge(tx: Transaction, entryId: string, { id, node }: Party, version: number): Promise<void> {
    await tx.query(
      `UPDATE data_update_notice SET acknowledged_version = $4 WHERE entry_id = $1 AND receiver_id = $2 AND receiver_node = $3 AND coalesce(acknowledged_version, 0) < version`,
      [entryId, id, node, version],
    );
  }

  /** Notices to an organisation, newest first, before a position. */
  async pageTo(tx: Transaction, { id, node }: Party, before: string, limit: number): Promise<Positioned[]> {
    return tx.query<Positioned>(`${SELECT} WHERE receiver_id = $1 AND receiver_node = $2 AND position < $3 ORDER BY position DESC LIMIT $4`, [id, node, before, limit]);
  }
}
