import { Injectable } from '@nestjs/common';
import type { Party } from '@gongshu/contracts';
import { localDay } from '@gongshu/regulation';
import type { Transaction } from '@gongshu/service-kit';
import type { HeldCopy } from './held-copy.js';

/** Permits know what was delivered; what an acquirer said later counts before it. A delivery without version is one of data that stay with their provider. */
const HOLDERS = `
  SELECT g.requester AS holder, NULL::integer AS version, '-infinity'::timestamptz AS at
    FROM usage_grant g WHERE g.entry_id = $1 AND g.owner_node = $2 AND g.state <> 'TERMINATED' AND g.valid_until >= $3
  UNION ALL
  SELECT g.requester, max(p.data_version), max(p.closed_at)
    FROM usage_grant g JOIN permit p ON p.grant_id = g.id WHERE g.entry_id = $1 AND g.owner_node = $2 AND p.state = 'COMPLETED' GROUP BY g.id
  UNION ALL
  SELECT holder, version, stated_at FROM held_copy WHERE entry_id = $1`;

@Injectable()
export class HeldCopyStore {
  /** Every organisation that holds a living grant on the entry or a copy of its data, each with the version that is known last. */
  async holders(tx: Transaction, entryId: string): Promise<HeldCopy[]> {
    return tx.query<HeldCopy>(
      `SELECT DISTINCT ON (holder ->> 'node', holder ->> 'id') holder, version,
              EXISTS (SELECT 1 FROM data_update_notice n WHERE n.entry_id = $1 AND n.receiver_id = holder ->> 'id' AND n.receiver_node = holder ->> 'node'
                       AND coalesce(n.acknowledged_version, 0) < n.version) AS "awaitingAcknowledgement"
         FROM (${HOLDERS}) held ORDER BY holder ->> 'node', holder ->> 'id', (version IS NULL), at DESC`,
      [entryId, tx.ctx.node.code, localDay(tx.ctx.now)],
    );
  }

  async keep(tx: Transaction, entryId: string, holder: Party, version: number): Promise<void> {
    await tx.query(
      `INSERT INTO held_copy (entry_id, holder, version, stated_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (entry_id, holder_id, holder_node) DO UPDATE SET holder = excluded.holder, version = excluded.version, stated_at = excluded.stated_at`,
      [entryId, JSON.stringify(holder), version, tx.ctx.now],
    );
  }
}
