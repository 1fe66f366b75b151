import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';

/** What a department collects on paper or another medium that is not digital, and has not digitised yet. */
@Injectable()
export class DigitisationBacklog {
  async count(tx: Transaction, departmentId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM collection_item
       WHERE department_id = $1 AND ended_at IS NULL AND content ->> 'form' <> 'DIGITAL' AND coalesce(content -> 'digitisation' ->> 'status', '') <> 'DONE'`,
      [departmentId],
    );
    return row?.count ?? 0;
  }
}
