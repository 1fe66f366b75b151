import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Problem, problems, uploadRefused, versionCompleted } from '@gongshu/contracts';
import { CLOCK, instantOf, UnitOfWork, type Clock, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { CheckedCsv } from '../rows/checked-csv.js';
import { InvalidRows, type FaultyRows } from '../rows/row-faults.js';
import type { DataSet, Version } from './data-set.js';
import { DataSetStore } from './data-set.store.js';
import { UploadRules } from './upload-rules.js';
import { UploadReportStore } from './upload-report.store.js';
import { VersionTableStore } from './version-table.store.js';

export interface Taken {
  readonly dataSet: DataSet;
  /** Null when the rows are those of the current version. */
  readonly version: number | null;
  readonly rows: number;
  readonly reportId: string;
}

export interface HowToTake {
  readonly cause: Extract<Version['cause'], 'UPLOAD' | 'PULL'>;
  readonly faulty: FaultyRows;
  /** No version arises from rows that are those of the current one. */
  readonly onlyChanges: boolean;
}

/** Makes a CSV file the next version while it arrives, wherever it comes from. Until then, and when anything fails, the former stays the current one. */
@Injectable()
export class TakeVersion {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSets: DataSetStore,
    private readonly tables: VersionTableStore,
    private readonly rules: UploadRules,
    private readonly reports: UploadReportStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws InvalidRows and other Problems, which end the transaction */
  async run(tx: Transaction, asked: DataSet, file: AsyncIterable<Buffer>, { cause, faulty, onlyChanges }: HowToTake): Promise<Taken> {
    const { entryId, columns } = asked;
    const id = randomUUID();
    const csv = new CheckedCsv(this.rules.demandedColumns(asked), faulty);
    await this.dataSets.nothingIsUnsealed(tx, entryId);
    await this.tables.load(tx, id, columns.length, file, csv);

    // Locked only now: a file may take hours.
    const dataSet = await this.dataSets.loadForUpdate(tx, entryId);
    await this.dataSets.nothingIsUnsealed(tx, entryId);
    if (JSON.stringify(dataSet.columns) !== JSON.stringify(columns)) {
      throw new Problem(problems.conflict, { detail: { zh: '上传期间目录条目的信息项已变更', en: 'The entry’s data items changed during the upload' } });
    }
    const { rows, digest } = csv;
    this.rules.hasRecords(rows);
    const completedAt = instantOf(this.clock);
    const current = onlyChanges ? await this.dataSets.currentVersion(tx, entryId) : undefined;
    if (current?.digest === digest) {
      await this.tables.drop(tx, id);
      return { dataSet, version: null, rows, reportId: await this.reports.keep(tx, entryId, current.version, csv.report, completedAt) };
    }
    const version = await this.dataSets.addVersion(tx, entryId, { id, columns, rows, digest, cause, completedAt });
    const reportId = await this.reports.keep(tx, entryId, version, csv.report, completedAt);
    tx.announce(versionCompleted, entryId, { entryId, version, rows, digest, cause });
    return { dataSet, version, rows, reportId };
  }

  /** A refusal for its rows takes the transaction with it; its report is kept in another; `sequence` is that of a stream's window. Answers the refusal with the report's id; any other error as it is. */
  async reported(ctx: RequestContext, entryId: string, error: unknown, sequence: number | null = null): Promise<unknown> {
    if (!(error instanceof InvalidRows)) return error;
    const { report } = error;
    const id = await this.unitOfWork.run({ ...ctx, idempotencyKey: null }, async (tx) => {
      const reportId = await this.reports.keep(tx, entryId, null, report, instantOf(this.clock), sequence);
      tx.announce(uploadRefused, entryId, { entryId, reportId, rows: report.rows, faultyRows: report.faultyRows, firstFault: report.faults[0]?.pointer ?? null });
      return reportId;
    });
    return error.reportedAs(id);
  }
}
