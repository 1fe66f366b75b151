import { Injectable } from '@nestjs/common';
import { Problem, problems, type DataSetView, type Party, type RegisterInterface as Registration } from '@gongshu/contracts';
import { actingOrganisation, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { LockInterface } from '../interface/lock-interface.js';
import { BindInterface } from './bind-interface.js';
import { aggregationAllows, onlyTheProviderActs, viewOf, type DataSet } from './data-set.js';
import { DataSetStore } from './data-set.store.js';
import { interfaceAddress } from './interface-address.js';

/** Binds an entry to a service: one registered before, or a new one of which only the address is told. */
@Injectable()
export class RegisterInterface {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSets: DataSetStore,
    private readonly interfaces: LockInterface,
    private readonly binding: BindInterface,
  ) {}

  async run(ctx: RequestContext, input: Registration): Promise<DataSetView> {
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const { entryId, url, interfaceId } = input;
        const owner = actingOrganisation(ctx);
        const dataSet = await this.dataSets.loadForUpdate(tx, entryId);
        onlyTheProviderActs(dataSet, owner.id);
        if ((url === undefined) === (interfaceId === undefined)) {
          throw new Problem(problems.invalidInput, { errors: [{ pointer: '/interfaceId', code: 'oneOf', detail: 'either url or interfaceId is expected' }] });
        }
        if (interfaceId !== undefined) await this.binding.bind(tx, dataSet, await this.interfaces.load(tx, interfaceId));
        else await this.registerAddress(tx, dataSet, owner, url ?? '');
        return viewOf(await this.dataSets.load(tx, entryId), await this.dataSets.versions(tx, entryId), owner.id);
      },
      input,
    );
  }

  private async registerAddress(tx: Transaction, dataSet: DataSet, owner: Party, address: string): Promise<void> {
    aggregationAllows(dataSet, 'LOGICAL');
    const url = interfaceAddress(address);
    if (url !== dataSet.interfaceUrl) await this.binding.bind(tx, dataSet, await this.interfaces.addBare(tx, owner, dataSet.name, url));
  }
}
