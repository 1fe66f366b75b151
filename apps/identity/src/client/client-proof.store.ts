import { Injectable } from '@nestjs/common';
import type { ClientPublicKey } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

/** What is known of how a client proves itself. */
export interface ProofStanding {
  /** Null for a client that proves itself by its secret. */
  readonly key: ClientPublicKey | null;
  readonly failures: number;
  /** While an instant ahead stands here, nothing opens the account. */
  readonly lockedUntil: string | null;
}

interface Row {
  readonly key: ClientPublicKey | null;
  readonly failures: number;
  readonly locked_until: Date | null;
}

@Injectable()
export class ClientProofStore {
  async find(tx: Transaction, clientId: string): Promise<ProofStanding> {
    const [row] = await tx.query<Row>('SELECT key, failures, locked_until FROM client_proof WHERE client_id = $1', [clientId]);
    return { key: row?.key ?? null, failures: row?.failures ?? 0, lockedUntil: row?.locked_until?.toISOString() ?? null };
  }

  async setKey(tx: Transaction, clientId: string, key: ClientPublicKey | null): Promise<void> {
    await tx.query(
      `INSERT INTO client_proof (client_id, key) VALUES ($1, $2)
       ON CONFLICT (client_id) DO UPDATE SET key = excluded.key, failures = 0, locked_until = NULL`,
      [clientId, key === null ? null : JSON.stringify(key)],
    );
  }

  /** Counts a failure of a client that is not locked. Answers whether it locked the account: of failures at the same moment one does. */
  async fail(tx: Transaction, clientId: string, most: number, lockedUntil: string): Promise<boolean> {
    const [row] = await tx.query<{ locked: boolean }>(
      `INSERT INTO client_proof AS p (client_id, failures) VALUES ($1, 1)
       ON CONFLICT (client_id) DO UPDATE SET
         failures = CASE WHEN p.locked_until IS NULL THEN p.failures + 1 ELSE 1 END,
         locked_until = CASE WHEN p.locked_until IS NULL AND p.failures + 1 >= $2 THEN $3::timestamptz END
       WHERE p.locked_until IS NULL OR p.locked_until <= $4
       RETURNING locked_until IS NOT NULL AS locked`,
      [clientId, most, lockedUntil, tx.ctx.now],
    );
    return row?.locked ?? false;
  }

  /** False when the account was locked meanwhile. */
  async succeed(tx: Transaction, clientId: string): Promise<boolean> {
    const rows = await tx.query(
      'UPDATE client_proof SET failures = 0, locked_until = NULL WHERE client_id = $1 AND (locked_until IS NULL OR locked_until <= $2) RETURNING client_id',
      [clientId, tx.ctx.now],
    );
    return rows.length > 0;
  }

  /** Takes an assertion's id for the client; false when it was taken before. */
  async useAssertion(tx: Transaction, clientId: string, jti: string, expiresAt: string): Promise<boolean> {
    await tx.query('DELETE FROM used_assertion WHERE expires_at < $1', [tx.ctx.now]);
    const taken = await tx.query('INSERT INTO used_assertion (client_id, jti, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING jti', [clientId, jti, expiresAt]);
    return taken.length > 0;
  }
}
