import { Injectable } from '@nestjs/common';
import { Problem, problems } from '@gongshu/contracts';
import { actingOrganisation, type Transaction } from '@gongshu/service-kit';
import { onlyTheProviderActs, type DataSet } from './data-set.js';
import { DataSetStore } from './data-set.store.js';

/** What other parts of the service need to know of a data set. */
@Injectable()
export class FindDataSet {
  constructor(private readonly dataSets: DataSetStore) {}

  /** @throws Problem `access/not-found` */
  async byEntry(tx: Transaction, entryId: string): Promise<DataSet> {
    return this.dataSets.load(tx, entryId);
  }

  /** For what is the provider's own and exists for nobody else. @throws Problem `access/not-found` */
  async ownToRead(tx: Transaction, entryId: string): Promise<DataSet> {
    const dataSet = await this.dataSets.load(tx, entryId);
    if (dataSet.providerId !== actingOrganisation(tx.ctx).id) throw new Problem(problems.notFound);
    return dataSet;
  }

  /** Locked, for an act of its provider. @throws Problem 404, or 403 for anybody else */
  async ownToChange(tx: Transaction, entryId: string): Promise<DataSet> {
    const dataSet = await this.dataSets.loadForUpdate(tx, entryId);
    onlyTheProviderActs(dataSet, actingOrganisation(tx.ctx).id);
    return dataSet;
  }
}
