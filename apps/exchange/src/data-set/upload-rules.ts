import { Injectable } from '@nestjs/common';
import { exchangeProblems, Problem } from '@gongshu/contracts';
import { citation, NodeRegulation, optionalParameter, type Transaction } from '@gongshu/service-kit';
import { demandedColumns, everyDemandHasItem, type DemandedColumn } from '../rows/record-demands.js';
import { CollectionScopeStore } from './collection-scope.store.js';
import type { DataSet } from './data-set.js';

/** What the law in force here demands of data that come in, besides that they are what their entry says. */
@Injectable()
export class UploadRules {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly scopes: CollectionScopeStore,
  ) {}

  /** @throws Problem 403 that names the items which are not in the provider's responsibility list (hebei 13) */
  async onlyWithinList(tx: Transaction, { entryId, columns }: DataSet): Promise<void> {
    const rule = optionalParameter(this.regulation.pack, 'collection.withinList');
    const scope = rule?.value === true ? await this.scopes.of(tx, entryId) : undefined;
    if (rule === undefined || scope === undefined) return;
    const outside = columns.filter(({ column }) => !scope.includes(column));
    if (outside.length === 0) return;
    const errors = outside.map(({ column }) => ({ pointer: `/header/${column}`, code: 'not-in-list', detail: 'the department does not collect this item by its responsibility list' }));
    throw new Problem(exchangeProblems.outsideList, { article: citation(rule.source), errors });
  }

  /** @throws Problem 422 when the entry lacks an item that every record of its kind must have */
  everyDemandHasItem(dataSet: DataSet): void {
    everyDemandHasItem(this.regulation.pack, dataSet);
  }

  /** The columns with what their values must be. */
  demandedColumns(dataSet: Pick<DataSet, 'columns' | 'personalData'>): DemandedColumn[] {
    return demandedColumns(this.regulation.pack, dataSet);
  }

  /** An entry is to load valid data (fushun 10): a version without a record is none. @throws Problem 422 */
  hasRecords(rows: number): void {
    const rule = optionalParameter(this.regulation.pack, 'catalogue.loadable');
    if (rule?.value === true && rows === 0) throw new Problem(exchangeProblems.noRecord, { article: citation(rule.source) });
  }
}
