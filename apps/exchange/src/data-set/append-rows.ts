import { Injectable } from '@nestjs/common';
import { versionCompleted } from '@gongshu/contracts';
import { actingOrganisation, type Transaction } from '@gongshu/service-kit';
import type { RowReport } from '../rows/row-faults.js';
import { aggregationAllows, onlyTheProviderActs, type DataSet, type Version } from './data-set.js';
import { DataSetStore } from './data-set.store.js';
import { UploadReportStore } from './upload-report.store.js';
import { UploadRules } from './upload-rules.js';

/** A correction made another version the current one meanwhile: what was built on the former is of no use. */
export class CurrentVersionMoved extends Error {}

/** Rows that come to those which are there, from the data set's side: who may bring them, and how they become a version. */
@Injectable()
export class AppendRows {
  constructor(
    private readonly dataSets: DataSetStore,
    private readonly rules: UploadRules,
    private readonly reports: UploadReportStore,
  ) {}

  /** @throws Problem when the caller may bring none */
  async mayBring(tx: Transaction, entryId: string): Promise<void> {
    await this.judge(tx, await this.dataSets.load(tx, entryId));
  }

  /** The same; until the transaction ends no version arises and the entry's items stay what they are. */
  async bring(tx: Transaction, entryId: string): Promise<DataSet> {
    const dataSet = await this.dataSets.loadForShare(tx, entryId);
    await this.judge(tx, dataSet);
    return dataSet;
  }

  /** Until the transaction ends nobody brings any. */
  async halt(tx: Transaction, entryId: string): Promise<void> {
    await this.dataSets.loadForUpdate(tx, entryId);
  }

  async current(tx: Transaction, entryId: string): Promise<Version | undefined> {
    return this.dataSets.currentVersion(tx, entryId);
  }

  /** Keeps the report of rows that were left out; answers its id. */
  async report(tx: Transaction, entryId: string, report: RowReport, { sequence, at }: { readonly sequence: number; readonly at: string }): Promise<string> {
    return this.reports.keep(tx, entryId, null, report, at, sequence);
  }

  /**
   * Makes a version the current one, and holds what `halt` does.
   *
   * @param former the version it was built on
   * @throws CurrentVersionMoved when that is the current one no more
   */
  async complete(tx: Transaction, entryId: string, version: Omit<Version, 'version' | 'cause'>, former: Version | undefined): Promise<number> {
    await this.halt(tx, entryId);
    if ((await this.current(tx, entryId))?.id !== former?.id) throw new CurrentVersionMoved();
    const number = await this.dataSets.addVersion(tx, entryId, { ...version, cause: 'STREAM' });
    const { rows, digest } = version;
    tx.announce(versionCompleted, entryId, { entryId, version: number, rows, digest, cause: 'STREAM' });
    return number;
  }

  private async judge(tx: Transaction, dataSet: DataSet): Promise<void> {
    onlyTheProviderActs(dataSet, actingOrganisation(tx.ctx).id);
    aggregationAllows(dataSet, 'PHYSICAL');
    await this.rules.onlyWithinList(tx, dataSet);
    this.rules.everyDemandHasItem(dataSet);
  }
}
