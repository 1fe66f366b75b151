import { Injectable } from '@nestjs/common';
import type { Party } from '@gongshu/contracts';
import { localDay } from '@gongshu/regulation';
import type { Transaction } from '@gongshu/service-kit';
import type { Combination, Holding } from './combination.js';

type Positioned = Combination & { readonly position: string };

const SELECT = `SELECT id, position, name, parts, reasons, to_char(declared_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "declaredAt", lifted_reasons AS "liftedReasons"
  FROM sensitive_combination`;

@Injectable()
export class CombinationStore {
  async inForce(tx: Transaction): Promise<Combination[]> {
    return tx.query<Positioned>(`${SELECT} WHERE lifted_reasons IS NULL ORDER BY position`);
  }

  async lock(tx: Transaction, id: string): Promise<Combination | undefined> {
    return (await tx.query<Positioned>(`${SELECT} WHERE id = $1 FOR UPDATE`, [id]))[0];
  }

  async page(tx: Transaction, before: string, limit: number): Promise<Positioned[]> {
    return tx.query<Positioned>(`${SELECT} WHERE position < $1 ORDER BY position DESC LIMIT $2`, [before, limit]);
  }

  async save(tx: Transaction, { id, name, parts, reasons, declaredAt, liftedReasons }: Combination): Promise<void> {
    await tx.query(
      `INSERT INTO sensitive_combination (id, name, parts, reasons, declared_at, lifted_reasons) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (id) DO UPDATE SET lifted_reasons = excluded.lifted_reasons`,
      [id, name, JSON.stringify(parts), reasons, declaredAt, liftedReasons],
    );
  }

  /**
   * What an organisation holds by living grants, or has asked for and may still get: two requests at a time would otherwise each be harmless. Whoever weighs a request of the same
   * organisation meanwhile waits.
   */
  async holdings(tx: Transaction, { id, node }: Party, besides: string): Promise<Holding[]> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('combination ' || $1, 0))`, [`${node}/${id}`]);
    return tx.query<Holding>(
      `SELECT entry_id AS "entryId", columns FROM usage_grant WHERE requester_id = $1 AND requester ->> 'node' = $2 AND state <> 'TERMINATED' AND valid_until >= $3
       UNION ALL
       SELECT entry_id, columns FROM sharing_request WHERE requester_id = $1 AND requester ->> 'node' = $2 AND id <> $4
          AND (standing ->> 'ended' = 'false' OR upper_step ->> 'ended' = 'false')`,
      [id, node, localDay(tx.ctx.now), besides],
    );
  }
}
