import { Injectable } from '@nestjs/common';
import { exchangeProblems, interfaceBound, interfaceRegistered, Problem, problems } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { isDescribed, type Interface } from '../interface/interface.js';
import { LockInterface } from '../interface/lock-interface.js';
import { parameterSchemaOf } from '../interface/parameter-schema.js';
import { PROBE_TIMER } from '../interface/probe-timer.js';
import { aggregationAllows, type DataSet } from './data-set.js';
import { DataSetStore } from './data-set.store.js';

/** Puts a service behind an entry: both are the provider's own. */
@Injectable()
export class BindInterface {
  constructor(
    private readonly dataSets: DataSetStore,
    private readonly interfaces: LockInterface,
  ) {}

  /** Both are locked. @throws Problem for another's service, a retired one, or one without address where data stay with the provider */
  async bind(tx: Transaction, dataSet: DataSet, found: Interface): Promise<void> {
    if (found.owner.id !== dataSet.providerId) throw new Problem(problems.notFound);
    if (found.retiredAt !== null) throw new Problem(exchangeProblems.interfaceRetired);
    if (found.terms.url === null) aggregationAllows(dataSet, 'PHYSICAL');
    if (dataSet.interfaceId === found.id) return;
    await this.dataSets.bind(tx, dataSet.entryId, found.id);
    await this.tell(tx, dataSet, found);
  }

  /** The same by the entry's own word. A word that cannot be kept binds nothing, which the catalogue's rules notice. */
  async bindAsTold(tx: Transaction, entryId: string, version: number, interfaceId: string): Promise<void> {
    const found = await this.interfaces.find(tx, interfaceId);
    if (found === undefined) return;
    const dataSet = await this.dataSets.loadForUpdate(tx, entryId);
    if (dataSet.entryVersion !== version || (found.terms.url === null && dataSet.aggregation === 'LOGICAL') || found.owner.id !== dataSet.providerId || found.retiredAt !== null) return;
    await this.bind(tx, dataSet, await this.interfaces.load(tx, interfaceId));
  }

  async release(tx: Transaction, entryId: string): Promise<void> {
    await this.dataSets.bind(tx, entryId, null);
    tx.announce(interfaceBound, entryId, { entryId, interfaceId: null, described: false });
  }

  /** Tells who is behind an entry, and has the service tested at once. */
  async tell(tx: Transaction, { entryId, aggregation }: Pick<DataSet, 'entryId' | 'aggregation'>, { id, version, terms, openapi }: Interface): Promise<void> {
    const { url, zone, timeoutMilliseconds, idempotent, parameters } = terms;
    tx.announce(interfaceBound, entryId, { entryId, interfaceId: id, described: isDescribed(terms) });
    if (url === null) return;
    const parameterSchema = parameterSchemaOf(openapi, url);
    const call = { timeoutMilliseconds, idempotent, parameters: [...parameters], ...(parameterSchema === null ? {} : { parameterSchema }) };
    if (aggregation === 'LOGICAL') tx.announce(interfaceRegistered, entryId, { entryId, url, interfaceId: id, version, zone, ...call });
    await tx.startTimer(PROBE_TIMER, id, tx.ctx.now);
  }
}
