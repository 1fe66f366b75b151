import { Injectable } from '@nestjs/common';
import { exchangeProblems, Problem } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import type { DataSet, Version } from './data-set.js';
import { DataSetStore } from './data-set.store.js';

export interface FoundVersion {
  readonly dataSet: DataSet;
  readonly version: Version;
}

/** A version of a data set: the one wanted, or the one that is current now. */
@Injectable()
export class FindVersion {
  constructor(private readonly dataSets: DataSetStore) {}

  /** @throws Problem `access/not-found`, `exchange/no-version`, `exchange/unknown-version` */
  async run(tx: Transaction, entryId: string, wanted: number | null): Promise<FoundVersion> {
    const dataSet = await this.dataSets.load(tx, entryId);
    const version = wanted === null ? await this.dataSets.currentVersion(tx, entryId) : (await this.dataSets.versions(tx, entryId)).find(({ version: number }) => number === wanted);
    if (version === undefined) throw new Problem(wanted === null ? exchangeProblems.noVersion : exchangeProblems.unknownVersion);
    return { dataSet, version };
  }
}
