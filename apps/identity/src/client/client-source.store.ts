import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';

/** Whence somebody says to be a client. */
export interface ClientSource {
  readonly clientId: string;
  readonly address: string;
}

/** What is known of a client at an address. */
export interface SourceStanding {
  readonly failures: number;
  /** While an instant ahead stands here, nothing opens the account from there. */
  readonly lockedUntil: string | null;
  /** When it last proved itself from there, to the day. */
  readonly provedAt: string | null;
}

interface Row {
  readonly failures: number;
  readonly locked_until: Date | null;
  readonly proved_at: Date | null;
}

@Injectable()
export class ClientSourceStore {
  async find(tx: Transaction, { clientId, address }: ClientSource): Promise<SourceStanding> {
    const [row] = await tx.query<Row>('SELECT failures, locked_until, proved_at FROM client_source WHERE client_id = $1 AND address = $2', [clientId, address]);
    return { failures: row?.failures ?? 0, lockedUntil: row?.locked_until?.toISOString() ?? null, provedAt: row?.proved_at?.toISOString() ?? null };
  }

  /** Counts a failure of a client that is not locked there. Answers whether it locked it: of failures at the same moment one does. */
  async fail(tx: Transaction, { clientId, address }: ClientSource, most: number, lockedUntil: string): Promise<boolean> {
    const [row] = await tx.query<{ locked: boolean }>(
      `INSERT INTO client_source AS s (client_id, address, failures, touched_at) VALUES ($1, $2, 1, $5)
       ON CONFLICT (client_id, address) DO UPDATE SET
         failures = CASE WHEN s.locked_until IS NULL THEN s.failures + 1 ELSE 1 END,
         locked_until = CASE WHEN s.locked_until IS NULL AND s.failures + 1 >= $3 THEN $4::timestamptz END,
         touched_at = $5
       WHERE s.locked_until IS NULL OR s.locked_until <= $5
       RETURNING locked_until IS NOT NULL AS locked`,
      [clientId, address, most, lockedUntil, tx.ctx.now],
    );
    return row?.locked ?? false;
  }

  /** False when it was locked there meanwhile. */
  async succeed(tx: Transaction, { clientId, address }: ClientSource): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO client_source AS s (client_id, address, proved_at, touched_at) VALUES ($1, $2, $3, $3)
       ON CONFLICT (client_id, address) DO UPDATE SET failures = 0, locked_until = NULL, proved_at = $3, touched_at = $3
       WHERE s.locked_until IS NULL OR s.locked_until <= $3 RETURNING client_id`,
      [clientId, address, tx.ctx.now],
    );
    return rows.length > 0;
  }

  /** Opens the account again from everywhere. */
  async release(tx: Transaction, clientId: string): Promise<void> {
    await tx.query('UPDATE client_source SET failures = 0, locked_until = NULL WHERE client_id = $1', [clientId]);
  }

  async forgetBefore(tx: Transaction, instant: string): Promise<void> {
    await tx.query('DELETE FROM client_source WHERE touched_at < $1', [instant]);
  }
}
