import { Injectable } from '@nestjs/common';
import type { MaintenanceView } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';

@Injectable()
export class MaintenanceStore {
  async insert(tx: Transaction, { id, year, department, noChange, late, recordedAt }: MaintenanceView): Promise<void> {
    await tx.query('INSERT INTO catalogue_maintenance (id, year, department_id, department, no_change, late, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7)', [
      id, year, department.id, JSON.stringify(department), noChange, late, recordedAt,
    ]);
  }

  /** The departments that have maintained their catalogue in a year. */
  async maintainedIn(tx: Transaction, year: number): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ department_id: string }>('SELECT DISTINCT department_id FROM catalogue_maintenance WHERE year = $1', [year]);
    return new Set(rows.map(({ department_id: id }) => id));
  }
}
