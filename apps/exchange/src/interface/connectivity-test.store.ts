import { Injectable } from '@nestjs/common';
import type { ConnectivityTest } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

interface Row {
  readonly id: string;
  readonly number: string;
  readonly interface_id: string;
  readonly result: string;
  readonly healthy: boolean;
  readonly latency_milliseconds: number;
  readonly tested_at: Date;
  readonly operator: string;
  readonly organisation: string | null;
}

@Injectable()
export class ConnectivityTestStore {
  async add(tx: Transaction, { id, interfaceId, result, healthy, latencyMilliseconds, testedAt, operator, organisation }: ConnectivityTest): Promise<void> {
    await tx.query(
      'INSERT INTO connectivity_test (id, interface_id, result, healthy, latency_milliseconds, tested_at, operator, organisation) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
      [id, interfaceId, result, healthy, latencyMilliseconds, testedAt, operator, organisation],
    );
  }

  /** The newest first. */
  async page(tx: Transaction, interfaceId: string, before: string, limit: number): Promise<{ readonly number: string; readonly test: ConnectivityTest }[]> {
    const rows = await tx.query<Row>('SELECT * FROM connectivity_test WHERE interface_id = $1 AND number < $2::bigint ORDER BY number DESC LIMIT $3', [interfaceId, before, limit]);
    return rows.map(({ id, number, interface_id, result, healthy, latency_milliseconds, tested_at, operator, organisation }) => ({
      number,
      test: { id, interfaceId: interface_id, result, healthy, latencyMilliseconds: latency_milliseconds, testedAt: tested_at.toISOString(), operator, organisation },
    }));
  }
}
