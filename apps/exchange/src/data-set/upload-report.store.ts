import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FieldFault, UploadReport, UploadReportView } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import type { RowReport } from '../rows/row-faults.js';

interface ReportRow {
  readonly id: string;
  readonly entry_id: string;
  readonly version: number | null;
  readonly sequence: string | null;
  readonly row_count: string;
  readonly faulty_rows: string;
  readonly fault_count: string;
  readonly checked_at: Date;
}

const MOST_SHOWN = 50;
const SHOWN = 'id, entry_id, version, sequence, row_count, faulty_rows, fault_count, checked_at';

function reportFrom(row: ReportRow): UploadReport {
  return {
    id: row.id,
    entryId: row.entry_id,
    version: row.version,
    sequence: row.sequence === null ? null : Number(row.sequence),
    rows: Number(row.row_count),
    faultyRows: Number(row.faulty_rows),
    faultCount: Number(row.fault_count),
    checkedAt: row.checked_at.toISOString(),
  };
}

@Injectable()
export class UploadReportStore {
  /** Keeps a report; `version` is null for rows that were refused, and for those of a stream's window (`sequence`) that are not sealed yet. Answers the report's id. */
  async keep(tx: Transaction, entryId: string, version: number | null, { rows, faultyRows, faultCount, faults }: RowReport, checkedAt: string, sequence: number | null = null): Promise<string> {
    const id = randomUUID();
    await tx.query(
      'INSERT INTO upload_report (id, entry_id, version, row_count, faulty_rows, fault_count, faults, actor, checked_at, sequence) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
      [id, entryId, version, rows, faultyRows, faultCount, JSON.stringify(faults), tx.ctx.actor, checkedAt, sequence],
    );
    return id;
  }

  async load(tx: Transaction, entryId: string, id: string): Promise<UploadReportView | undefined> {
    const [row] = await tx.query<ReportRow & { faults: FieldFault[] }>(`SELECT ${SHOWN}, faults FROM upload_report WHERE entry_id = $1 AND id = $2`, [entryId, id]);
    return row === undefined ? undefined : { ...reportFrom(row), faults: row.faults };
  }

  /** The latest, newest first. */
  async latest(tx: Transaction, entryId: string, version: number | null): Promise<UploadReport[]> {
    const rows = await tx.query<ReportRow>(
      `SELECT ${SHOWN} FROM upload_report WHERE entry_id = $1 AND ($2::integer IS NULL OR version = $2) ORDER BY checked_at DESC, version DESC NULLS LAST, id LIMIT $3`,
      [entryId, version, MOST_SHOWN],
    );
    return rows.map(reportFrom);
  }
}
