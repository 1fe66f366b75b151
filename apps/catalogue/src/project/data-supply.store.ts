import { Injectable } from '@nestjs/common';
import type { Transaction } from '@gongshu/service-kit';
import type { SupplyOfEntry } from './project.js';

/** Until when data of an update cycle are up to date; those of an irregular cycle always are. */
const LATE = `
  CASE WHEN d.interface_registered OR d.supplied_at IS NULL THEN false ELSE d.supplied_at + CASE e.content ->> 'updateCycle'
    WHEN 'REAL_TIME' THEN interval '1 day' WHEN 'DAILY' THEN interval '1 day' WHEN 'WEEKLY' THEN interval '7 days' WHEN 'MONTHLY' THEN interval '1 month'
    WHEN 'QUARTERLY' THEN interval '3 months' WHEN 'YEARLY' THEN interval '1 year' ELSE interval '1000 years' END < $2::timestamptz END`;

const SUPPLY = `
  SELECT e.id AS "entryId", true AS published, coalesce(d.row_count > 0 OR d.interface_registered, false) AS provided,
    EXISTS (SELECT FROM open_doubt o WHERE o.entry_id = e.id) AS doubted, ${LATE} AS "updateLate"
  FROM catalogue_entry e LEFT JOIN data_supply d ON d.entry_id = e.id WHERE e.in_force`;

/** Which entries have data, and of which somebody doubts that they are right: kept from what the exchange and the verifications tell. */
@Injectable()
export class DataSupplyStore {
  async keepVersion(tx: Transaction, entryId: string, rows: number): Promise<void> {
    await tx.query(
      `INSERT INTO data_supply (entry_id, row_count, supplied_at) VALUES ($1, $2, $3)
       ON CONFLICT (entry_id) DO UPDATE SET row_count = excluded.row_count, supplied_at = excluded.supplied_at`,
      [entryId, rows, tx.ctx.now],
    );
  }

  async keepInterface(tx: Transaction, entryId: string): Promise<void> {
    await tx.query('INSERT INTO data_supply (entry_id, interface_registered) VALUES ($1, true) ON CONFLICT (entry_id) DO UPDATE SET interface_registered = true', [entryId]);
  }

  async keepDoubt(tx: Transaction, verificationId: string, entryId: string, isOpen: boolean): Promise<void> {
    if (isOpen) await tx.query('INSERT INTO open_doubt (verification_id, entry_id) VALUES ($1, $2) ON CONFLICT DO NOTHING', [verificationId, entryId]);
    else await tx.query('DELETE FROM open_doubt WHERE verification_id = $1', [verificationId]);
  }

  /** Of a department's published entries among the given ones. */
  async of(tx: Transaction, departmentId: string, entryIds: readonly string[]): Promise<SupplyOfEntry[]> {
    return tx.query(`${SUPPLY} AND e.id = ANY($1::uuid[]) AND e.node = $3 AND e.provider_id = $4`, [entryIds, tx.ctx.now, tx.ctx.node.code, departmentId]);
  }

  /** Of all published entries of a department. */
  async ofDepartment(tx: Transaction, departmentId: string): Promise<SupplyOfEntry[]> {
    return tx.query(`${SUPPLY} AND e.node = $1 AND e.provider_id = $3`, [tx.ctx.node.code, tx.ctx.now, departmentId]);
  }
}
