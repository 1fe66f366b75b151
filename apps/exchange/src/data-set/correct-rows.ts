import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { exchangeProblems, Problem, rowsCorrected, versionCompleted, type CorrectRows as Corrections, type DataSetView } from '@gongshu/contracts';
import { actingOrganisation, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { asCsv } from '../rows/row-forms.js';
import { everyKeyNamesRows, MOST_CORRECTED_ROWS, planCorrection, type Correction } from './correction.js';
import { aggregationAllows, onlyTheProviderActs, viewOf, type Version } from './data-set.js';
import { DataSetStore } from './data-set.store.js';
import { UploadRules } from './upload-rules.js';
import { VersionTableStore } from './version-table.store.js';

/** Makes the next version from the current one, which stays as it was: what was delivered can still be looked at. */
@Injectable()
export class CorrectRows {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSets: DataSetStore,
    private readonly tables: VersionTableStore,
    private readonly rules: UploadRules,
  ) {}

  async run(ctx: RequestContext, input: Corrections): Promise<DataSetView> {
    return this.unitOfWork.run(ctx, (tx) => this.correct(tx, input), input);
  }

  private async correct(tx: Transaction, input: Corrections): Promise<DataSetView> {
    const { entryId } = input;
    const organisation = actingOrganisation(tx.ctx).id;
    const dataSet = await this.dataSets.loadForUpdate(tx, entryId);
    onlyTheProviderActs(dataSet, organisation);
    aggregationAllows(dataSet, 'PHYSICAL');
    const wrong = await this.dataSets.currentVersion(tx, entryId);
    if (wrong === undefined) throw new Problem(exchangeProblems.noVersion);

    const id = randomUUID();
    const rowNumbers = await this.applyTo(tx, wrong, id, planCorrection(this.rules.demandedColumns({ columns: wrong.columns, personalData: dataSet.personalData }), input));
    const digest = await this.digestOf(tx, id, wrong);
    const version = await this.dataSets.addVersion(tx, entryId, { id, columns: wrong.columns, rows: wrong.rows, digest, cause: 'CORRECTION', completedAt: tx.ctx.now });

    const correctionId = randomUUID();
    const verificationId = input.verificationId ?? null;
    await this.dataSets.addCorrection(tx, { id: correctionId, wrong: wrong.id, corrected: id, keyColumn: input.keyColumn, rowNumbers, reasons: input.reasons, verificationId });
    tx.announce(versionCompleted, entryId, { entryId, version, rows: wrong.rows, digest, cause: 'CORRECTION' });
    tx.announce(rowsCorrected, entryId, { correctionId, entryId, lastWrongVersion: wrong.version, correctedVersion: version, rows: rowNumbers.length, verificationId });
    return viewOf(dataSet, await this.dataSets.versions(tx, entryId), organisation);
  }

  /** Keys are looked up in the former version, so that a change of the key column does not hide the row from the next change. */
  private async applyTo(tx: Transaction, wrong: Version, id: string, { keyPlace, changes }: Correction): Promise<string[]> {
    const rows = await this.tables.findByKeys(tx, wrong.id, keyPlace, [...new Set(changes.map(({ key }) => key))], MOST_CORRECTED_ROWS + 1);
    everyKeyNamesRows(changes, rows);
    await this.tables.copyChanged(tx, { from: wrong.id, to: id, columns: wrong.columns.length, keyPlace, changes });
    return rows.map(({ rowNumber }) => rowNumber);
  }

  private async digestOf(tx: Transaction, id: string, { columns }: Version): Promise<string> {
    const hash = createHash('sha256');
    for await (const text of asCsv(columns, await this.tables.allRows(tx, id, columns.length))) hash.update(text);
    return hash.digest('hex');
  }
}
