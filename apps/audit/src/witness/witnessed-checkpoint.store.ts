import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import type { SeenLog } from './judge-checkpoint.js';

export interface WitnessedCheckpoint extends SeenLog {
  readonly origin: string;
  /** Signed by the log: with a second one of the same size it proves a fork to anybody. */
  readonly note: string;
}

/** What this node has cosigned of its neighbours' logs, and whose log it refuses at present. */
@Injectable()
export class WitnessedCheckpointStore {
  async newest(tx: Transaction, origin: string): Promise<SeenLog | null> {
    const [row] = await tx.query<{ log_key: string; size: string; root: Buffer }>(
      'SELECT log_key, size, root FROM witnessed_checkpoint WHERE origin = $1 ORDER BY size DESC LIMIT 1',
      [origin],
    );
    return row === undefined ? null : { logKey: row.log_key, size: Number(row.size), root: row.root };
  }

  async rootAt(tx: Transaction, origin: string, size: number): Promise<Buffer | null> {
    const [row] = await tx.query<{ root: Buffer }>('SELECT root FROM witnessed_checkpoint WHERE origin = $1 AND size = $2', [origin, size]);
    return row?.root ?? null;
  }

  async insert(tx: Transaction, { origin, size, root, logKey, note }: WitnessedCheckpoint): Promise<void> {
    await tx.query('INSERT INTO witnessed_checkpoint (origin, size, root, log_key, note, cosigned_at) VALUES ($1, $2, $3, $4, $5, $6)', [origin, size, root, logKey, note, tx.ctx.now]);
    await tx.query('DELETE FROM checkpoint_refusal WHERE origin = $1', [origin]);
  }

  /** Answers whether this is news: the log was in good standing, or was refused for another reason. */
  async refuse(tx: Transaction, origin: string, reason: string, note: string): Promise<boolean> {
    const changed = await tx.query(
      `INSERT INTO checkpoint_refusal (origin, reason, note, refused_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (origin) DO UPDATE SET reason = excluded.reason, note = excluded.note, refused_at = excluded.refused_at
         WHERE checkpoint_refusal.reason <> excluded.reason
       RETURNING origin`,
      [origin, reason, note, tx.ctx.now],
    );
    return changed.length > 0;
  }
}
