import { Injectable } from '@nestjs/common';
import type { RequesterActed } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

/** An act of a requester below, and the node that brought it. */
export interface ActFromBelow {
  readonly node: string;
  readonly told: RequesterActed;
}

/** Acts that came before the request they are about: the two are taken up by different consumers, so that either may be first. */
@Injectable()
export class EarlyActStore {
  /** Request and acts of one id are handled one after the other, also while the request is not there yet. */
  async lock(tx: Transaction, requestId: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`sharing-request/${requestId}`]);
  }

  async keep(tx: Transaction, { node, told }: ActFromBelow): Promise<void> {
    await tx.query('INSERT INTO early_act (act_id, request_id, node, told) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [told.actId, told.stated.id, node, JSON.stringify(told)]);
  }

  /** In the order in which they came. */
  async takeOut(tx: Transaction, requestId: string): Promise<ActFromBelow[]> {
    const kept = await tx.query<ActFromBelow>('SELECT node, told FROM early_act WHERE request_id = $1 ORDER BY position', [requestId]);
    if (kept.length > 0) await tx.query('DELETE FROM early_act WHERE request_id = $1', [requestId]);
    return kept;
  }
}
