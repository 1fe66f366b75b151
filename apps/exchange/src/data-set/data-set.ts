import { exchangeProblems, Problem, problems, type DataSetView } from '@gongshu/contracts';
import type { Column } from '../rows/value-fault.js';

/** What the exchange keeps of an entry that is published, or handed in to be: whose data it is and which columns it has. */
export interface DataSet {
  readonly entryId: string;
  readonly entryVersion: number;
  readonly name: string;
  readonly providerId: string;
  readonly aggregation: string;
  readonly personalData: boolean;
  readonly columns: readonly Column[];
  /** A version of the entry is or was in force; until then the data set exists for its provider alone. */
  readonly published: boolean;
  readonly interfaceId: string | null;
  readonly interfaceUrl: string | null;
}

/** An immutable state of the data. Keeps the columns it was loaded with: the entry may have others by now. */
export interface Version {
  readonly id: string;
  readonly version: number;
  readonly columns: readonly Column[];
  readonly rows: number;
  readonly digest: string;
  readonly cause: 'UPLOAD' | 'PULL' | 'STREAM' | 'CORRECTION';
  readonly completedAt: string;
}

/** @throws Problem `access/not-found` for what is not published and not the reader's own */
export function visibleTo(dataSet: DataSet, organisation: string): DataSet {
  if (!dataSet.published && organisation !== dataSet.providerId) throw new Problem(problems.notFound);
  return dataSet;
}

/** Only the provider answers for the data: nobody else changes it or says where it is. */
export function onlyTheProviderActs(dataSet: DataSet, organisation: string): void {
  if (organisation !== visibleTo(dataSet, organisation).providerId) {
    throw new Problem(problems.forbidden, { detail: { zh: '仅数据提供部门可以办理', en: 'Only the provider may do this' } });
  }
}

export function aggregationAllows(dataSet: Pick<DataSet, 'aggregation'>, needed: 'PHYSICAL' | 'LOGICAL'): void {
  if (dataSet.aggregation !== needed) throw new Problem(exchangeProblems.wrongAggregation, { allowed: [needed] });
}

export function viewOf(dataSet: DataSet, versions: readonly Version[], reader: string): DataSetView {
  return {
    entryId: dataSet.entryId,
    entryName: dataSet.name,
    aggregation: dataSet.aggregation,
    versions: versions.map(({ version, rows, digest, completedAt, cause }) => ({ version, rows, digest, completedAt, cause })),
    interfaceUrl: reader === dataSet.providerId && dataSet.aggregation === 'LOGICAL' ? dataSet.interfaceUrl : null,
  };
}
